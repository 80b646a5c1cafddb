package dev.slipway.image;

import java.util.Optional;

/**
 * Files of the build context, a stage or an image, seen by one {@code RUN} without being copied.
 *
 * @param from where they come from; absent means the build context
 * @param source the file or directory in there
 * @param target where the command sees it; relative to the working directory unless absolute
 * @param writable whether the command may write; what it writes is dropped
 */
public record BindMount(Optional<Base> from, Word source, Word target, boolean writable) implements Mount {
  @Override
  public Optional<Base> base() {
    return from;
  }

  /** Checks the target; no source means everything. */
  public BindMount {
    source = source.isEmpty() ? Word.literal("/") : source;
    Mount.checkTarget(target);
  }

  /** A file or directory of the build context. */
  public static BindMount of(String source, String target) {
    return new BindMount(Optional.empty(), Word.of(source), Word.of(target), false);
  }

  /** A file or directory of a stage or image, such as {@code BindMount.of(builder.file("/out"), "/in")}. */
  public static BindMount of(Base.Files source, String target) {
    if (source.paths().size() != 1) {
      throw new dev.slipway.InvalidValueException("a bind mount takes exactly one path, not " + source.paths().size());
    }
    return new BindMount(Optional.of(source.base()), source.paths().get(0), Word.of(target), false);
  }

  /** The same mount, which the command may write to; what it writes is dropped. */
  public BindMount asWritable() {
    return new BindMount(from, source, target, true);
  }
}
