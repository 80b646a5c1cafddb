package dev.slipway.testkit.assertions;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.build.BuiltImage;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.image.Image;
import dev.slipway.image.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A context directory and an engine for one test. */
final class Kitchen implements AutoCloseable {
  private final Path context;
  private final Engine engine;

  Kitchen(Path directory) {
    this.context = directory.resolve("context");
    this.engine = Engine.open(directory.resolve("store"));
  }

  Engine engine() {
    return engine;
  }

  @CanIgnoreReturnValue
  Kitchen file(String name, String content) {
    try {
      Path file = context.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @CanIgnoreReturnValue
  Kitchen link(String name, String target) {
    try {
      Path link = context.resolve(name);
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, Path.of(target));
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  BuiltImage build(Stage stage) {
    return build(stage.toImage());
  }

  BuiltImage build(Image image) {
    return engine.build(image, Context.of(context));
  }

  @Override
  public void close() {
    engine.close();
  }
}
