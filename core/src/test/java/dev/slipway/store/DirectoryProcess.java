package dev.slipway.store;

import static dev.slipway.store.Directories.ROOT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A program that shares unpacked layers and cache directories with others of its kind. */
public final class DirectoryProcess {
  private static final CacheName NAME = CacheName.of("/root/.cache");

  private DirectoryProcess() {}

  /** What to do, the store, a directory for marks, and a number. */
  public static void main(String[] arguments) throws Exception {
    Path marks = Path.of(arguments[2]);
    int number = Integer.parseInt(arguments[3]);
    try (Store store = Store.open(Path.of(arguments[1]), FaultyDisk.sound()); Lease lease = store.lease()) {
      switch (arguments[0]) {
        case "count" -> count(store, lease, marks);
        case "private" -> alone(store, lease);
        case "trees" -> trees(store, number);
        case "collect" -> collect(store, marks);
        case "prune" -> prune(store, marks);
        case "hold" -> hold(store, lease, marks);
        case "churn" -> churn(store, marks, number);
        case "salt" -> System.out.println(store.salt().digest(new byte[0]).hex());
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    }
  }

  static Process start(String what, Path directory, Path marks, int number) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
        "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", System.getProperty("java.class.path"), DirectoryProcess.class.getName()));
    command.addAll(List.of(what, directory.toString(), marks.toString(), Integer.toString(number)));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Adds one to a number in a file, twenty times, which loses nothing only where nobody else does so at the same time. */
  private static void count(Store store, Lease lease, Path marks) throws IOException {
    CacheContent once = absent -> {
      Files.writeString(marks.resolve("made"), "x", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      Files.createDirectory(absent);
      Files.writeString(absent.resolve("counter"), "0", UTF_8);
    };
    for (int i = 0; i < 20; i++) {
      try (CacheDirectories.Held held = store.caches().open(lease, ROOT, NAME, CacheUse.LOCKED, once)) {
        Path counter = held.directory().resolve("counter");
        Files.writeString(counter, Integer.toString(Integer.parseInt(Files.readString(counter, UTF_8)) + 1), UTF_8);
      }
    }
  }

  /** Fails if anybody else is in the same directory. */
  private static void alone(Store store, Lease lease) throws IOException {
    for (int i = 0; i < 20; i++) {
      try (CacheDirectories.Held held = store.caches().open(lease, ROOT, NAME, CacheUse.PRIVATE, Files::createDirectory)) {
        Path mark = Files.createFile(held.directory().resolve("taken"));
        Thread.yield();
        Files.delete(mark);
      }
    }
  }

  /** Finds or makes trees of a few layers over and over, and looks into each as long as its lease lasts. */
  private static void trees(Store store, int seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      try (Lease lease = store.lease()) {
        List<Path> found = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          found.add(tree(store, lease, "layer" + random.nextInt(5)));
          found.forEach(tree -> check(Directories.read(tree).startsWith("layer")));
        }
      }
    }
  }

  private static Path tree(Store store, Lease lease, String name) {
    Optional<Path> known = store.trees().find(lease, ROOT, Stores.digest(name));
    return known.orElseGet(() -> {
      Path made = Directories.make(store.trees().aside(lease), name);
      Path published = store.trees().publish(lease, ROOT, Stores.digest(name), made);
      try {
        TreeRemover.own().remove(made); // where somebody else was first
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      return published;
    });
  }

  private static void collect(Store store, Path marks) {
    int trees = 0;
    while (!Files.exists(marks.resolve("stop"))) {
      Collected collected = store.collect(trees % 2 == 0 ? CollectionPolicy.everything() : CollectionPolicy.orphansOnly());
      check(collected.problems().isEmpty());
      trees += collected.trees();
    }
    System.out.println("collected " + trees);
  }

  private static void prune(Store store, Path marks) {
    int caches = 0;
    while (!Files.exists(marks.resolve("stop"))) {
      caches += store.caches().prune(CachePolicy.everything(), TreeRemover.own()).removed().size();
    }
    System.out.println("pruned " + caches);
  }

  /** Holds a cache, a tree and what it makes aside, until it is killed. */
  private static void hold(Store store, Lease lease, Path marks) throws Exception {
    CacheDirectories.Held held = store.caches().open(lease, ROOT, NAME, CacheUse.LOCKED, Files::createDirectory);
    Files.writeString(held.directory().resolve("left"), "left", UTF_8);
    check(Files.exists(tree(store, lease, "layer")));
    Directories.make(store.trees().aside(lease), "being made");
    Files.writeString(marks.resolve("holding"), "x");
    Thread.sleep(60_000);
    held.close();
  }

  /** Does all there is to do until it is killed. */
  private static void churn(Store store, Path marks, int seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0;; i++) {
      try (Lease lease = store.lease()) {
        check(Directories.read(tree(store, lease, "layer" + random.nextInt(3))).startsWith("layer"));
        Path made = Directories.make(store.trees().aside(lease), "replaced " + i);
        store.caches().replace(lease, ROOT, NAME, "churn", made, TreeRemover.own());
        try (CacheDirectories.Held held = store.caches().open(lease, ROOT, NAME, CacheUse.SHARED, Directories.starting("initial"))) {
          check(!Directories.read(held.directory()).isEmpty());
        }
        store.caches().open(lease, ROOT, CacheName.of("b" + i % 3), CacheUse.PRIVATE, Directories.starting("b")).close();
        if (random.nextInt(3) == 0) {
          check(store.caches().prune(CachePolicy.all(CacheName.of("b" + i % 2)), TreeRemover.own()).problems().isEmpty());
          check(store.collect(CollectionPolicy.everything()).problems().isEmpty());
        }
      }
      Files.writeString(marks.resolve("churning" + seed), "x");
    }
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new AssertionError("a tree or cache is gone or wrong");
    }
  }
}
