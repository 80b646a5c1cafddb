package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ArchiveException;
import dev.slipway.BuildException;
import dev.slipway.image.Add;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.Stage;
import dev.slipway.layer.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ADD of archives in the context, as measured with dockerd; URLs are in {@link DownloadsTest}. */
class AddTest {
  private static final byte[] TAR = Tars.tar(tar -> {
    tar.directory("d", 0750);
    tar.file("d/f", "1");
    tar.file("other/deep", "2");
    tar.link("d/l", "f");
    tar.hardLink("d/h", "d/f");
  });
  private static final List<String> UNPACKED = List.of("/x/ 755 0:0", "/x/d/ 750 7:8", "/x/d/f 640 7:8 = 1", "/x/d/h 640 7:8 = 1",
      "/x/d/l -> f", "/x/other/ 755 0:0", "/x/other/deep 640 7:8 = 2");

  @TempDir
  Path directory;

  private Workbench bench;

  @BeforeEach
  void open() {
    bench = new Workbench(directory);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private List<String> added(Stage stage) {
    return bench.files(bench.build(stage));
  }

  private static byte[] compressed(byte[] bytes, Compression codec) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    var unused = codec.compress(new ByteArrayInputStream(bytes), Channels.newChannel(out), 1);
    return out.toByteArray();
  }

  @Test
  void archivesAreKnownByTheirBytesAndUnpacked() {
    bench.file("plain", TAR).file("gzip", compressed(TAR, Compression.GZIP)).file("zstd", compressed(TAR, Compression.ZSTD));
    for (String name : List.of("plain", "gzip", "zstd")) {
      assertThat(added(Stage.scratch().add(name, "/x"))).isEqualTo(UNPACKED);
    }
  }

  @Test
  void ownerAndModeConcernOnlyTheDestination() {
    bench.file("a.tar", TAR);
    Add add = Add.of("a.tar", "/x").with(CopyOptions.NONE.owner("5").mode("0777"));
    assertThat(added(Stage.scratch().add(add))).startsWith("/x/ 755 5:5", "/x/d/ 750 7:8", "/x/d/f 640 7:8 = 1");
  }

  @Test
  void whatIsNoArchiveIsCopied() {
    bench.file("text.tar", "no archive").file("text.gz", compressed(new byte[]{1}, Compression.GZIP)).file("empty", "")
        .file("magic", new byte[]{0x1f, (byte) 0x8b, 8, 1, 2, 3}).file("zeros", new byte[1024]);
    for (String name : List.of("text.tar", "text.gz", "empty", "magic", "zeros")) {
      assertThat(added(Stage.scratch().add(name, "/x/"))).as(name).hasSize(2).last().asString().startsWith("/x/" + name + " 644 0:0 = ");
    }
  }

  @Test
  void archivesThatAreNotMeantStayWhole() {
    bench.file("a.tar", TAR).file("d/b.tar", TAR);
    assertThat(added(Stage.scratch().add(Add.of("a.tar", "/x/").unpacking(false)))).hasSize(2).last().asString().startsWith("/x/a.tar 644");
    assertThat(added(Stage.scratch().add("d", "/x/"))).hasSize(2).last().asString().startsWith("/x/b.tar 644");
    assertThat(added(Stage.scratch().copy("a.tar", "/x/"))).hasSize(2).last().asString().startsWith("/x/a.tar 644");
    assertThat(added(Stage.scratch().add(Add.of("*.tar", "/x/").with(CopyOptions.NONE.exclude("a.tar"))))).isEmpty();
  }

  @Test
  void severalArchivesAndFilesEachOnItsOwn() {
    bench.file("a.tar", Tars.tar(tar -> tar.file("f", "1"))).file("b.tar", Tars.tar(tar -> tar.file("g", "2"))).file("c", "3")
        .link("l", "a.tar");
    assertThat(added(Stage.scratch().add(Add.of(List.of("*.tar", "c"), "/")))).containsExactly("/c 644 0:0 = 3", "/f 640 7:8 = 1",
        "/g 640 7:8 = 2");
    assertThat(added(Stage.scratch().add("l", "/"))).containsExactly("/f 640 7:8 = 1");
  }

  private List<String> onto(Consumer<Tars> archive) {
    bench.file("image/file", "old").file("image/dir/kept", "k").directory("image/real").link("image/way", "real").file("a.tar",
        Tars.tar(archive));
    Stage old = Stage.scratch().copy("image", "/");
    List<String> before = bench.files(bench.build(old));
    return Stream.concat(added(old.add("a.tar", "/")).stream().filter(line -> !before.contains(line)),
        before.stream().filter(line -> !bench.files(bench.build(old.add("a.tar", "/"))).contains(line)).map(line -> "- " + line)).toList();
  }

  @Test
  void entriesTakeThePlaceOfWhatWasThere() {
    assertThat(onto(tar -> {
      tar.file("dir", "now a file");
      tar.directory("file", 0700);
      tar.link("real", "dir");
    })).containsExactly("/dir 640 7:8 = now a file", "/file/ 700 7:8", "/real -> dir", "- /dir/ 755 0:0", "- /dir/kept 644 0:0 = k",
        "- /file 644 0:0 = old", "- /real/ 755 0:0");
  }

  @Test
  void directoriesAreMergedAndLinksInTheWayFollowed() {
    assertThat(onto(tar -> {
      tar.directory("dir", 0711);
      tar.file("way/new", "n");
    })).containsExactly("/dir/ 711 7:8", "/real/new 640 7:8 = n", "- /dir/ 755 0:0");
  }

  @Test
  void aDirectoryReplacesALinkToADirectory() {
    assertThat(onto(tar -> {
      tar.directory("way", 0711);
      tar.file("way/new", "n");
    })).containsExactly("/way/ 711 7:8", "/way/new 640 7:8 = n", "- /way -> real");
  }

  @Test
  void linksOfAnArchiveStayInsideTheDestination() {
    bench.file("a.tar", Tars.tar(tar -> {
      tar.link("l", "/other");
      tar.file("other/f", "1");
    })).file("b.tar", Tars.tar(tar -> tar.file("l/g", "2")));
    assertThat(added(Stage.scratch().add("a.tar", "/x").add("b.tar", "/x"))).containsExactly("/x/ 755 0:0", "/x/l -> /other",
        "/x/other/ 755 0:0", "/x/other/f 640 7:8 = 1", "/x/other/g 640 7:8 = 2");
  }

  @Test
  void brokenAndHostileArchivesAreRefused() {
    bench.file("cut.tar", Arrays.copyOf(TAR, 1000)).file("up.tar", Tars.tar(tar -> tar.file("../../up", "1")))
        .file("white.tar", Tars.tar(tar -> tar.file("d/.wh.f", ""))).file("a.tar", TAR).file("f", "");
    assertThatThrownBy(() -> added(Stage.scratch().add("cut.tar", "/x"))).isInstanceOf(ArchiveException.class)
        .hasMessageStartingWith("the archive '/cut.tar' cannot be unpacked: ");
    assertThatThrownBy(() -> added(Stage.scratch().add("up.tar", "/x"))).isInstanceOf(ArchiveException.class);
    assertThatThrownBy(() -> added(Stage.scratch().add("white.tar", "/x"))).isInstanceOf(ArchiveException.class);
    assertThatThrownBy(() -> added(Stage.scratch().copy("f", "/x").add("a.tar", "/x"))).isInstanceOf(BuildException.class)
        .hasMessage("'/x' cannot be made a directory: a file lies there");
  }

  @Test
  void anUnchangedArchiveIsAHitAndAChangedOneIsNamed() {
    bench.file("a.tar", TAR);
    Stage stage = Stage.scratch().add("a.tar", "/x");
    var unused = bench.build(stage);
    assertThat(Workbench.outcomes(bench.build(stage))).containsExactly("stage-0 1/1 ADD a.tar /x: hit");
    bench.file("a.tar", Tars.tar(tar -> tar.file("f", "1")));
    assertThat(Workbench.outcomes(bench.build(stage))).containsExactly("stage-0 1/1 ADD a.tar /x: context a.tar changed");
  }
}
