package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableSet;
import dev.slipway.ContextException;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.dockerfile.IgnoreFile;
import dev.slipway.image.ImagePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is known of the directory that a build copies from.
 *
 * @param ignoreFile the ignore file; empty if there is none
 * @param ignoreFileName what the ignore file is called, or would be
 * @param files what is in the directory, ignored or not; empty if it was not listed
 */
public record CheckedContext(Optional<IgnoreFile> ignoreFile, String ignoreFileName, Optional<ImmutableSet<ImagePath>> files) {
  static final int DEPTH = 8;
  static final int MOST_FILES = 20_000;

  /** A context of which only the ignore file is known. */
  public static CheckedContext ignoring(IgnoreFile ignoreFile) {
    return new CheckedContext(Optional.of(ignoreFile), IgnoreFile.NAME, Optional.empty());
  }

  /** A context without an ignore file. */
  public static CheckedContext withoutIgnoreFile() {
    return new CheckedContext(Optional.empty(), IgnoreFile.NAME, Optional.empty());
  }

  /**
   * A directory with its ignore file: the one that is named after the Dockerfile and lies beside it, else the one at the top
   * of the directory. What lies in ignored directories, in {@code .git} and in {@code node_modules} is not listed, nor what
   * lies deeper than {@value #DEPTH} directories; of more than {@value #MOST_FILES} files only the first are.
   *
   * @param directory the build context
   * @param dockerfile the Dockerfile
   * @throws ContextException {@link ErrorCode#CONTEXT_UNREADABLE} if the directory or the ignore file cannot be read
   * @throws DocumentException as {@link IgnoreFile#parse(String, String)}
   */
  public static CheckedContext read(Path directory, Path dockerfile) {
    Path named = dockerfile.resolveSibling(dockerfile.getFileName() + IgnoreFile.NAME);
    Path top = directory.resolve(IgnoreFile.NAME);
    Path path = Files.isRegularFile(named) ? named : top;
    try {
      Optional<IgnoreFile> ignore = Files.isRegularFile(path)
          ? Optional.of(IgnoreFile.parse(path.toString(), text(path)))
          : Optional.empty();
      ImmutableSet<ImagePath> files = ContextListing.of(directory, ignore.orElse(IgnoreFile.empty()), DEPTH, MOST_FILES);
      String name = path.equals(named) ? String.valueOf(named.getFileName()) : IgnoreFile.NAME;
      return new CheckedContext(ignore, name, Optional.of(files));
    } catch (IOException unreadable) {
      throw new ContextException(ErrorCode.CONTEXT_UNREADABLE, "'" + directory + "' cannot be read: " + unreadable.getMessage(),
          unreadable);
    }
  }

  private static String text(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return new String(in.readNBytes(4 * IgnoreFile.MAX_LENGTH + 1), StandardCharsets.UTF_8);
    }
  }

  /** The same with a list of what is in it, by path from the context's root. */
  public CheckedContext files(Iterable<ImagePath> newFiles) {
    return new CheckedContext(ignoreFile, ignoreFileName, Optional.of(ImmutableSet.copyOf(newFiles)));
  }
}
