package dev.slipway.testkit.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import dev.slipway.image.ImagePath;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A comparison that sees nothing would find everything the same. */
class OracleTest {
  private static final FileSet FILES = FileSet.empty().directory("d").file("d/a", "a", 04755).hardLink("d/b", "d/a").symlink("d/l", "a")
      .file("d/c", "c").xattr("security.capability", AddCases.CAPABILITY);

  @Test
  void equalImagesDoNotDiffer() throws IOException {
    assertThat(Differences.between(image("{}", FILES), image("{}", FILES))).isEmpty();
  }

  @Test
  void everyKindOfDifferenceIsSeen() throws IOException {
    ImmutableList<FileSet> others = ImmutableList.of(
        FileSet.empty().directory("d", 0700), FileSet.empty().directory("d").owned(1, 0), FileSet.empty().directory("d").owned(0, 1),
        FileSet.empty().directory("d").file("d/a", "a", 0755).hardLink("d/b", "d/a"),
        FileSet.empty().file("d/a", "b", 04755).hardLink("d/b", "d/a"),
        FileSet.empty().file("d/b", "a", 04755), FileSet.empty().symlink("d/l", "b"), FileSet.empty().file("d/l", "a"),
        FileSet.empty().fifo("d/c"),
        FileSet.empty().file("d/c", "c"), FileSet.empty().file("d/new", ""), FileSet.empty().file("d/.wh.c", ""), FileSet.empty().file(
            "d/.wh..wh..opq", ""));
    for (FileSet other : others) {
      assertThat(Differences.between(image("{}", FILES), image("{}", FILES, other))).as(other.toString()).isNotEmpty();
    }
  }

  @Test
  void everyDifferenceOfTheConfigurationIsSeen() throws IOException {
    String config = "{'os':'linux','config':{'Env':['A=1','B=2'],'Cmd':['a'],'User':'','Labels':{'x':'y'}}}";
    for (String other : ImmutableList.of(config.replace("'A=1','B=2'", "'B=2','A=1'"), config.replace("'Cmd':['a'],", ""),
        config.replace("'a'", "'b'"), config.replace("'y'", "'z'"), config.replace("linux", "windows"),
        config.replace("'User':''", "'User':'0'"),
        config.replace("'User'", "'ArgsEscaped':true,'User'"), config.replace("['a']", "['a','']"))) {
      assertThat(Differences.between(image(config), image(other))).as(other).hasSize(1);
    }
    assertThat(Differences.between(image(config), image(config.replace("'User':'',", "")))).isEmpty();
  }

  @Test
  void whiteoutsHideWhatIsBelowOnly() throws IOException {
    SavedImage image = image("{}", FILES, FileSet.empty().file("d/.wh..wh..opq", "").file("d/new", "n").file("d/.wh.b", ""));
    assertThat(image.tree().keySet()).containsExactly(ImagePath.of("/d"), ImagePath.of("/d/new"));
    assertThat(image("{}", FILES, FileSet.empty().file(".wh.d", "")).tree()).isEmpty();
  }

  private static SavedImage image(String config, FileSet... layers) throws IOException {
    TreeBuilder tree = new TreeBuilder();
    for (FileSet layer : layers) {
      tree.add(layer.tar());
    }
    return new SavedImage(tree.build(), new ObjectMapper().readTree(config.replace('\'', '"')));
  }
}
