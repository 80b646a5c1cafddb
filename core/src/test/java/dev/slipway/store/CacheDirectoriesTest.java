package dev.slipway.store;

import static dev.slipway.store.Directories.ROOT;
import static dev.slipway.store.Directories.starting;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheDirectoriesTest {
  private static final CacheName NAME = CacheName.of("/root/.m2");

  @TempDir
  private Path scratch;

  private Store store;
  private Lease lease;

  @BeforeEach
  void open() {
    store = Store.open(scratch.resolve("store"), FaultyDisk.sound());
    lease = store.lease();
  }

  @AfterEach
  void theStoreIsSound() throws IOException {
    lease.close();
    store.close();
    Stores.assertSound(store.directory());
    assertThat(Directories.temporary(store.directory())).isEmpty();
  }

  private CacheDirectories.Held open(CacheUse use) {
    return store.caches().open(lease, ROOT, NAME, use, starting("initial"));
  }

  @Test
  void whatWasLeftInACacheIsThereTheNextTime() throws IOException {
    Path directory;
    try (CacheDirectories.Held held = open(CacheUse.SHARED)) {
      directory = held.directory();
      assertThat(directory).isEqualTo(store.directory().resolve("slipway/caches/root/" + NAME.digest().hex() + "-0/fs"));
      assertThat(Directories.read(directory)).isEqualTo("initial");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.getParent()))).isEqualTo("rwx------");
      Files.writeString(directory.resolve("left"), "left", UTF_8);
    }
    for (CacheUse use : CacheUse.values()) {
      try (CacheDirectories.Held held = store.caches().open(lease, ROOT, NAME, use, starting("again"))) {
        assertThat(held.directory()).isEqualTo(directory);
        assertThat(held.instance()).isZero();
        assertThat(directory.resolve("left")).hasContent("left");
        assertThat(Directories.read(directory)).isEqualTo("initial");
      }
    }
    assertThat(store.collect(CollectionPolicy.everything()).trees()).isZero();
    assertThat(directory.resolve("left")).hasContent("left");
  }

  @Test
  void namesOfDifferentNamespacesAndOwnershipsNeverMeet() {
    Set<Path> directories = new HashSet<>();
    for (CacheName name : List.of(CacheName.of("ab"), new CacheName("a", "b"), new CacheName("ab", ""), new CacheName("", "a\0b"))) {
      for (String ownership : List.of("root", "user-1000")) {
        try (CacheDirectories.Held held = store.caches().open(lease, ownership, name, CacheUse.LOCKED, starting("x"))) {
          directories.add(held.directory());
        }
      }
    }
    assertThat(directories).hasSize(8);
    assertThat(store.caches().list()).hasSize(8).isSortedAccordingTo((a, b) -> a.ownership().compareTo(b.ownership()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "/", "../../../../etc", "a\0b", "\n", "'\"; rm -rf /", "%2e%2e", "\u202e", "😀", "CON"})
  void anIdIsTextAndNeverAPath(String id) {
    CacheName name = CacheName.of(id);
    try (CacheDirectories.Held held = store.caches().open(lease, ROOT, name, CacheUse.SHARED, starting("x"))) {
      assertThat(held.directory().getParent().getParent()).isEqualTo(store.directory().resolve("slipway/caches/root"));
      assertThat(held.directory().getParent().getFileName().toString()).matches("[0-9a-f]{64}-0");
    }
    assertThat(store.caches().list()).singleElement().extracting(CacheDirectory::name).isEqualTo(name);
  }

  @Test
  void theLongestIdIsKeptAndLongerOnesAndHalfCharactersAreRefused() {
    CacheName longest = new CacheName("\1".repeat(4096), "\uffff".repeat(4096));
    store.caches().open(lease, ROOT, longest, CacheUse.SHARED, starting("x")).close();
    assertThat(store.caches().list()).singleElement().extracting(CacheDirectory::name).isEqualTo(longest);
    assertThatThrownBy(() -> CacheName.of("x".repeat(4097))).isInstanceOf(InvalidValueException.class).hasMessageContaining("4097");
    assertThatThrownBy(() -> CacheName.of("\ud83d")).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void manyShareADirectoryThatIsMadeOnce() throws Exception {
    AtomicInteger made = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(8);
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    inThreads(8, () -> {
      try (CacheDirectories.Held held = store.caches().open(lease, ROOT, NAME, CacheUse.SHARED, absent -> {
        made.incrementAndGet();
        Thread.onSpinWait();
        Directories.make(absent, "initial");
      })) {
        all.countDown();
        all.await();
        seen.add(Directories.read(held.directory()));
      }
    });
    assertThat(made).hasValue(1);
    assertThat(seen).hasSize(8).containsOnly("initial");
    assertThat(store.caches().list()).singleElement().matches(cache -> !cache.inUse());
  }

  @Test
  void lockedOnesWaitForEachOther() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    inThreads(8, () -> {
      for (int i = 0; i < 20; i++) {
        try (CacheDirectories.Held held = open(CacheUse.LOCKED)) {
          assertThat(inside.incrementAndGet()).isEqualTo(1);
          Path counter = held.directory().resolve("counter");
          int count = Files.exists(counter) ? Integer.parseInt(Files.readString(counter)) : 0;
          Files.writeString(counter, Integer.toString(count + 1));
          inside.decrementAndGet();
        }
      }
    });
    try (CacheDirectories.Held held = open(CacheUse.SHARED)) {
      assertThat(held.directory().resolve("counter")).hasContent("160");
    }
  }

  @Test
  void privateOnesNeverMeetAndAreUsedAgain() throws Exception {
    Set<Path> first = new HashSet<>();
    for (int round = 0; round < 3; round++) {
      List<CacheDirectories.Held> held = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        held.add(open(CacheUse.PRIVATE));
      }
      assertThat(held).extracting(CacheDirectories.Held::instance).containsExactly(0, 1, 2, 3);
      first.addAll(held.stream().map(CacheDirectories.Held::directory).toList());
      held.forEach(CacheDirectories.Held::close);
    }
    assertThat(first).hasSize(4);
    try (CacheDirectories.Held zero = open(CacheUse.LOCKED); CacheDirectories.Held one = open(CacheUse.PRIVATE)) {
      assertThat(zero.instance()).isZero();
      assertThat(one.instance()).isEqualTo(1);
    }
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    try (CacheDirectories.Held held = open(CacheUse.SHARED)) {
      List<Throwable> thrown = new ArrayList<>();
      Thread waiting = new Thread(() -> assertThatThrownBy(() -> open(CacheUse.LOCKED)).satisfies(thrown::add)
          .satisfies(e -> assertThat(Thread.currentThread().isInterrupted()).isTrue()));
      waiting.start();
      Thread.sleep(50);
      waiting.interrupt();
      waiting.join(10_000);
      assertThat(thrown).singleElement()
          .satisfies(e -> assertThat(((StoreException) e).code()).isEqualTo(ErrorCode.CANCELLED));
      assertThat(Directories.read(held.directory())).isEqualTo("initial");
    }
    open(CacheUse.LOCKED).close();
  }

  @Test
  void aDirectoryThatCannotBeMadeLeavesNothingAndHoldsNothing() throws IOException {
    assertThatThrownBy(() -> store.caches().open(lease, ROOT, NAME, CacheUse.LOCKED, absent -> {
      Directories.make(absent, "half");
      throw new IOException("the disk is full");
    })).isInstanceOf(StoreException.class).hasRootCauseMessage("the disk is full").hasMessageContaining("/root/.m2");
    assertThatThrownBy(() -> store.caches().open(lease, ROOT, NAME, CacheUse.LOCKED, absent -> {})).isInstanceOf(StoreException.class)
        .hasMessageContaining("is not a directory");
    assertThat(store.caches().list()).isEmpty();
    open(CacheUse.LOCKED).close();
  }

  @Test
  void aPruningLeavesWhatIsInUse() {
    CacheDirectories.Held shared = open(CacheUse.SHARED);
    CacheDirectories.Held second = open(CacheUse.SHARED);
    CacheDirectories.Held other = store.caches().open(lease, ROOT, CacheName.of("other"), CacheUse.PRIVATE, starting("other"));
    assertThat(store.caches().list()).hasSize(2).allMatch(CacheDirectory::inUse);
    for (int i = 0; i < 3; i++) {
      assertThat(store.caches().prune(CachePolicy.everything(), TreeRemover.own()))
          .matches(pruned -> pruned.removed().isEmpty() && pruned.inUse().size() == 2 && pruned.problems().isEmpty());
    }
    shared.close();
    shared.close();
    assertThat(store.caches().prune(CachePolicy.all(NAME), TreeRemover.own()).inUse()).as("the second still has it").hasSize(1);
    second.close();
    assertThat(store.caches().prune(CachePolicy.all(NAME), TreeRemover.own())).matches(pruned -> pruned.removed().size() == 1
        && pruned.bytes() == "initial".length());
    assertThat(Directories.read(other.directory())).isEqualTo("other");
    other.close();
    assertThat(store.caches().prune(CachePolicy.nothing(), TreeRemover.own()).removed()).isEmpty();
    assertThat(store.caches().prune(CachePolicy.everything(), TreeRemover.own()).removed()).hasSize(1);
    assertThat(store.caches().list()).isEmpty();
  }

  @Test
  void thePruningByAgeAndSizeTakesTheLeastRecentlyUsed() throws IOException {
    for (int i = 0; i < 5; i++) {
      try (CacheDirectories.Held held = store.caches().open(lease, ROOT, CacheName.of("cache" + i), CacheUse.SHARED, starting("12345"))) {
        held.close();
        Files.setLastModifiedTime(held.directory().resolveSibling("cache.json"), FileTime.from(Instant.now().minus(Duration.ofDays(i))));
      }
    }
    assertThat(store.caches().prune(CachePolicy.nothing().withMaximumAge(Duration.ofHours(90)), TreeRemover.own()).removed())
        .extracting(cache -> cache.name().id()).containsExactly("cache4");
    assertThat(store.caches().prune(CachePolicy.nothing().withMaximumBytes(12), TreeRemover.own()).removed())
        .extracting(cache -> cache.name().id()).containsExactly("cache3", "cache2");
    assertThat(store.caches().list()).extracting(cache -> cache.name().id()).containsExactly("cache0", "cache1");
    store.caches().open(lease, ROOT, CacheName.of("empty"), CacheUse.SHARED, Files::createDirectory).close();
    assertThat(store.caches().prune(CachePolicy.everything(), TreeRemover.own()).removed()).hasSize(3);
  }

  @Test
  void theContentIsReplacedAsAWhole() throws IOException {
    Path made = Directories.make(store.trees().aside(lease), "imported");
    store.caches().replace(lease, ROOT, NAME, "an archive", made, TreeRemover.own());
    try (CacheDirectories.Held held = open(CacheUse.SHARED)) {
      assertThat(Directories.read(held.directory())).isEqualTo("imported");
    }
    Path second = Directories.make(scratch.resolve("elsewhere"), "second");
    store.caches().replace(lease, ROOT, NAME, "another archive", second, TreeRemover.own());
    assertThat(store.caches().list()).singleElement()
        .matches(cache -> cache.origin().equals("another archive") && cache.bytes() == "second".length() && cache.files() == 4);
    assertThatThrownBy(() -> store.caches().replace(lease, ROOT, NAME, "nothing", second, TreeRemover.own()))
        .isInstanceOf(StoreException.class).hasMessageContaining("is not a directory");
    try (CacheDirectories.Held held = open(CacheUse.LOCKED)) {
      assertThat(Directories.read(held.directory())).isEqualTo("second");
    }
  }

  @Test
  void aReplacementThatWasKilledIsEnded() throws IOException {
    CacheDirectories.Held held = open(CacheUse.SHARED);
    held.close();
    Path directory = held.directory().getParent();
    Path old = directory.resolveSibling(directory.getFileName() + ".old");
    Files.move(directory, old);
    assertThat(StoreCheck.check(store.directory()).notes()).singleElement().asString().contains("replaced");
    try (CacheDirectories.Held again = store.caches().open(lease, ROOT, NAME, CacheUse.SHARED, starting("again"))) {
      assertThat(Directories.read(again.directory())).as("the old content").isEqualTo("initial");
    }
    assertThat(old).doesNotExist();
    Files.createDirectory(old);
    var unused = store.collect(CollectionPolicy.orphansOnly());
    assertThat(old).doesNotExist();
    assertThat(Directories.read(held.directory())).isEqualTo("initial");
    Files.move(directory, old);
    unused = store.collect(CollectionPolicy.orphansOnly());
    assertThat(Directories.read(held.directory())).isEqualTo("initial");
    store.close();
    store = Store.open(store.directory());
    lease = store.lease();
    unused = store.collect(CollectionPolicy.orphansOnly());
  }

  @Test
  void aDamagedNoteIsWrittenAgainAndACacheWithoutContentIsMadeAgain() throws IOException {
    CacheDirectories.Held held = open(CacheUse.SHARED);
    held.close();
    Path note = held.directory().resolveSibling("cache.json");
    String other = Files.readString(note, UTF_8).replace(".m2", ".m3");
    for (String torn : List.of("", "{\"id\"", other, "[]")) {
      Files.writeString(note, torn, UTF_8);
      assertThat(StoreCheck.check(store.directory()).errors()).singleElement().asString().contains("cache.json");
      assertThat(store.caches().list()).isEmpty();
      open(CacheUse.SHARED).close();
      assertThat(store.caches().list()).singleElement().extracting(CacheDirectory::name).isEqualTo(NAME);
      assertThat(Directories.read(held.directory())).isEqualTo("initial");
    }
    TreeRemover.own().remove(held.directory());
    assertThat(StoreCheck.check(store.directory()).errors()).singleElement().asString().contains("has no directory 'fs'");
    open(CacheUse.SHARED).close();
    assertThat(Directories.read(held.directory())).isEqualTo("initial");
    Files.writeString(note, "torn", UTF_8);
    assertThat(store.caches().prune(CachePolicy.all(NAME), TreeRemover.own()).removed()).isEmpty();
    assertThat(store.caches().prune(CachePolicy.everything(), TreeRemover.own()).removed()).isEmpty();
    assertThat(held.directory()).doesNotExist();
    store.close();
    store = Store.open(store.directory());
    lease = store.lease();
  }

  @Test
  void aCacheIsMeasuredWhileItChanges() throws Exception {
    try (CacheDirectories.Held held = open(CacheUse.SHARED)) {
      AtomicInteger stop = new AtomicInteger();
      Thread changing = new Thread(() -> {
        for (int i = 0; stop.get() == 0; i++) {
          Path made = Directories.make(held.directory().resolve("d" + i % 7), "x");
          try {
            TreeRemover.own().remove(made);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        }
      });
      changing.start();
      for (int i = 0; i < 200; i++) {
        assertThat(store.caches().list()).singleElement().matches(cache -> cache.complete() && cache.inUse() && cache.files() >= 4);
      }
      stop.set(1);
      changing.join();
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void inThreads(int count, Work work) throws InterruptedException {
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(() -> {
        try {
          work.run();
        } catch (Exception | AssertionError e) {
          failures.add(e);
        }
      });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
  }
}
