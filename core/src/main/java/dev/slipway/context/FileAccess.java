package dev.slipway.context;

import dev.slipway.image.ImagePath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A way to look at the files below one held directory. Two exist: {@link LinuxFileAccess} by system calls relative to
 * directory descriptors, and {@link PortableFileAccess} by what the JDK offers everywhere.
 *
 * <p>Names travel as raw bytes. Nothing here follows a symbolic link below the root.
 */
interface FileAccess extends AutoCloseable {
  /** A set of buffers and calls for use by one thread; the caller closes it. */
  Session session();

  /**
   * The current time by the clock that stamps files on the given device, in nanoseconds since 1970; empty if that clock
   * cannot be read.
   *
   * @param scratch an existing directory in which a probe file may be made
   */
  OptionalLong clock(long device, Path scratch);

  @Override
  void close();

  /** A held directory. */
  interface Folder extends AutoCloseable {
    @Override
    void close();
  }

  /** An open regular file. */
  interface OpenFile extends AutoCloseable {
    /** The attributes of the open file now. */
    void stat(FileStat into) throws FileFailure;

    /** As {@link java.nio.channels.ReadableByteChannel#read}. */
    int read(ByteBuffer into) throws FileFailure;

    @Override
    void close();
  }

  /** What one thread does with files. */
  interface Session extends AutoCloseable {
    /** The held root; closing it does nothing. */
    Folder root();

    /** Opens a directory; a link is refused. */
    Folder open(Folder parent, byte[] name) throws FileFailure;

    /** Lists a directory without {@code .} and {@code ..}, in no order. */
    void list(Folder folder, NameList into) throws FileFailure;

    /** Reads attributes without opening; an empty name means the folder itself. */
    void stat(Folder folder, byte[] names, int from, int to, FileStat into) throws FileFailure;

    /** The target of a symbolic link. */
    byte[] readLink(Folder folder, byte[] name) throws FileFailure;

    /** Opens what should be a regular file for reading, without waiting for the other side of a fifo. */
    OpenFile openFile(Folder folder, byte[] name) throws FileFailure;

    /** A direct buffer that {@link OpenFile#read} of this session fills fastest. */
    ByteBuffer transfer();

    @Override
    void close();
  }

  /** The text of a name, quick for the usual one. */
  static String text(byte[] names, int from, int to) {
    for (int i = from; i < to; i++) {
      if (names[i] < 0) {
        byte[] name = new byte[to - from];
        System.arraycopy(names, from, name, 0, name.length);
        return ImagePath.textOfBytes(name);
      }
    }
    return new String(names, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
