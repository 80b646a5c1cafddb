package dev.slipway.store;

import com.google.common.collect.ImmutableList;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * The few file operations that a store is made of: the port through which every read and write of the store goes.
 *
 * <p>For tests and for embedding only. {@link #system()} is what everybody uses; a test passes another one to
 * {@link Store#open(Path, Disk)} to make the n-th operation fail. Implementations are safe for use by several threads.
 */
public interface Disk {
  /** The operating system's files. */
  static Disk system() {
    return SystemDisk.INSTANCE;
  }

  /** Creates a file and opens it for writing from its start. The caller sees to it that its name is new. */
  Output create(Path file) throws IOException;

  /** As {@link #create(Path)}, for a file that only its owner may read, where the system knows such files. */
  Output createPrivate(Path file) throws IOException;

  /** Opens a file for reading. */
  FileChannel open(Path file) throws IOException;

  /** Opens a file for locking, creating it if it is missing. The caller never closes it: see {@link Locks}. */
  FileChannel openForLocks(Path file) throws IOException;

  /** What the file system says about a file, without following a link; empty if there is no such file. */
  Optional<Stat> stat(Path file) throws IOException;

  /** The entries of a directory in no particular order; empty if there is no such directory. */
  ImmutableList<Path> list(Path directory) throws IOException;

  /** Creates a directory and its parents where they are missing. */
  void createDirectories(Path directory) throws IOException;

  /** Creates a directory that only its owner may enter, where the system knows such directories. Its name must be new. */
  void createPrivateDirectory(Path directory) throws IOException;

  /** Renames a file or directory atomically. A file replaces what has the new name; a directory at most an empty one. */
  void move(Path from, Path to) throws IOException;

  /** Deletes a file or an empty directory; false if there was none. */
  boolean delete(Path file) throws IOException;

  /** Makes the names in a directory survive a power cut. */
  void syncDirectory(Path directory) throws IOException;

  /** Sets a file's modification time to now. */
  void touch(Path file) throws IOException;

  /**
   * What the file system says about a file.
   *
   * @param size in bytes
   * @param modified when its contents, or its use, last changed
   * @param identity equal for equal files only; on systems without inodes, the path
   * @param isFile whether it is a regular file
   * @param isDirectory whether it is a directory
   */
  record Stat(long size, FileTime modified, Object identity, boolean isFile, boolean isDirectory) {}

  /** A file that is being written. */
  interface Output extends Closeable {
    /** Writes all remaining bytes. An interrupt ends the write and closes the file. */
    void write(ByteBuffer bytes) throws IOException;

    /** Writes all bytes, whether or not the thread has been interrupted. */
    void write(byte[] bytes) throws IOException;

    /** Returns when everything written so far would survive a power cut. */
    void force() throws IOException;
  }
}
