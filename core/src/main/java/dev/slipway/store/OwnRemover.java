package dev.slipway.store;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Deletes trees with the rights of this process. Every directory is opened relative to the one above it and never through
 * a link, so that nothing outside the tree is reached, whatever it holds and whoever changes it meanwhile.
 */
final class OwnRemover implements TreeRemover {
  static final TreeRemover UNBOUNDED = new OwnRemover(Long.MAX_VALUE);

  /** Each level keeps two descriptors open; what lies deeper is moved to the top first. */
  private static final int MAXIMUM_DEPTH = 48;
  private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwx------");

  /** Root enters every directory as it is. */
  private static final boolean NEEDS_RIGHTS = needsRights();

  private final long maximumNames;

  /** A remover that gives up after so many names, or the first that it may not delete. */
  OwnRemover(long maximumNames) {
    this.maximumNames = maximumNames;
  }

  private static boolean needsRights() {
    try {
      return !Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      return true;
    }
  }

  @Override
  public void remove(Path directory) throws IOException {
    Path parent = directory.toAbsolutePath().resolveSibling(".").normalize();
    Path name = directory.getFileName();
    try (DirectoryStream<Path> above = Files.newDirectoryStream(parent)) {
      if (above instanceof SecureDirectoryStream<Path> secure) {
        new Removal(secure, parent).remove(name);
      } else {
        MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    } catch (NoSuchFileException e) {
      // somebody else has deleted it
    }
  }

  /** One directory that is being deleted. */
  private final class Removal {
    private final SecureDirectoryStream<Path> above;
    private final Path place;
    /** Names directly below {@code above} that are still to be deleted. */
    private final Deque<Path> tops = new ArrayDeque<>();
    private long left;
    private long failures;
    private @Nullable IOException first;

    Removal(SecureDirectoryStream<Path> above, Path place) {
      this.above = above;
      this.place = place;
      this.left = maximumNames;
    }

    void remove(Path name) throws IOException {
      tops.add(name);
      while (!tops.isEmpty()) {
        Path top = tops.remove();
        delete(above, top, place.resolve(top), 0);
      }
      if (first != null) {
        throw new IOException(failures + " names below '" + place.resolve(name) + "' cannot be deleted, beginning with: " + first, first);
      }
    }

    private void delete(SecureDirectoryStream<Path> in, Path name, Path path, int depth) {
      if (left-- <= 0) {
        return;
      }
      try {
        PosixFileAttributes found = in.getFileAttributeView(name, PosixFileAttributeView.class, NOFOLLOW_LINKS).readAttributes();
        if (!found.isDirectory()) {
          in.deleteFile(name);
          return;
        }
        open(found, path);
        if (depth < MAXIMUM_DEPTH) {
          empty(in, name, path, depth);
          if (left > 0) {
            in.deleteDirectory(name);
          }
        } else {
          Path higher = name.resolveSibling(Removals.GONE + Long.toHexString(ThreadLocalRandom.current().nextLong()));
          in.move(name, above, higher);
          tops.add(higher);
        }
      } catch (NoSuchFileException e) {
        // somebody else has deleted it
      } catch (IOException e) {
        failed(e);
      }
    }

    private void empty(SecureDirectoryStream<Path> in, Path name, Path path, int depth) throws IOException {
      try (SecureDirectoryStream<Path> entries = in.newDirectoryStream(name, NOFOLLOW_LINKS)) {
        for (Path entry : entries) {
          Path child = entry.getFileName();
          delete(entries, child, path.resolve(child), depth + 1);
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }

    /**
     * Lets its owner, if that is us, into a directory. There is no way to do so without its path, which could be made
     * to lead elsewhere meanwhile; so root, who has no need of it, never does so.
     */
    private void open(PosixFileAttributes found, Path path) {
      if (NEEDS_RIGHTS && !found.permissions().containsAll(OPEN)) {
        try {
          var unused = Files.setPosixFilePermissions(path, OPEN);
        } catch (IOException e) {
          // then the attempt to delete what is in it will say so
        }
      }
    }

    private void failed(IOException e) {
      failures++;
      left = maximumNames == Long.MAX_VALUE ? left : 0;
      if (first == null) {
        first = e;
      }
    }
  }
}
