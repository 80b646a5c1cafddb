package dev.slipway.build;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.image.Image;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Stage;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.TreeEntry;
import dev.slipway.store.StoreCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A context directory, a store and an engine for one test; the store is checked when it is closed. */
final class Workbench implements AutoCloseable {
  private final Path context;
  private final Path store;
  private final Engine engine;

  Workbench(Path root) {
    context = root.resolve("context");
    store = root.resolve("store");
    engine = Engine.open(store);
    directory("");
  }

  Engine engine() {
    return engine;
  }

  Path path(String name) {
    return context.resolve(name);
  }

  /** Writes a file whose times have long passed, so that its digest may be remembered. */
  @CanIgnoreReturnValue
  Workbench file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  @CanIgnoreReturnValue
  Workbench file(String name, byte[] content) {
    try {
      Files.createDirectories(path(name).getParent());
      Files.write(path(name), content);
      Files.setPosixFilePermissions(path(name), PosixFilePermissions.fromString("rw-r--r--"));
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @CanIgnoreReturnValue
  Workbench directory(String name) {
    try {
      Files.createDirectories(path(name));
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @CanIgnoreReturnValue
  Workbench link(String name, String target) {
    try {
      Files.createDirectories(path(name).getParent());
      Files.createSymbolicLink(path(name), Path.of(target));
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Nine bits, such as {@code rwxr-x---}. */
  @CanIgnoreReturnValue
  Workbench mode(String name, String mode) {
    try {
      Files.setPosixFilePermissions(path(name), PosixFilePermissions.fromString(mode));
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @CanIgnoreReturnValue
  Workbench time(String name, Instant time) {
    try {
      Files.setLastModifiedTime(path(name), FileTime.from(time));
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @CanIgnoreReturnValue
  Workbench delete(String name) {
    try {
      Files.delete(path(name));
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Context asContext() {
    return Context.of(context);
  }

  BuiltImage build(Stage stage) {
    return build(stage, BuildOptions.defaults());
  }

  BuiltImage build(Stage stage, BuildOptions options) {
    return build(stage.toImage(), options);
  }

  BuiltImage build(Image image, BuildOptions options) {
    return engine.build(image, asContext(), options);
  }

  /** All files of an image, a line each: {@code /d/ 755 0:0}, {@code /f 644 0:0 = content}, {@code /l -> target}. */
  List<String> files(BuiltImage image) {
    return files(image.tree());
  }

  List<String> files(FileTree tree) {
    List<String> lines = new ArrayList<>();
    tree.walk(ImagePath.ROOT, found -> lines.add(line(found)));
    return lines;
  }

  private String line(TreeEntry found) {
    var entry = found.entry();
    String owner = " " + Integer.toOctalString(entry.mode()) + " " + entry.uid() + ":" + entry.gid();
    return switch (entry.type()) {
      case DIRECTORY -> entry.path() + "/" + owner;
      case SYMLINK -> entry.path() + " -> " + entry.linkTarget();
      case FILE, HARD_LINK -> entry.path() + owner + " = " + text(found);
      default -> entry.path() + " " + entry.type();
    };
  }

  private String text(TreeEntry file) {
    try (var bytes = FileTree.open(engine.store(), file)) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The outcomes of a build, a line each: {@code stage-0 1/2 COPY . /: context a changed}. */
  static List<String> outcomes(BuiltImage image) {
    return image.report().steps().stream().map(StepReport::toString).toList();
  }

  boolean exists(String name) {
    return Files.exists(path(name), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void close() {
    engine.close();
    var findings = StoreCheck.check(store);
    if (!findings.isSound()) {
      throw new AssertionError(findings.toString());
    }
  }
}
