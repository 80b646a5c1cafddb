package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.image.Digest;
import dev.slipway.layer.Compression;
import dev.slipway.store.CollectionPolicy;
import dev.slipway.store.FaultyDisk;
import dev.slipway.store.FaultyDisk.Fault;
import dev.slipway.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole builds on a store whose disk fails at every single operation in turn. After each fault the store is sound, and
 * the next build needs no repair and gives what a build without faults gives.
 */
class BuildFaultTest {
  private static final int WANTED_POINTS = 1_000;

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;
  private Path context;
  private Path store;
  private Path exports;
  private Digest first;
  private Digest second;

  @BeforeEach
  void buildWithoutFaults() throws IOException {
    context = Files.createDirectories(directory.resolve("context"));
    store = directory.resolve("store");
    exports = Files.createDirectories(directory.resolve("exports"));
    Scene.write(context, 2);
    second = digest();
    Scene.clear(store);
    Scene.write(context, 1);
    first = digest();
    assertThat(first).isNotEqualTo(second);
  }

  private Digest digest() {
    try (Store sound = Scene.openQuickly(store); Engine engine = Engine.open(sound)) {
      return engine.build(Scene.image(), Context.of(context)).digest();
    }
  }

  @Test
  void aFaultAtAnyOperationCostsNothingButTheBuildThatItHit() throws IOException {
    // at every operation one of the two kinds of kills
    int kills = sweep(Fault.KILL, 1, 2) + sweep(Fault.KILL_TEARING, 2, 2);
    int full = sweep(Fault.DISK_FULL, 1, 3);
    int broken = sweep(Fault.INPUT_OUTPUT_ERROR, 1, 2);
    System.out.println(kills + " kills, " + full + " full disks, " + broken + " broken ones");
    assertThat(kills).isGreaterThanOrEqualTo(WANTED_POINTS);
  }

  /** Until a run is through before the fault comes; gives the number of faults. */
  private int sweep(Fault fault, int start, int step) throws IOException {
    for (int point = start;; point += step) {
      Scene.clear(store);
      Scene.write(context, 1);
      FaultyDisk disk = FaultyDisk.failing(fault, point);
      attempt(disk, fault + " at " + point);
      Scene.assertSound(store);
      assertThat(digest()).as(fault + " at " + point).isEqualTo(disk.hasFailed() ? current() : second);
      assertThat(Scene.assertSound(store).liveLeases()).isZero();
      if (!disk.hasFailed()) {
        return (point - start) / step;
      }
    }
  }

  private Digest current() throws IOException {
    return Files.readString(context.resolve("src/main.txt")).contains("1") ? first : second;
  }

  /** Build, export, collect, edit, build again, export, collect. */
  private void attempt(FaultyDisk disk, String point) throws IOException {
    try (Store faulty = Store.open(store, disk); Engine engine = Engine.open(faulty)) {
      for (int edition = 1; edition <= 2; edition++) {
        Scene.write(context, edition);
        BuiltImage built = engine.build(Scene.image(), Context.of(context), BuildOptions.defaults().parallelism(1));
        assertThat(built.digest()).as(point).isEqualTo(edition == 1 ? first : second);
        var unused = built.writeTo(Scene.location(edition, exports), Compression.GZIP);
        var unusedToo = faulty.collect(edition == 1 ? CollectionPolicy.orphansOnly() : CollectionPolicy.everything());
      }
    } catch (SlipwayException failed) {
      assertThat(failed.code()).as(point + ": " + failed).isEqualTo(ErrorCode.IO);
      assertThat(disk.hasFailed()).as(point + ": " + failed).isTrue();
    }
  }
}
