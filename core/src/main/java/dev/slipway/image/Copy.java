package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import java.util.Optional;

/**
 * {@code COPY}: files of the build context, a stage, an image or written in place, put into the image.
 *
 * @param from where the paths lie; absent means the build context
 * @param sources paths, patterns or texts; at least one
 * @param destination a file, or a directory if it ends with a slash or there are several sources
 * @param options owner, mode, link, excludes
 * @param parents {@code --parents}: keep the directories of each source's path
 */
public record Copy(Optional<Base> from, ImmutableList<Source> sources, Word destination, CopyOptions options,
    boolean parents) implements Instruction {
  /** Something to copy. */
  public sealed interface Source permits Path, Text {}

  /**
   * A file, a directory (whose contents are copied) or a pattern.
   *
   * @param path relative to the context, or to the root of {@code from}
   */
  public record Path(Word path) implements Source {
    /** Checks that it names something. */
    public Path {
      if (path.isEmpty()) {
        throw new InvalidValueException("a path to copy is empty; write '.' for everything");
      }
    }
  }

  /**
   * A small file whose text stands in the Dockerfile.
   *
   * @param text its name and content
   */
  public record Text(Heredoc text) implements Source {}

  @Override
  public ImmutableList<Base> bases() {
    return from.map(ImmutableList::of).orElse(ImmutableList.of());
  }

  /** Checks that sources and destination go together. */
  public Copy {
    if (sources.isEmpty()) {
      throw new InvalidValueException("COPY to '" + destination + "' has no source; write '.' for everything");
    }
    checkDestination("COPY", sources.size(), destination);
    if (from.isEmpty()) {
      sources.forEach(Copy::checkNoAddress);
    }
  }

  /** Paths of the build context. */
  public static Copy of(String source, String destination) {
    return of(ImmutableList.of(source), destination);
  }

  /** Several paths of the build context into one directory, which ends with a slash. */
  public static Copy of(Iterable<String> sources, String destination) {
    ImmutableList.Builder<Source> paths = ImmutableList.builder();
    sources.forEach(source -> paths.add(new Path(Word.of(source))));
    return new Copy(Optional.empty(), paths.build(), Word.of(destination), CopyOptions.NONE, false);
  }

  /** Files of a stage or image. */
  public static Copy of(Base.Files files, String destination) {
    ImmutableList.Builder<Source> paths = ImmutableList.builder();
    files.paths().forEach(path -> paths.add(new Path(path)));
    return new Copy(Optional.of(files.base()), paths.build(), Word.of(destination), CopyOptions.NONE, false);
  }

  /** A small file written in place. */
  public static Copy of(Heredoc text, String destination) {
    return new Copy(Optional.empty(), ImmutableList.of(new Text(text)), Word.of(destination), CopyOptions.NONE, false);
  }

  /** The same with other options. */
  public Copy with(CopyOptions newOptions) {
    return new Copy(from, sources, destination, newOptions, parents);
  }

  /** The same with an owner, such as {@code app} or {@code 1000:1000}. */
  public Copy owner(String owner) {
    return with(options.owner(owner));
  }

  /** The same with a mode, such as {@code 0755} or {@code u=rwX,go=rX}. */
  public Copy mode(String mode) {
    return with(options.mode(mode));
  }

  /** The same, keeping the directories of each source's path. */
  public Copy keepingParents() {
    return new Copy(from, sources, destination, options, true);
  }

  private static void checkNoAddress(Source source) {
    if (source instanceof Path path && path.path().constant().map(Add.Address::isAddress).orElse(false)) {
      throw new InvalidValueException(
          "'" + Add.Address.withoutUserInfo(path.path().toString()) + "' is an address, and COPY copies files; use ADD");
    }
  }

  static void checkDestination(String instruction, int sources, Word destination) {
    if (destination.isEmpty()) {
      throw new InvalidValueException(instruction + " has an empty destination; write '.' for the working directory");
    }
    boolean directory = destination.constant()
        .map(text -> text.endsWith("/") || text.equals(".") || text.endsWith("/.") || text.equals("..") || text.endsWith("/.."))
        .orElse(true);
    if (sources > 1 && !directory) {
      throw new InvalidValueException(
          instruction + " of several sources needs a directory, and '" + destination + "' does not end with a slash");
    }
  }
}
