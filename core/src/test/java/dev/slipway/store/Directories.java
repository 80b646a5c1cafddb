package dev.slipway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the tests of unpacked layers and cache directories have in common. */
final class Directories {
  static final String ROOT = "root";

  private Directories() {}

  /** A small tree at an absent path, recognisable by its text. */
  static Path make(Path absent, String text) {
    try {
      Files.createDirectory(absent);
      Path below = Files.createDirectories(absent.resolve("usr/bin"));
      Files.writeString(below.resolve("text"), text, UTF_8);
      Files.createSymbolicLink(absent.resolve("bin"), Path.of("usr/bin"));
      return absent;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path tree) {
    try {
      return Files.readString(tree.resolve("usr/bin/text"), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a tree of a layer that is in the store. */
  static Path publish(Store store, Lease lease, String text) {
    Blob layer = Stores.put(store, lease, text);
    return store.trees().publish(lease, ROOT, layer.digest(), make(store.trees().aside(lease), text));
  }

  /** Content that says who made it. */
  static CacheContent starting(String text) {
    return absent -> {
      Path made = make(absent, text);
      assertThat(made).isDirectory();
    };
  }

  /** What is below {@code slipway/tmp}. */
  static List<String> temporary(Path store) throws IOException {
    try (var entries = Files.list(store.resolve("slipway/tmp"))) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
