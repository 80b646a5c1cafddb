package dev.slipway.layer;

import com.google.common.base.Stopwatch;
import dev.slipway.image.ImagePath;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How long directories take into a store. Started by hand with a directory for the store, how often, and the
 * directories or files to pack; prints one line for each time.
 */
final class LayerBenchmark {
  private record Source(Path file, Entry entry) {}

  private LayerBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    int rounds = Integer.parseInt(arguments[1]);
    for (int round = 0; round < rounds; round++) {
      for (int i = 2; i < arguments.length; i++) {
        Path state = Files.createTempDirectory(Path.of(arguments[0]), "store");
        measure(state, Path.of(arguments[i]));
      }
    }
  }

  private static void measure(Path state, Path root) throws IOException {
    try (Store store = Store.open(state); Lease lease = store.lease()) {
      Stopwatch watch = Stopwatch.createStarted();
      List<Source> sources = walk(root);
      long before = cpu();
      long walked = watch.elapsed(TimeUnit.MILLISECONDS);
      Layer layer;
      Toc toc;
      long piped;
      try (LayerBuilder builder = LayerBuilder.in(store, lease)) {
        for (Source source : sources) {
          add(builder, source);
        }
        piped = watch.elapsed(TimeUnit.MILLISECONDS) - walked;
        layer = builder.finish();
        toc = builder.toc();
      }
      long used = cpu() - before;
      long built = watch.elapsed(TimeUnit.MILLISECONDS) - walked;
      watch.reset().start();
      LayerToc read = layer.read(store);
      long decoded = watch.elapsed(TimeUnit.MILLISECONDS);
      watch.reset().start();
      Layer copy = splice(store, lease, layer, toc);
      long spliced = watch.elapsed(TimeUnit.MILLISECONDS);
      watch.reset().start();
      byte[] encoded = toc.encode();
      long encoding = watch.elapsed(TimeUnit.MILLISECONDS);
      watch.reset().start();
      Toc again = Toc.decode(encoded);
      long decoding = watch.elapsed(TimeUnit.MILLISECONDS);
      watch.reset().start();
      int[] seen = new int[1];
      FileTree.of(List.of(read)).walk(ImagePath.ROOT, entry -> seen[0]++);
      System.out.printf(Locale.ROOT,
          "%-10s %7d nodes %5d MB: walk %4d, build %5d (of it adding %5d; CPU of all threads %5d), toc read %3d, splice %5d %s, encode %d, decode %d (%d kB, %d), tree walk %d (%d)%n",
          root.getFileName(), toc.size(), layer.size() >> 20, walked, built, piped, used, decoded, spliced,
          copy.equals(layer) ? "same" : "OTHER", encoding, decoding, encoded.length >> 10, again.size(),
          watch.elapsed(TimeUnit.MILLISECONDS), seen[0]);
    }
  }

  private static long cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
  }

  private static void add(LayerBuilder builder, Source source) throws IOException {
    if (source.entry.type() == EntryType.DIRECTORY) {
      builder.node(source.entry);
      return;
    }
    try (FileChannel channel = FileChannel.open(source.file, StandardOpenOption.READ)) {
      builder.file(source.entry, channel::read);
    }
  }

  private static Layer splice(Store store, Lease lease, Layer layer, Toc toc) throws IOException {
    try (FileChannel tar = store.openBlob(layer.diffId()); LayerBuilder builder = LayerBuilder.in(store, lease)) {
      toc.entries().forEach(entry -> {
        if (entry.type() == EntryType.FILE) {
          builder.splice(entry, tar, entry.offset());
        } else {
          builder.node(entry);
        }
      });
      return builder.finish();
    }
  }

  private static List<Source> walk(Path root) throws IOException {
    List<Source> found = new ArrayList<>();
    var unused = Files.walkFileTree(root, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        if (!directory.equals(root)) {
          found.add(new Source(directory, Entry.directory(path(root, directory)).withMtime(1, 0)));
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        ImagePath path = file.equals(root) ? ImagePath.of("/" + file.getFileName()) : path(root, file);
        found.add(new Source(file, Entry.file(path).withMtime(1, 0).withContent(attributes.size(), Optional.empty())));
        return FileVisitResult.CONTINUE;
      }
    });
    found.sort((a, b) -> a.entry.path().compareTo(b.entry.path()));
    return found;
  }

  private static ImagePath path(Path root, Path file) {
    return ImagePath.of("/" + root.relativize(file));
  }
}
