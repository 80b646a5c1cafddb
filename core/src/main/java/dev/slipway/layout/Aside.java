package dev.slipway.layout;

import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/** Files that appear whole or not at all: written beside their place, forced to disk, renamed. */
final class Aside {
  /** What goes into a file. */
  interface Content {
    void write(FileChannel file) throws IOException;
  }

  private Aside() {}

  /** How a finished file gets its name. */
  private interface Naming {
    void name(Path part, Path file) throws IOException;
  }

  /** Writes a file in place of the one that may be there. */
  static void write(Path file, Content content) {
    write(file, content, Aside::replace);
  }

  /** Writes a file unless there is one by then: a file that was there once is never replaced, so that it can be locked. */
  static void writeFirst(Path file, Content content) {
    write(file, content, Aside::add);
  }

  private static void replace(Path part, Path file) throws IOException {
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void add(Path part, Path file) throws IOException {
    try {
      Path unused = Files.createLink(file, part);
    } catch (FileAlreadyExistsException wasFirst) {
      // whoever wrote it wrote the same
    } catch (UnsupportedOperationException | FileSystemException noHardLinks) {
      // two writers that create a layout at once on such a file system may lose one entry
      replace(part, file);
    }
  }

  private static void write(Path file, Content content, Naming naming) {
    Path absolute = file.toAbsolutePath();
    String name = "." + absolute.getFileName() + "." + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part";
    Path part = absolute.resolveSibling(name);
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        content.write(channel);
        channel.force(true);
      }
      naming.name(part, absolute);
    } catch (IOException e) {
      throw new ArchiveException(ErrorCode.IO, "'" + file + "' cannot be written: " + e.getMessage(), e);
    } finally {
      discard(part);
    }
  }

  /** After a success there is nothing to delete; after a failure, that failure is what the caller should see. */
  private static void discard(Path part) {
    try {
      boolean unused = Files.deleteIfExists(part);
    } catch (IOException e) {
      // left behind under a name that says what it is
    }
  }

  static void createDirectories(Path directory) {
    try {
      Path unused = Files.createDirectories(directory);
    } catch (IOException e) {
      throw new ArchiveException(ErrorCode.IO, "directory '" + directory + "' cannot be created: " + e.getMessage(), e);
    }
  }

  /** Makes the names in a directory survive a power cut, where the system can do that. */
  static void sync(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException unsupported) {
      // Windows opens no directories; the files themselves are forced
    }
  }
}
