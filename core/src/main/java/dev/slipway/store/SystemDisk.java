package dev.slipway.store;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.google.common.collect.ImmutableList;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The operating system's files. */
enum SystemDisk implements Disk {
  INSTANCE;

  private static final boolean DIRECTORIES_CAN_BE_OPENED = File.separatorChar == '/';
  private static final boolean KNOWS_PERMISSIONS = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final FileAttribute<?>[] NOTHING = {};
  private static final FileAttribute<?>[] OWNER_READS = {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))};
  private static final FileAttribute<?>[] OWNER_ENTERS = {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))};

  @Override
  public Output create(Path file) throws IOException {
    return new FileOutput(file);
  }

  @Override
  public Output createPrivate(Path file) throws IOException {
    var unused = Files.createFile(file, KNOWS_PERMISSIONS ? OWNER_READS : NOTHING);
    return new FileOutput(file);
  }

  @Override
  public FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, READ);
  }

  @Override
  public FileChannel openForLocks(Path file) throws IOException {
    return FileChannel.open(file, READ, WRITE, CREATE);
  }

  @Override
  public Optional<Stat> stat(Path file) throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
      Object key = found.fileKey();
      return Optional.of(new Stat(found.size(), found.lastModifiedTime(), key == null ? file : key, found.isRegularFile(),
          found.isDirectory()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public ImmutableList<Path> list(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return ImmutableList.copyOf(entries);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return ImmutableList.of();
    }
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    Files.createDirectories(directory);
  }

  @Override
  public void createPrivateDirectory(Path directory) throws IOException {
    var unused = Files.createDirectory(directory, KNOWS_PERMISSIONS ? OWNER_ENTERS : NOTHING);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public boolean delete(Path file) throws IOException {
    return Files.deleteIfExists(file);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    if (DIRECTORIES_CAN_BE_OPENED) {
      try (FileChannel channel = FileChannel.open(directory, READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
  }

  /** Small writes go past the channel, because an interrupt would close it. */
  private static final class FileOutput implements Output {
    private final RandomAccessFile file;
    private final FileChannel channel;

    FileOutput(Path path) throws IOException {
      file = new RandomAccessFile(path.toFile(), "rw");
      channel = file.getChannel();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      file.write(bytes);
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
