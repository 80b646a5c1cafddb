package dev.slipway.store;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * How much a directory holds, by walking it without ever following a link. It may be changed meanwhile; what cannot be
 * read is left out.
 */
final class TreeSize {
  /** Each level keeps two descriptors open. */
  private static final int MAXIMUM_DEPTH = 100;

  private long bytes;
  private long files;
  private boolean complete = true;

  private TreeSize() {}

  /** The size of a directory; nothing if it is missing. */
  static TreeSize of(Path directory) {
    TreeSize size = new TreeSize();
    try (DirectoryStream<Path> above = Files.newDirectoryStream(directory.resolveSibling("."))) {
      if (above instanceof SecureDirectoryStream<Path> secure) {
        size.addAll(secure, directory.getFileName(), 0);
      } else {
        size.addAll(directory, 0);
      }
    } catch (NoSuchFileException e) {
      // gone meanwhile
    } catch (IOException e) {
      size.complete = false;
    }
    return size;
  }

  long bytes() {
    return bytes;
  }

  long files() {
    return files;
  }

  /** Whether everything could be read. */
  boolean isComplete() {
    return complete;
  }

  private void addAll(SecureDirectoryStream<Path> in, Path name, int depth) {
    if (depth > MAXIMUM_DEPTH) {
      complete = false;
      return;
    }
    try (SecureDirectoryStream<Path> entries = in.newDirectoryStream(name, NOFOLLOW_LINKS)) {
      for (Path entry : entries) {
        Path child = entry.getFileName();
        if (add(entries.getFileAttributeView(child, BasicFileAttributeView.class, NOFOLLOW_LINKS))) {
          addAll(entries, child, depth + 1);
        }
      }
    } catch (NoSuchFileException e) {
      // gone meanwhile
    } catch (DirectoryIteratorException | IOException e) {
      complete = false;
    }
  }

  /** Where directories cannot be opened relative to others, which is where no command of a build runs either. */
  private void addAll(Path directory, int depth) {
    if (depth > MAXIMUM_DEPTH) {
      complete = false;
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (add(Files.getFileAttributeView(entry, BasicFileAttributeView.class, NOFOLLOW_LINKS))) {
          addAll(entry, depth + 1);
        }
      }
    } catch (NoSuchFileException e) {
      // gone meanwhile
    } catch (DirectoryIteratorException | IOException e) {
      complete = false;
    }
  }

  /** Whether it is a directory. */
  private boolean add(BasicFileAttributeView view) {
    try {
      BasicFileAttributes found = view.readAttributes();
      files++;
      if (found.isRegularFile()) {
        bytes += found.size();
      }
      return found.isDirectory();
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      complete = false;
      return false;
    }
  }
}
