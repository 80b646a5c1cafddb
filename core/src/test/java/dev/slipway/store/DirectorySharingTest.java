package dev.slipway.store;

import static dev.slipway.store.Directories.ROOT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.base.Stopwatch;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes and class loaders on the unpacked layers and cache directories of one store. */
class DirectorySharingTest {
  private static final CacheName NAME = CacheName.of("/root/.cache");

  @TempDir
  private Path scratch;

  @TempDir
  private Path marks;

  private Path directory() {
    return scratch.resolve("store");
  }

  @AfterEach
  void theStoreIsSoundAndNothingIsLeft() throws IOException {
    Stores.assertSound(directory());
    assertThat(Directories.temporary(directory())).isEmpty();
  }

  @Test
  void processesThatLockACacheLoseNoUpdate() throws Exception {
    waitFor(start("count", 16));
    assertThat(marks.resolve("made")).hasContent("x");
    try (Store store = Store.open(directory());
        Lease lease = store.lease();
        CacheDirectories.Held held = store.caches().open(lease, ROOT, NAME, CacheUse.SHARED, Directories.starting("x"))) {
      assertThat(held.directory().resolve("counter")).hasContent("320");
    }
  }

  @Test
  void processesNeverMeetInAPrivateCache() throws Exception {
    waitFor(start("private", 6));
    try (Store store = Store.open(directory())) {
      assertThat(store.caches().list()).hasSizeBetween(1, 6);
    }
  }

  @Test
  void processesNeverMeetInAPrivateCacheThatIsPrunedAllTheTime() throws Exception {
    Process pruning = DirectoryProcess.start("prune", directory(), marks, 0);
    waitFor(start("private", 4));
    Files.writeString(marks.resolve("stop"), "");
    assertThat(output(pruning)).containsPattern("pruned [1-9]");
  }

  @Test
  void noCollectionTakesATreeThatALeaseProtects() throws Exception {
    Process collector = DirectoryProcess.start("collect", directory(), marks, 0);
    waitFor(start("trees", 4));
    Files.writeString(marks.resolve("stop"), "");
    assertThat(output(collector)).containsPattern("collected [1-9]");
    try (Store store = Store.open(directory())) {
      var unused = store.collect(CollectionPolicy.everything());
      assertThat(store.trees().list()).isEmpty();
    }
  }

  @Test
  void whatAKilledProcessHeldIsFreeAtOnce() throws Exception {
    try (Store store = Store.open(directory()); Lease lease = store.lease()) {
      Process holder = DirectoryProcess.start("hold", directory(), marks, 0);
      while (!Files.exists(marks.resolve("holding"))) {
        assertThat(holder.isAlive()).isTrue();
        Thread.sleep(5);
      }
      assertThat(store.caches().list()).singleElement().matches(CacheDirectory::inUse);
      assertThat(store.caches().prune(CachePolicy.everything(), TreeRemover.own()).inUse()).hasSize(1);
      assertThat(store.collect(CollectionPolicy.everything())).matches(found -> found.trees() == 0 && found.leftovers() == 0);
      CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> {
        try (CacheDirectories.Held held = store.caches().open(lease, ROOT, NAME, CacheUse.LOCKED, Directories.starting("x"))) {
          return Files.readString(held.directory().resolve("left"), UTF_8);
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      });
      Thread.sleep(100);
      assertThat(waiting).isNotDone();
      Stopwatch watch = Stopwatch.createStarted();
      holder.destroyForcibly();
      assertThat(waiting.join()).isEqualTo("left");
      assertThat(watch.elapsed().toMillis()).isLessThan(1_000);
      holder.waitFor();
      assertThat(store.collect(CollectionPolicy.everything())).matches(found -> found.trees() == 1 && found.leftovers() >= 2);
      assertThat(store.caches().prune(CachePolicy.everything(), TreeRemover.own()).removed()).hasSize(1);
    }
    assertThat(Stores.assertSound(directory()).notes()).isEmpty();
  }

  @Test
  void processesThatAreKilledAtAnyMomentLeaveASoundStore() throws Exception {
    Random random = new Random(1);
    for (int round = 0; round < 5; round++) {
      List<Process> churning = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Files.deleteIfExists(marks.resolve("churning" + i));
        churning.add(DirectoryProcess.start("churn", directory(), marks, i));
      }
      for (int i = 0; i < 3; i++) {
        while (!Files.exists(marks.resolve("churning" + i))) {
          assertThat(churning.get(i).isAlive()).as(() -> "process").isTrue();
          Thread.sleep(5);
        }
      }
      Thread.sleep(random.nextInt(300));
      for (Process process : churning) {
        assertThat(process.toHandle().destroyForcibly()).isTrue();
        process.waitFor();
        assertThat(output(process)).isEmpty();
      }
      Stores.assertSound(directory());
      try (Store store = Store.open(directory())) {
        assertThat(store.collect(CollectionPolicy.everything()).problems()).isEmpty();
      }
      assertThat(Stores.assertSound(directory()).notes()).isEmpty();
      try (Store store = Store.open(directory());
          Lease lease = store.lease();
          CacheDirectories.Held held = store.caches().open(lease, ROOT, NAME, CacheUse.LOCKED, Directories.starting("lost"))) {
        assertThat(Directories.read(held.directory())).as("replaced as a whole, whenever it was killed").startsWith("replaced");
      }
    }
  }

  @Test
  void classLoadersOfOneProcessShareAndExcludeEachOther() throws Exception {
    try (URLClassLoader other = classLoader(); Store store = Store.open(directory()); Lease lease = store.lease()) {
      Runnable count = () -> {
        try {
          other.loadClass(DirectoryProcess.class.getName()).getMethod("main", String[].class).invoke(null,
              (Object) new String[]{"count", directory().toString(), marks.toString(), "0"});
        } catch (ReflectiveOperationException e) {
          throw new AssertionError(e);
        }
      };
      CacheDirectories.Held held = store.caches().open(lease, ROOT, NAME, CacheUse.SHARED, absent -> {
        Files.createDirectory(absent);
        Files.writeString(absent.resolve("counter"), "100");
      });
      CompletableFuture<Void> counting = CompletableFuture.runAsync(count);
      Thread.sleep(300);
      assertThat(held.directory().resolve("counter")).hasContent("100");
      held.close();
      counting.join();
      assertThat(held.directory().resolve("counter")).hasContent("120");
    }
  }

  @Test
  void processesThatAskForTheSaltAtOnceGetTheSame() throws Exception {
    Set<String> salts = new HashSet<>();
    for (Process process : start("salt", 6)) {
      salts.add(output(process));
    }
    assertThat(salts).singleElement().asString().matches("[0-9a-f]{64}\n");
  }

  private List<Process> start(String what, int count) throws IOException {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      processes.add(DirectoryProcess.start(what, directory(), marks, i));
    }
    return processes;
  }

  private static void waitFor(List<Process> processes) throws Exception {
    for (Process process : processes) {
      assertThat(output(process)).isEmpty();
      assertThat(process.waitFor()).isZero();
    }
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  private static URLClassLoader classLoader() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String entry : Splitter.on(File.pathSeparatorChar).split(System.getProperty("java.class.path"))) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
