package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oracle of {@link EscapeTest} sees what it is there to see. */
class EscapeCanaryTest {
  @TempDir
  Path directory;

  private EscapeCanary canary;

  @BeforeEach
  void open() throws IOException {
    canary = EscapeCanary.in(directory, Files.createDirectory(directory.resolve("store")));
  }

  @AfterEach
  void close() throws IOException {
    canary.close();
  }

  /** Something that an escape could do. */
  private interface Change {
    void make() throws IOException;
  }

  @Test
  void everyChangeOutsideOfTheStoreIsSeen() throws IOException {
    Path open = canary.tree().resolve("data/open");
    Map<String, Change> changes = ImmutableMap.<String, Change>builder()
        .put("content", () -> Files.writeString(open, "x"))
        .put("mode", () -> Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx")))
        .put("time", () -> Files.setLastModifiedTime(open, FileTime.fromMillis(1)))
        .put("attribute", () -> Files.getFileAttributeView(open, UserDefinedFileAttributeView.class)
            .write("slipway", ByteBuffer.wrap(new byte[1])))
        .put("new file", () -> Files.createFile(canary.tree().resolve("data/new")))
        .put("new directory", () -> Files.createDirectory(directory.resolve("new")))
        .put("lost file", () -> Files.delete(open))
        .put("hard link", () -> Files.createLink(directory.resolve("store/link"), directory.resolve("beside")))
        .put("marker", () -> Files.createFile(Path.of("/tmp", EscapeCanary.MARKER)))
        .buildOrThrow();
    try {
      for (Map.Entry<String, Change> change : changes.entrySet()) {
        EscapeCanary.State before = canary.record();
        change.getValue().make();
        assertThatThrownBy(() -> canary.assertSame(before, "a change"), change.getKey()).isInstanceOf(AssertionError.class);
      }
    } finally {
      Files.deleteIfExists(Path.of("/tmp", EscapeCanary.MARKER));
    }
  }

  @Test
  void changesInTheStoreAreNobodysBusiness() throws IOException {
    EscapeCanary.State before = canary.record();
    Files.createFile(directory.resolve("store/new"));
    canary.assertSame(before, "a change of the store");
  }

  @Test
  void theEndOfAnothersProcessIsSeen() throws IOException {
    EscapeCanary.State before = canary.record();
    ProcessHandle victim = ProcessHandle.of(canary.victim()).orElseThrow();
    assertThat(victim.destroyForcibly()).isTrue();
    victim.onExit().join();
    assertThatThrownBy(() -> canary.assertSame(before, "a kill")).isInstanceOf(AssertionError.class)
        .hasMessageContaining("process of another");
  }
}
