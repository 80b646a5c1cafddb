package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ArchiveException;
import dev.slipway.image.Stage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusedArchiveTest {
  @TempDir
  Path directory;

  @Test
  void theReasonForRefusingAnArchiveIsTold() throws IOException {
    Path context = Files.createDirectory(directory.resolve("context"));
    try (OutputStream out = Files.newOutputStream(context.resolve("a.tar")); TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      tar.putArchiveEntry(new TarArchiveEntry("../up"));
      tar.closeArchiveEntry();
    }
    try (Engine engine = Engine.open(directory.resolve("store"))) {
      assertThatThrownBy(() -> engine.build(Stage.scratch().add("a.tar", "/x/").toImage(), Context.of(context)))
          .isInstanceOf(ArchiveException.class).hasMessageContaining("'/a.tar'").hasMessageContaining("'../up'");
    }
  }
}
