package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
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
  void mountsOfDaemonsAreNobodysBusinessWhereverTheyKeepTheirs() {
    ImmutableList<String> others = ImmutableList.of(
        "90 29 0:60 / /data/docker/overlay2/0a1b/merged rw,relatime shared:1 - overlay overlay "
            + "rw,lowerdir=/data/docker/overlay2/l/AB:/data/docker/overlay2/l/CD,upperdir=/data/docker/overlay2/0a1b/diff,workdir=/data/docker/overlay2/0a1b/work",
        "91 29 0:61 / /data/docker/buildkit/executor/x1/rootfs rw - overlay overlay rw",
        "92 29 0:62 / /data/docker/containers/c/mounts/shm rw - tmpfs shm rw",
        "93 29 0:63 / /srv/d/overlay2/0a1c/merged rw - overlay overlay rw,lowerdir=l/AB:l/CD,upperdir=0a1c/diff,workdir=0a1c/work",
        "94 29 0:4 net:[1] /run/docker/netns/n rw - nsfs nsfs rw", "95 29 0:64 / /run/runc/c/runc.x rw - tmpfs tmpfs rw",
        "96 29 0:65 / /var/lib/docker/overlay2/0a/merged rw - overlay overlay rw,lowerdir=l/A,upperdir=0a/diff");
    assertThat(EscapeMountTable.of(others, directory)).isEmpty();
  }

  @Test
  void whatIsOursOrNobodysIsSeenWhereverItIsMounted() {
    ImmutableList<String> seen = ImmutableList.of(
        "90 29 0:60 / " + directory + "/store/x rw - tmpfs tmpfs rw",
        "91 29 0:61 / /tmp/x rw - overlay slipway rw,lowerdir=L0,upperdir=u,workdir=w",
        "92 29 0:62 / /tmp/y rw - overlay overlay rw,lowerdir=" + directory + "/store/slipway/trees/a,upperdir=/q/u",
        "93 29 0:63 / /mnt rw - overlay overlay rw,lowerdir=/,upperdir=/q/u,workdir=/q/w",
        "94 29 0:64 / /x/overlay2/id/merged rw - overlay overlay rw,lowerdir=/,upperdir=/q/u,workdir=/q/w",
        "95 29 8:1 /etc /x/overlay2/id rw - ext4 /dev/sda rw", "96 29 0:65 / /srv/sub rw - tmpfs tmpfs rw");
    assertThat(EscapeMountTable.of(seen, directory)).hasSameSizeAs(seen)
        .allMatch(line -> line.startsWith("mount 0:") || line.startsWith("mount 8:"));
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
