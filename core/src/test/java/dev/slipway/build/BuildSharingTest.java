package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.StepReport.Outcome;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import dev.slipway.image.OciLayout;
import dev.slipway.layer.Compression;
import dev.slipway.layer.FileTree;
import dev.slipway.store.CollectionPolicy;
import dev.slipway.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several builds on one store at once, and collections while images are in use. */
class BuildSharingTest {
  private static final int THREADS = 16;

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;
  private Path context;
  private Path place;

  @BeforeEach
  void writeContext() throws IOException {
    context = Files.createDirectories(directory.resolve("context"));
    place = directory.resolve("store");
    Scene.write(context, 1);
  }

  @RepeatedTest(3)
  @Timeout(60)
  void stepsOfBuildsThatRunAtOnceAreCarriedOutOnce() throws Exception {
    Map<String, Integer> misses = new HashMap<>();
    Set<Digest> digests = new HashSet<>();
    try (Store store = Scene.openQuickly(place); Engine engine = Engine.open(store)) {
      CountDownLatch start = new CountDownLatch(1);
      List<BuiltImage> images = together(THREADS, number -> {
        start.countDown();
        start.await();
        return engine.build(Scene.image(), Context.of(context));
      });
      for (BuiltImage built : images) {
        digests.add(built.digest());
        for (StepReport step : built.report().steps()) {
          misses.merge(step.title(), step.outcome() == Outcome.MISS ? 1 : 0, Integer::sum);
        }
      }
    }
    assertThat(digests).hasSize(1);
    assertThat(misses).hasSize(8).allSatisfy((step, count) -> assertThat(count).as(step).isEqualTo(1));
    Scene.assertSound(place);
  }

  @Test
  @Timeout(60)
  void stagesThatNeedEachOtherAreBuiltWithASingleSlot() throws IOException {
    Set<Digest> digests = new HashSet<>();
    for (int slots = 1; slots <= 4; slots++) {
      Scene.clear(place);
      try (Store store = Scene.openQuickly(place); Engine engine = Engine.open(store)) {
        for (int round = 0; round < 6; round++) {
          digests.add(engine.build(Scene.image(), Context.of(context), BuildOptions.defaults().parallelism(slots)).digest());
        }
      }
    }
    assertThat(digests).hasSize(1);
    Scene.assertSound(place);
  }

  @Test
  void collectionsKeepWhatABuiltImageNeedsAndNothingElse() throws IOException {
    try (Store store = Scene.openQuickly(place)) {
      try (Engine engine = Engine.open(store)) {
        BuiltImage built = engine.build(Scene.image(), Context.of(context));
        var before = Scene.files(built, store);
        String archive = Scene.exported(built, directory, Compression.NONE);
        for (int i = 0; i < 3; i++) {
          assertThat(store.collect(CollectionPolicy.everything()).bytesKept()).isPositive();
          assertThat(Scene.files(built, store)).isEqualTo(before);
          assertThat(Scene.exported(built, directory, Compression.NONE)).isEqualTo(archive);
          Scene.assertSound(place);
        }
        assertThat(built.report().steps()).isNotEmpty();
      }
    }
    try (Store store = Scene.openQuickly(place)) {
      assertThat(store.collect(CollectionPolicy.everything()).bytesKept()).isLessThan(500);
    }
    assertThat(Scene.assertSound(place).records()).isZero();
  }

  @Test
  void anImageThatNobodyHoldsAnyMoreIsWrittenAllTheSame() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    try (Store store = Scene.openQuickly(place); Engine engine = Engine.open(store)) {
      Thread collector = Thread.ofPlatform().daemon().start(() -> {
        while (!stop.get()) {
          LockSupport.parkNanos(50_000_000);
          System.gc();
          var unused = store.collect(CollectionPolicy.everything());
        }
      });
      Set<Digest> manifests = new HashSet<>();
      for (int i = 0; i < 10; i++) {
        var written = engine.build(Scene.image(), Context.of(context)).writeTo(OciLayout.at(directory.resolve("layout")));
        manifests.add(written.digest());
      }
      stop.set(true);
      collector.join();
      assertThat(manifests).hasSize(1);
    }
    Scene.assertSound(place);
  }

  @Test
  @Timeout(60)
  void buildsRunWhileCollectionsDo() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    Set<Digest> digests = new HashSet<>();
    try (Store store = Scene.openQuickly(place); Engine engine = Engine.open(store)) {
      Thread collector = Thread.ofPlatform().daemon().start(() -> {
        for (int i = 0; !stop.get(); i++) {
          LockSupport.parkNanos(10_000_000);
          CollectionPolicy all = CollectionPolicy.everything();
          var unused = store.collect(i % 2 == 0 ? all : CollectionPolicy.orphansOnly().withMaximumAge(Duration.ofMillis(1)));
        }
      });
      List<Digest> built = new ArrayList<>();
      for (List<Digest> each : together(4, number -> {
        List<Digest> mine = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          BuiltImage image = engine.build(Scene.image(), Context.of(context));
          FileTree tree = image.tree();
          assertThat(tree.read(store, ImagePath.of("/srv/app/current/main.txt"), 100)).hasSize(10);
          mine.add(image.digest());
          assertThat(image.report().steps()).isNotEmpty();
        }
        return mine;
      })) {
        built.addAll(each);
      }
      stop.set(true);
      collector.join();
      digests.addAll(built);
    }
    assertThat(digests).hasSize(1);
    Scene.assertSound(place);
  }

  /** Something done by a numbered thread. */
  private interface Task<T> {
    T run(int number) throws Exception;
  }

  private static <T> List<T> together(int count, Task<T> task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        futures.add(threads.submit(() -> task.run(number)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }
}
