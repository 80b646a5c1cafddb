package dev.slipway.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/** A program that shares a store with others of its kind: started in processes and class loaders of their own. */
public final class SharingProcess {
  private SharingProcess() {}

  /** What to do, the store, a directory for counters, and a number. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[1]);
    Path counters = Path.of(arguments[2]);
    int number = Integer.parseInt(arguments[3]);
    switch (arguments[0]) {
      case "build" -> build(directory, counters, number);
      case "collect" -> collect(directory, counters);
      case "hold" -> hold(directory, counters);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** A fresh process, from the classes that this one runs with. */
  static Process start(String what, Path directory, Path counters, int number) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
        "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", System.getProperty("java.class.path"), SharingProcess.class.getName()));
    command.addAll(List.of(what, directory.toString(), counters.toString(), Integer.toString(number)));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Makes or uses forty things over and over, in an order of its own; a thing that is made appends to its counter. */
  private static void build(Path directory, Path counters, int seed) throws IOException {
    Random random = new Random(seed);
    for (int round = 0; round < 10; round++) {
      try (Store store = Store.open(directory); Lease lease = store.lease()) {
        for (int i = 0; i < 40; i++) {
          step(store, lease, "thing " + random.nextInt(40), counters);
          churn(store, lease, "own " + seed + " " + round + " " + i);
        }
      }
    }
  }

  private static void step(Store store, Lease lease, String name, Path counters) {
    StoredRecord made = store.exclusively(Stores.digest(name), () -> {
      Optional<StoredRecord> known = store.records("step").get(lease, Stores.digest(name));
      if (known.isPresent()) {
        return known.get();
      }
      Files.writeString(counters.resolve(name), "x", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      StoredRecord record = Stores.record(name, Stores.put(store, lease, name.repeat(500)));
      store.records("step").put(lease, Stores.digest(name), record);
      return record;
    });
    check(Stores.read(store, made.references().asList().get(0)).equals(name.repeat(500)));
  }

  /** What nobody refers to once its lease has ended, so that collections have something to take. */
  private static void churn(Store store, Lease lease, String name) {
    Blob blob = Stores.put(store, lease, name);
    check(store.pin(lease, blob.digest()).isPresent());
    check(Stores.read(store, blob.digest()).equals(name));
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new AssertionError("a pinned blob is gone or wrong");
    }
  }

  private static void collect(Path directory, Path counters) {
    Predicate<Path> goesOn = stop -> !Files.exists(stop);
    int blobs = 0;
    try (Store store = Store.open(directory)) {
      while (goesOn.test(counters.resolve("stop"))) {
        blobs += store.collect(CollectionPolicy.orphansOnly()).blobs();
      }
    }
    System.out.println("collected " + blobs);
  }

  /** Holds a key until it is killed. */
  private static void hold(Path directory, Path counters) {
    Store store = Store.open(directory);
    Lease lease = store.lease();
    Stores.put(store, lease, "held by nobody after the kill");
    var unused = store.exclusively(Stores.digest("key"), () -> {
      Files.writeString(counters.resolve("holding"), "x");
      Thread.sleep(60_000);
      return true;
    });
  }
}
