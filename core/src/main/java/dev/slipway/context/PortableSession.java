package dev.slipway.context;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/** The calls of one thread. */
final class PortableSession implements FileAccess.Session {
  private static final String WANTED = "unix:mode,size,lastModifiedTime,ctime,ino,dev,nlink";

  private final Path root;
  private final ByteBuffer transfer = ByteBuffer.allocateDirect(256 * 1024);

  PortableSession(Path root) {
    this.root = root;
  }

  private record PortableFolder(Path path) implements FileAccess.Folder {
    @Override
    public void close() {}
  }

  private record PortableFile(Path path, FileChannel channel) implements FileAccess.OpenFile {
    @Override
    public void stat(FileStat into) throws FileFailure {
      try {
        PortableSession.read(path, into);
      } catch (IOException refused) {
        throw failure(refused);
      }
    }

    @Override
    public int read(ByteBuffer into) throws FileFailure {
      try {
        return channel.read(into);
      } catch (IOException refused) {
        throw failure(refused);
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException ignored) {
        // a file open for reading has nothing left to lose
      }
    }
  }

  @Override
  public FileAccess.Folder root() {
    return new PortableFolder(root);
  }

  @Override
  public FileAccess.Folder open(FileAccess.Folder parent, byte[] name) throws FileFailure {
    Path path = child(parent, name);
    try {
      if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isDirectory()) {
        throw new FileFailure(FileFailure.Reason.OTHER_KIND, "not a directory");
      }
      return new PortableFolder(path);
    } catch (FileFailure known) {
      throw known;
    } catch (IOException refused) {
      throw failure(refused);
    }
  }

  @Override
  public void list(FileAccess.Folder folder, NameList into) throws FileFailure {
    Path path = ((PortableFolder) folder).path();
    FileStat before = new FileStat();
    FileStat after = new FileStat();
    try {
      read(path, before);
      try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
        for (Path child : children) {
          into.add(RawNames.bytesOf(name(child)), NameList.UNKNOWN);
        }
      }
      read(path, after);
    } catch (DirectoryIteratorException refused) {
      throw new FileFailure(FileFailure.Reason.REFUSED, new IOException(refused));
    } catch (IOException refused) {
      throw failure(refused);
    }
    boolean rootItself = path.equals(root);
    if (!rootItself && (before.inode != after.inode || before.device != after.device || after.kind != ContextEntry.Kind.DIRECTORY)) {
      throw new FileFailure(FileFailure.Reason.OTHER_KIND, "replaced while it was listed");
    }
  }

  @Override
  public void stat(FileAccess.Folder folder, byte[] names, int from, int to, FileStat into) throws FileFailure {
    byte[] name = new byte[to - from];
    System.arraycopy(names, from, name, 0, name.length);
    try {
      read(from == to ? ((PortableFolder) folder).path() : child(folder, name), into);
    } catch (IOException refused) {
      throw failure(refused);
    }
  }

  @Override
  public byte[] readLink(FileAccess.Folder folder, byte[] name) throws FileFailure {
    try {
      return linkBytes(Files.readSymbolicLink(child(folder, name)));
    } catch (IOException refused) {
      throw failure(refused);
    }
  }

  /** A link's target keeps its slashes as they are, and its bytes where the locale cannot show them. */
  private static byte[] linkBytes(Path target) {
    if (target.toString().isEmpty()) {
      return new byte[0];
    }
    return RawNames.bytesOf(target);
  }

  @Override
  public FileAccess.OpenFile openFile(FileAccess.Folder folder, byte[] name) throws FileFailure {
    Path path = child(folder, name);
    try {
      // opening a fifo would wait for its writer: look first (a swap in between is an accepted race of this class)
      if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isRegularFile()) {
        throw new FileFailure(FileFailure.Reason.OTHER_KIND, "not a regular file");
      }
      return new PortableFile(path, FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    } catch (FileFailure known) {
      throw known;
    } catch (IOException refused) {
      throw failure(refused);
    }
  }

  @Override
  public ByteBuffer transfer() {
    return transfer;
  }

  @Override
  public void close() {}

  /** Attributes of a path, a link not followed; the richest set that its file system has. */
  static void read(Path path, FileStat into) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      readUnix(Files.readAttributes(path, WANTED, LinkOption.NOFOLLOW_LINKS), into);
      return;
    }
    BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    into.kind = basic.isRegularFile()
        ? ContextEntry.Kind.FILE
        : basic.isDirectory() ? ContextEntry.Kind.DIRECTORY : basic.isSymbolicLink() ? ContextEntry.Kind.SYMLINK : ContextEntry.Kind.SOCKET;
    into.mode = basic.isDirectory() ? 0755 : 0644;
    into.size = basic.isRegularFile() ? basic.size() : 0;
    into.inode = 0;
    into.device = 0;
    into.links = 1;
    into.ctimeSeconds = 0;
    into.ctimeNanos = 0;
    modified(basic.lastModifiedTime(), into);
  }

  private static void readUnix(Map<String, Object> attributes, FileStat into) {
    int mode = ((Number) attribute(attributes, "mode")).intValue();
    into.kind = FileStat.kindOf(mode);
    into.mode = mode & 07777;
    into.size = into.kind == ContextEntry.Kind.FILE ? ((Number) attribute(attributes, "size")).longValue() : 0;
    into.inode = ((Number) attribute(attributes, "ino")).longValue();
    into.device = ((Number) attribute(attributes, "dev")).longValue();
    into.links = ((Number) attribute(attributes, "nlink")).longValue();
    modified((FileTime) attribute(attributes, "lastModifiedTime"), into);
    Instant changed = ((FileTime) attribute(attributes, "ctime")).toInstant();
    into.ctimeSeconds = changed.getEpochSecond();
    into.ctimeNanos = changed.getNano();
  }

  private static Object attribute(Map<String, Object> attributes, String name) {
    Object value = attributes.get(name);
    if (value == null) {
      throw new IllegalStateException("the file system gave no attribute '" + name + "'");
    }
    return value;
  }

  private static void modified(FileTime time, FileStat into) {
    Instant instant = time.toInstant();
    into.mtimeSeconds = instant.getEpochSecond();
    into.mtimeNanos = instant.getNano();
  }

  private static Path name(Path child) {
    Path name = child.getFileName();
    return name == null ? child : name;
  }

  private static Path child(FileAccess.Folder folder, byte[] name) throws FileFailure {
    try {
      return RawNames.pathOf(((PortableFolder) folder).path(), name);
    } catch (InvalidPathException refused) {
      throw new FileFailure(FileFailure.Reason.REFUSED, new IOException(refused));
    }
  }

  private static FileFailure failure(IOException refused) {
    FileFailure.Reason reason = FileFailure.Reason.REFUSED;
    if (refused instanceof NoSuchFileException) {
      reason = FileFailure.Reason.GONE;
    } else if (refused instanceof NotDirectoryException) {
      reason = FileFailure.Reason.OTHER_KIND;
    } else if (refused instanceof AccessDeniedException) {
      reason = FileFailure.Reason.DENIED;
    } else if (refused instanceof ClosedByInterruptException) {
      reason = FileFailure.Reason.INTERRUPTED;
    }
    return new FileFailure(reason, refused);
  }
}
