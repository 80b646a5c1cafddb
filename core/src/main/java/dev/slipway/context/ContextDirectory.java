package dev.slipway.context;

import dev.slipway.ContextException;
import dev.slipway.ErrorCode;
import dev.slipway.image.ImagePath;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A build context on disk: a directory that is held open, so that what its path leads to later does not matter.
 *
 * <p>The directory may be reached by links; below it no link is ever followed. Files are opened only if they are regular
 * files. Nothing is ever written into the directory. Close readers and hashers first.
 *
 * <p>On Linux (x86-64, AArch64, RISC-V) files are reached by system calls relative to held directories, where no swap of
 * a directory for a link can lead outside and paths may be longer than 4,096 bytes. Elsewhere, or where native code
 * cannot be loaded, the JDK's file interface is used, by path: a swap is then detected by the inode, not prevented.
 */
public final class ContextDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ContextDirectory.class);

  private final Path root;
  private final FileAccess access;
  private volatile boolean closed;

  private ContextDirectory(Path root, FileAccess access) {
    this.root = root;
    this.access = access;
  }

  /**
   * Opens a directory; links in its path are followed now and never again.
   *
   * @throws ContextException {@code NOT_FOUND} if there is no such directory, {@code CONTEXT_UNREADABLE} if it cannot be
   *   opened
   */
  public static ContextDirectory open(Path directory) {
    Path root = resolved(directory);
    try {
      Optional<LinuxFileAccess> linux = root.getFileSystem().equals(FileSystems.getDefault())
          ? LinuxFileAccess.open(root)
          : Optional.empty();
      return new ContextDirectory(root, linux.isPresent() ? linux.get() : new PortableFileAccess(root));
    } catch (FileFailure failure) {
      throw unusable(directory, failure);
    }
  }

  /** As {@link #open}, by the JDK's file interface even where there is a better way. */
  static ContextDirectory openPortably(Path directory) {
    Path root = resolved(directory);
    return new ContextDirectory(root, new PortableFileAccess(root));
  }

  private static Path resolved(Path directory) {
    try {
      Path root = directory.toRealPath();
      if (!Files.isDirectory(root)) {
        throw new ContextException(ErrorCode.NOT_FOUND,
            "the context '" + directory + "' is not a directory; name the directory that COPY copies from");
      }
      return root;
    } catch (NoSuchFileException missing) {
      throw new ContextException(ErrorCode.NOT_FOUND,
          "the context directory '" + directory + "' does not exist; name the directory that COPY copies from", missing);
    } catch (IOException refused) {
      throw unusable(directory, refused);
    }
  }

  private static ContextException unusable(Path directory, IOException cause) {
    return new ContextException(ErrorCode.CONTEXT_UNREADABLE,
        "the context directory '" + directory + "' cannot be opened: " + cause.getMessage() + "; make it readable for the user who builds",
        cause);
  }

  /** The directory's path, links resolved when it was opened. */
  public Path root() {
    return root;
  }

  /** Whether files are reached by system calls; otherwise by the JDK's file interface. */
  public boolean isNative() {
    return access instanceof LinuxFileAccess;
  }

  /**
   * Lists the context. Directories that cannot be read do not fail the listing: see {@link ContextTree#requireReadable}.
   *
   * @throws ContextException {@code CONTEXT_CHANGED} or {@code CONTEXT_UNREADABLE} if the directory itself cannot be
   *   looked at any more, {@code LIMIT_EXCEEDED} beyond 5,000,000 files or 1,000 levels, {@code CANCELLED} if the
   *   thread is interrupted
   */
  public ContextTree scan(ScanOptions options) {
    ContextTree tree = new Scan(access(), options, Scan.MAXIMUM_ENTRIES).run();
    if (tree.size() == 0) {
      // the directory itself was removed, and its path is all that the portable way has
      tree.requireReadable(ImagePath.ROOT);
    }
    LOG.debug("listed {} files of {}", tree.size(), root);
    return tree;
  }

  /** A reader for one thread. */
  public ContextReader reader() {
    return new ContextReader(access().session());
  }

  /**
   * Hashes files of this context with the help of an index that is kept in a directory of the caller's.
   *
   * @param indexDirectory where index files lie, one per context; made if it is missing
   */
  public ContentHasher hasher(Path indexDirectory, HashingMode mode) {
    return hasher(indexDirectory, mode, ContentIndex.SETTLING_NANOS);
  }

  /** As {@link #hasher(Path, HashingMode)}, believing files that have not changed for so long. */
  ContentHasher hasher(Path indexDirectory, HashingMode mode, long settlingNanos) {
    return new ContentHasher(this, ContentIndex.load(indexDirectory, root), mode, settlingNanos);
  }

  FileAccess access() {
    if (closed) {
      throw new ContextException(ErrorCode.IO, "the context directory '" + root + "' is closed");
    }
    return access;
  }

  /** Lets go of the directory. Readers must be closed before. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      access.close();
    }
  }
}
