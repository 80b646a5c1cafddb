package dev.slipway.build;

import com.google.common.collect.ImmutableSet;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.ImagePath;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The contexts of one build, opened when something is copied from them. Safe for use by several threads. */
final class Contexts implements AutoCloseable {
  private final Context context;
  private final Path indexes;
  private final BuildOptions options;
  private final ImmutableSet<ImagePath> copied;
  private final Map<String, ContextSession> open = new HashMap<>();

  Contexts(Context context, Path indexes, BuildOptions options, ImmutableSet<ImagePath> copied) {
    this.context = context;
    this.indexes = indexes;
    this.options = options;
    this.copied = copied;
  }

  synchronized ContextSession main() {
    Path directory = context.directory().orElseThrow(() -> new BuildException(ErrorCode.NOT_FOUND,
        "the image copies files, but the build was given no directory to copy from: pass Context.of(directory)"));
    return open.computeIfAbsent("", name -> new ContextSession(directory, context.ignore(), indexes, options, copied));
  }

  synchronized ContextSession named(String name) {
    Path directory = context.named().get(name);
    if (directory == null) {
      throw new BuildException(ErrorCode.NOT_FOUND,
          "the image copies from the context '" + name + "', which the build was not given; known are " + context.named().keySet()
              + ": add it by Context.named(\"" + name + "\", directory)");
    }
    return open.computeIfAbsent(name,
        missing -> new ContextSession(directory, Optional.empty(), indexes, options, ImmutableSet.of(ImagePath.ROOT)));
  }

  @Override
  public synchronized void close() {
    open.values().forEach(ContextSession::close);
    open.clear();
  }
}
