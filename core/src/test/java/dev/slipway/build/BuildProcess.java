package dev.slipway.build;

import dev.slipway.image.Digest;
import dev.slipway.image.OciLayout;
import dev.slipway.layer.Compression;
import dev.slipway.store.CollectionPolicy;
import dev.slipway.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A program that builds the {@link Scene} in a process of its own. */
public final class BuildProcess {
  private BuildProcess() {}

  /** What to do, a directory, and a number. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[1]);
    int number = Integer.parseInt(arguments[2]);
    switch (arguments[0]) {
      case "fresh" -> fresh(directory, number);
      case "share" -> share(directory, number);
      case "collect" -> collect(directory);
      case "once" -> once(directory);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** The command for a fresh JVM. */
  static List<String> command(List<String> flags, String what, Path directory, int number) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx96m", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), BuildProcess.class.getName(), what, directory.toString(),
        Integer.toString(number)));
    return command;
  }

  /** Makes a context, its files in an order of its own, and everything else. */
  private static void fresh(Path directory, int seed) throws IOException {
    Path context = Files.createDirectories(directory.resolve("context"));
    Scene.write(context, 1);
    Path many = Files.createDirectories(context.resolve("src/many"));
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      numbers.add(i);
    }
    Collections.shuffle(numbers, new Random(seed));
    for (int i : numbers) {
      Files.writeString(many.resolve("INDEX-" + i), "content " + i);
    }
    try (Store store = Scene.openQuickly(directory.resolve("store")); Engine engine = Engine.open(store)) {
      BuiltImage built = engine.build(Scene.image(), Context.of(context));
      System.out.println("built " + built.digest() + " " + Scene.exported(built, directory, Compression.GZIP) + " "
          + Scene.exported(built, directory, Compression.ZSTD) + " " + Scene.exported(built, directory, Compression.NONE));
    }
  }

  /** Builds over and over on a store that others use, each time with an engine of its own. */
  private static void share(Path directory, int rounds) throws IOException {
    Set<Digest> digests = new HashSet<>();
    for (int i = 0; i < rounds; i++) {
      try (Engine engine = Engine.open(directory.resolve("store"))) {
        BuiltImage built = engine.build(Scene.image(), Context.of(directory.resolve("context")));
        var written = built.writeTo(OciLayout.at(directory.resolve("layout")).named("shared"));
        digests.add(built.digest());
        digests.add(written.digest());
      }
    }
    System.out.println("built " + digests.stream().sorted().toList());
  }

  private static void collect(Path directory) {
    int collections = 0;
    try (Store store = Store.open(directory.resolve("store"))) {
      while (!Files.exists(directory.resolve("stop"))) {
        var unused = store.collect(collections++ % 2 == 0 ? CollectionPolicy.everything() : CollectionPolicy.orphansOnly());
      }
    }
    System.out.println("built nothing, collected " + collections + " times");
  }

  /** What is killed. */
  private static void once(Path directory) {
    System.out.println("ready");
    try (Engine engine = Engine.open(directory.resolve("store"))) {
      BuiltImage built = engine.build(Scene.image(), Context.of(directory.resolve("context")));
      for (int kind = 0; kind < 3; kind++) {
        var unused = built.writeTo(Scene.location(kind, directory));
      }
      var unused = engine.store().collect(CollectionPolicy.orphansOnly());
      System.out.println("built " + built.digest());
    }
  }
}
