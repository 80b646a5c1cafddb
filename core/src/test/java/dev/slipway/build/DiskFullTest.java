package dev.slipway.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.image.Digest;
import dev.slipway.layer.Compression;
import dev.slipway.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks of every size that is too small, for exports and for stores: real ones, which only root can make. */
@Tag("alone")
class DiskFullTest {
  private static final Predicate<Path> EXISTS = Files::exists;

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;
  private Path context;
  private Path small;
  private boolean mounted;

  @BeforeEach
  void mountSmallDisk() throws IOException {
    context = Files.createDirectories(directory.resolve("context"));
    small = Files.createDirectories(directory.resolve("small"));
    Scene.write(context, 1);
    mounted = EXISTS.test(Path.of("/proc/self/mounts")) && shell("mount -t tmpfs -o size=64k none " + small);
    assertThat(mounted || !"1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"))).as("mounting a tmpfs is required and not allowed").isTrue();
    assumeTrue(mounted, "a tmpfs cannot be mounted here: real full disks are not tested");
  }

  @AfterEach
  void unmount() throws IOException {
    if (mounted) {
      assertThat(shell("umount -l " + small)).isTrue();
    }
  }

  @Test
  @Timeout(120)
  void nothingHalfWrittenIsExported() throws IOException {
    int points = 0;
    try (Store store = Scene.openQuickly(directory.resolve("store")); Engine engine = Engine.open(store)) {
      BuiltImage built = engine.build(Scene.image(), Context.of(context));
      for (int kind = 0; kind < 3; kind++) {
        Path clean = Files.createDirectories(directory.resolve("clean"));
        var unused = built.writeTo(Scene.location(kind, clean), Compression.NONE);
        boolean through = false;
        for (int kilobytes = 4; !through; kilobytes += 4) {
          Scene.clear(small);
          resize("size=" + kilobytes + "k");
          try {
            var unusedToo = built.writeTo(Scene.location(kind, small), Compression.NONE);
            through = true;
          } catch (SlipwayException full) {
            assertThat(full.code()).as(full.toString()).isEqualTo(ErrorCode.IO);
            points++;
          }
          assertWhole(small, clean);
          resize("size=10m");
          var unusedAgain = built.writeTo(Scene.location(kind, small), Compression.NONE);
          assertThat(finalNames(small)).isEqualTo(finalNames(clean));
          assertWhole(small, clean);
        }
        Scene.clear(clean);
      }
    }
    Scene.assertSound(directory.resolve("store"));
    System.out.println(points + " full disks of exports");
    assertThat(points).isGreaterThan(30);
  }

  @Test
  @Timeout(120)
  void aStoreOnAFullDiskStaysSound() throws IOException {
    Digest expected;
    try (Store store = Scene.openQuickly(directory.resolve("store")); Engine engine = Engine.open(store)) {
      expected = engine.build(Scene.image(), Context.of(context)).digest();
    }
    int points = 0;
    for (String limit : limits()) {
      // the JVM keeps a store's lock file open, so each store has a disk of its own
      mount(limit);
      Path place = small.resolve("store");
      try (Store store = Scene.openQuickly(place); Engine engine = Engine.open(store)) {
        assertThat(engine.build(Scene.image(), Context.of(context)).digest()).isEqualTo(expected);
      } catch (SlipwayException full) {
        assertThat(full.code()).as(full.toString()).isEqualTo(ErrorCode.IO);
        points++;
      }
      Scene.assertSound(place);
      resize("size=10m,nr_inodes=10k");
      try (Store store = Scene.openQuickly(place); Engine engine = Engine.open(store)) {
        assertThat(engine.build(Scene.image(), Context.of(context)).digest()).as(limit).isEqualTo(expected);
      }
      Scene.assertSound(place);
    }
    System.out.println(points + " full disks of stores");
    assertThat(points).isGreaterThan(30);
  }

  private static List<String> limits() {
    List<String> limits = new ArrayList<>();
    for (int kilobytes = 4; kilobytes < 260; kilobytes += 4) {
      limits.add("size=" + kilobytes + "k,nr_inodes=10k");
    }
    for (int inodes = 5; inodes < 60; inodes += 2) {
      limits.add("size=10m,nr_inodes=" + inodes);
    }
    return limits;
  }

  /** What is there under a final name has the bytes that it should have. */
  private static void assertWhole(Path where, Path clean) throws IOException {
    for (String name : finalNames(where)) {
      assertThat(Scene.sha256(where.resolve(name))).as(name).isEqualTo(Scene.sha256(clean.resolve(name)));
    }
  }

  private static List<String> finalNames(Path where) throws IOException {
    try (Stream<Path> files = Files.walk(where)) {
      return files.filter(Files::isRegularFile).map(file -> where.relativize(file).toString()).filter(name -> !name.endsWith(".part"))
          .sorted().toList();
    }
  }

  private void mount(String options) throws IOException {
    assertThat(shell("umount -l " + small + " && mount -t tmpfs -o " + options + " none " + small)).isTrue();
  }

  private void resize(String options) throws IOException {
    assertThat(shell("mount -o remount," + options + " " + small)).isTrue();
  }

  private static boolean shell(String script) throws IOException {
    Process process = new ProcessBuilder("/bin/sh", "-c", script).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      return process.waitFor() == 0 && output.isEmpty();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
