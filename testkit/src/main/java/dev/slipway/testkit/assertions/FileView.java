package dev.slipway.testkit.assertions;

import com.google.common.collect.ImmutableList;
import dev.slipway.Suggestions;
import dev.slipway.image.ImagePath;
import dev.slipway.image.TreePattern;
import dev.slipway.layer.Entry;
import dev.slipway.layer.EntryType;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.TreeEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The files of an image as assertions look at them: found by path, listed for messages, read where their bytes can be had.
 *
 * @param tree which files there are
 * @param bytes where their content comes from; empty where only sizes and digests are known
 */
record FileView(FileTree tree, Optional<Bytes> bytes) {
  /** The most lines of a listing in a message. */
  static final int MAX_LINES = 20;
  /** The largest file that is read to look into it, in bytes. */
  static final int MAX_READ = 64 << 20;

  /** Where the content of files comes from. */
  interface Bytes {
    /** The content of a regular file. */
    InputStream open(TreeEntry file);
  }

  /** Everything below the root that a condition holds for, in path order. */
  ImmutableList<Entry> all(Predicate<Entry> condition) {
    ImmutableList.Builder<Entry> found = ImmutableList.builder();
    tree.walk(ImagePath.ROOT, entry -> {
      if (condition.test(entry.entry())) {
        found.add(entry.entry());
      }
    });
    return found.build();
  }

  /** Everything that is no directory and fits a pattern, which may begin with a slash, or lies in a directory that does. */
  ImmutableList<Entry> matching(String pattern) {
    TreePattern compiled = TreePattern.compile(pattern.startsWith("/") ? pattern.substring(1) : pattern);
    return all(entry -> entry.type() != EntryType.DIRECTORY && compiled.matchesPathOrParent(entry.path().relative()));
  }

  /** What is at a path: links on the way are followed, one at its end is not. */
  Optional<TreeEntry> at(ImagePath path) {
    return tree.lookup(tree.resolveParent(path));
  }

  /** The content of a file; empty if it cannot be had or is too large to be looked into. */
  Optional<byte[]> read(TreeEntry file) {
    if (bytes.isEmpty() || file.entry().size() > MAX_READ) {
      return Optional.empty();
    }
    try (InputStream stream = bytes.get().open(file)) {
      return Optional.of(stream.readAllBytes());
    } catch (IOException failure) {
      throw new UncheckedIOException("'" + file.entry().path() + "' cannot be read: " + failure.getMessage(), failure);
    }
  }

  /** For a message on a path at which nothing is: what may be meant, and what the nearest directory holds. */
  String nearby(ImagePath path) {
    ImagePath missing = path;
    while (!missing.isRoot() && !tree.resolve(above(missing)).map(TreeEntry::isDirectory).orElse(false)) {
      missing = above(missing);
    }
    ImagePath nearest = tree.resolvePath(above(missing));
    List<TreeEntry> held = tree.list(nearest);
    List<String> meant = new ArrayList<>();
    for (String name : Suggestions.similar(missing.name(), held.stream().map(entry -> entry.entry().path().name()).toList())) {
      ImagePath whole = path.rebase(missing, nearest.child(name));
      if (tree.resolve(whole).isPresent()) {
        meant.add(whole.toString());
      }
    }
    all(entry -> entry.path().name().equals(path.name())).stream().map(entry -> entry.path().toString())
        .filter(other -> !meant.contains(other) && !other.equals(path.toString()))
        .limit(MAX_LINES)
        .forEach(meant::add);
    return Suggestions.sentence(meant) + holding(nearest);
  }

  /** For a message: what a directory holds, or the nearest one above it that is there. */
  String holding(ImagePath path) {
    ImagePath directory = path;
    while (!directory.isRoot() && !tree.resolve(directory).map(TreeEntry::isDirectory).orElse(false)) {
      directory = above(directory);
    }
    ImagePath nearest = tree.resolvePath(directory);
    return "\n" + Checks.lines(nearest + " holds", tree.list(nearest).stream().map(entry -> line(entry.entry())).toList());
  }

  private static ImagePath above(ImagePath path) {
    return path.parent().orElse(ImagePath.ROOT);
  }

  /** An entry on one line: type and mode, owner, size, name. */
  static String line(Entry entry) {
    return line(entry, entry.path().isRoot() ? "/" : entry.path().name());
  }

  /** As {@link #line(Entry)} with the whole path. */
  static String lineWithPath(Entry entry) {
    return line(entry, entry.path().toString());
  }

  private static String line(Entry entry, String name) {
    String target = entry.type() == EntryType.SYMLINK ? " -> " + entry.linkTarget() : "";
    return String.format(Locale.ROOT, "%s %d:%d %d %s%s", mode(entry), entry.uid(), entry.gid(), entry.size(), name, target);
  }

  /** What an entry is, for a sentence. */
  static String kind(Entry entry) {
    return switch (entry.type()) {
      case FILE, HARD_LINK -> "a file";
      case DIRECTORY -> "a directory";
      case SYMLINK -> "a symbolic link to '" + entry.linkTarget() + "'";
      case CHARACTER_DEVICE, BLOCK_DEVICE -> "a device";
      case FIFO -> "a named pipe";
    };
  }

  private static String mode(Entry entry) {
    char type = switch (entry.type()) {
      case FILE, HARD_LINK -> '-';
      case DIRECTORY -> 'd';
      case SYMLINK -> 'l';
      case CHARACTER_DEVICE -> 'c';
      case BLOCK_DEVICE -> 'b';
      case FIFO -> 'p';
    };
    return type + octal(entry.mode());
  }

  /** A mode as chmod takes it: {@code 0644}. */
  static String octal(int mode) {
    return String.format(Locale.ROOT, "%04o", mode);
  }
}
