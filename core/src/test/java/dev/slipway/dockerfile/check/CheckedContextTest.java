package dev.slipway.dockerfile.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import dev.slipway.ContextException;
import dev.slipway.DocumentException;
import dev.slipway.dockerfile.IgnoreFile;
import dev.slipway.image.ImagePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What checks learn of a directory. */
class CheckedContextTest {
  @TempDir
  private Path directory;

  private void write(String path, String text) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private ImmutableSet<String> listed(CheckedContext context) {
    return context.files().orElseThrow().stream().map(ImagePath::relative).collect(ImmutableSet.toImmutableSet());
  }

  @Test
  void aDirectoryIsListedWithWhatIsIgnored() throws IOException {
    write("Dockerfile", "FROM scratch\n");
    write(".dockerignore", "target\nout\n!out/keep\n");
    write("target/app", "");
    write("out/keep/a", "");
    write("src/main/a", "");
    write(".git/HEAD", "");
    write("web/node_modules/x/y", "");
    Files.createSymbolicLink(directory.resolve("loop"), Path.of("."));
    CheckedContext context = CheckedContext.read(directory, directory.resolve("Dockerfile"));
    assertThat(listed(context)).containsExactly(".dockerignore", ".git", "Dockerfile", "loop", "out", "out/keep", "out/keep/a", "src",
        "src/main",
        "src/main/a", "target", "web", "web/node_modules");
    assertThat(context.ignoreFile()).contains(IgnoreFile.of("target", "out", "!out/keep"));
    assertThat(context.ignoreFileName()).isEqualTo(".dockerignore");
  }

  @Test
  void theIgnoreFileNamedAfterTheDockerfileGoesFirst() throws IOException {
    write(".dockerignore", "a\n");
    write("docker/app.Dockerfile.dockerignore", "b\n");
    CheckedContext context = CheckedContext.read(directory, directory.resolve("docker/app.Dockerfile"));
    assertThat(context.ignoreFile()).contains(IgnoreFile.of("b"));
    assertThat(context.ignoreFileName()).isEqualTo("app.Dockerfile.dockerignore");
    assertThat(CheckedContext.read(directory, directory.resolve("Dockerfile")).ignoreFile()).contains(IgnoreFile.of("a"));
  }

  @Test
  void thereMayBeNoIgnoreFile() {
    CheckedContext context = CheckedContext.read(directory, directory.resolve("Dockerfile"));
    assertThat(context.ignoreFile()).isEmpty();
    assertThat(listed(context)).isEmpty();
  }

  @Test
  void aLargeDirectoryIsListedInPart() throws IOException {
    for (int i = 0; i < 20; i++) {
      write("d" + i + "/f", "");
    }
    assertThat(ContextListing.of(directory, IgnoreFile.empty(), 8, 15)).hasSize(15).allMatch(path -> path.parts().size() == 1);
    assertThat(ContextListing.of(directory, IgnoreFile.empty(), 1, 100)).hasSize(20);
  }

  @Test
  void whatCannotBeReadIsAnError() throws IOException {
    assertThatThrownBy(() -> CheckedContext.read(directory.resolve("none"), directory.resolve("Dockerfile")))
        .isInstanceOf(ContextException.class)
        .hasMessageContaining("none");
    write(".dockerignore", "!\n");
    assertThatThrownBy(() -> CheckedContext.read(directory, directory.resolve("Dockerfile"))).isInstanceOf(DocumentException.class)
        .hasMessageContaining(".dockerignore:1");
  }
}
