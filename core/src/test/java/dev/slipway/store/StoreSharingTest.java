package dev.slipway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Splitter;
import com.google.common.base.Stopwatch;
import dev.slipway.StoreException;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads, class loaders and processes on one store, with collections running. */
class StoreSharingTest {
  @TempDir
  private Path directory;

  @TempDir
  private Path counters;

  @AfterEach
  void theStoreIsSound() {
    Stores.assertSound(directory);
  }

  @Test
  void processesBuildOnceWhileOthersCollect() throws Exception {
    Process collector = SharingProcess.start("collect", directory, counters, 0);
    List<Process> builders = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      builders.add(SharingProcess.start("build", directory, counters, i));
    }
    for (Process builder : builders) {
      assertThat(output(builder)).isEmpty();
      assertThat(builder.waitFor()).isZero();
    }
    Files.writeString(counters.resolve("stop"), "");
    assertThat(output(collector)).containsPattern("collected [1-9]");
    assertThat(collector.waitFor()).isZero();
    Files.delete(counters.resolve("stop"));
    assertEveryCounterIsOne();
  }

  @Test
  void threadsAndClassLoadersOfOneProcessBuildOnceWhileOthersCollect() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (URLClassLoader one = classLoader(); URLClassLoader two = classLoader()) {
      assertThat(one.loadClass(Store.class.getName())).isNotEqualTo(Store.class);
      Future<?> collector = threads.submit(run(two, "collect", 0));
      List<Future<?>> builders = List.of(threads.submit(run(one, "build", 1)), threads.submit(run(one, "build", 2)),
          threads.submit(run(two, "build", 3)), threads.submit(run(SharingProcess.class.getClassLoader(), "build", 4)));
      for (Future<?> builder : builders) {
        assertThat(builder.get(60, SECONDS)).isNull();
      }
      Files.writeString(counters.resolve("stop"), "");
      assertThat(collector.get(60, SECONDS)).isNull();
      Files.delete(counters.resolve("stop"));
    } finally {
      threads.shutdownNow();
    }
    assertEveryCounterIsOne();
  }

  @Test
  void whoWaitsGoesOnWhenTheHolderIsKilled() throws Exception {
    try (Store store = Store.open(directory)) {
      Process holder = SharingProcess.start("hold", directory, counters, 0);
      while (!Files.exists(counters.resolve("holding"))) {
        assertThat(holder.isAlive()).isTrue();
        Thread.sleep(5);
      }
      assertThat(StoreCheck.check(directory).liveLeases()).isEqualTo(1);
      assertThat(store.collect(CollectionPolicy.everything()).blobs()).as("leased by another process").isZero();
      Thread killer = new Thread(holder::destroyForcibly);
      Stopwatch watch = Stopwatch.createUnstarted();
      AtomicInteger entered = new AtomicInteger();
      Thread follower = new Thread(() -> entered.addAndGet(store.exclusively(Stores.digest("key"), () -> 1)));
      follower.start();
      follower.join(200);
      assertThat(entered).hasValue(0);
      watch.start();
      killer.start();
      follower.join(10_000);
      assertThat(entered).hasValue(1);
      assertThat(watch.elapsed().toMillis()).isLessThan(1_000);
      holder.waitFor();
      assertThat(store.collect(CollectionPolicy.everything())).matches(collected -> collected.blobs() == 1 && collected.leftovers() >= 1);
    }
    assertThat(Stores.assertSound(directory).notes()).isEmpty();
  }

  @Test
  void aLeaseMayBeClosedWhileOthersPinUnderIt() throws Exception {
    try (Store store = Store.open(directory, FaultyDisk.sound()); Lease own = store.lease()) {
      List<Blob> blobs = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        blobs.add(Stores.put(store, own, "blob " + i));
      }
      for (int round = 0; round < 200; round++) {
        Lease lease = store.lease();
        Thread pinning = new Thread(() -> {
          try {
            blobs.forEach(blob -> assertThat(store.pin(lease, blob.digest())).contains(blob));
          } catch (StoreException e) {
            assertThat(e).hasMessageContaining("closed");
          }
        });
        pinning.start();
        Thread.onSpinWait();
        lease.close();
        pinning.join(10_000);
        assertThat(pinning.isAlive()).isFalse();
      }
    }
  }

  @Test
  void keysNestAndReenter() {
    try (Store store = Store.open(directory)) {
      assertThat(store.<Integer>exclusively(Stores.digest("a"),
          () -> store.exclusively(Stores.digest("b"), () -> store.exclusively(Stores.digest("a"), () -> 7)))).isEqualTo(7);
    }
  }

  @Test
  void anInterruptEndsTheWaitAndKeepsTheLocksOfOthers() throws Exception {
    try (Store store = Store.open(directory)) {
      var seen = store.exclusively(Stores.digest("key"), () -> {
        List<Throwable> thrown = new ArrayList<>();
        Thread waiting = new Thread(() -> assertThatThrownBy(() -> store.exclusively(Stores.digest("key"), () -> 1))
            .isInstanceOf(StoreException.class).satisfies(thrown::add));
        waiting.start();
        Thread.sleep(50);
        waiting.interrupt();
        waiting.join();
        try (URLClassLoader other = classLoader()) {
          Files.createFile(counters.resolve("stop"));
          var unused = run(other, "collect", 0).call();
        }
        return thrown;
      });
      assertThat(seen).singleElement().extracting(Throwable::getMessage).asString().contains("interrupted");
    }
  }

  @Test
  void whatTheWorkThrowsComesThroughAndTheKeyIsFree() {
    try (Store store = Store.open(directory)) {
      assertThatThrownBy(() -> store.exclusively(Stores.digest("key"), () -> {
        throw new IOException("no");
      })).isInstanceOf(StoreException.class).hasRootCauseMessage("no");
      assertThatThrownBy(() -> store.exclusively(Stores.digest("key"), () -> {
        throw new IllegalStateException("no");
      })).isInstanceOf(IllegalStateException.class);
      assertThat(store.<Integer>exclusively(Stores.digest("key"), () -> 1)).isEqualTo(1);
    }
  }

  private Callable<?> run(ClassLoader loader, String what, int number) throws ReflectiveOperationException {
    Method main = loader.loadClass(SharingProcess.class.getName()).getMethod("main", String[].class);
    String[] arguments = {what, directory.toString(), counters.toString(), Integer.toString(number)};
    return () -> main.invoke(null, (Object) arguments);
  }

  private static URLClassLoader classLoader() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : Splitter.on(File.pathSeparatorChar).split(System.getProperty("java.class.path"))) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  private void assertEveryCounterIsOne() throws IOException {
    try (Stream<Path> files = Files.list(counters)) {
      assertThat(files).hasSizeGreaterThan(30).allSatisfy(file -> assertThat(file).hasContent("x"));
    }
  }
}
