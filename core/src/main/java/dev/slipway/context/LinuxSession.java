package dev.slipway.context;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The buffers and system calls of one thread. */
final class LinuxSession implements FileAccess.Session {
  /** One read of a file: large enough to make calls cheap, small enough to stay in a core's cache while it is hashed. */
  private static final int TRANSFER = 256 * 1024;
  private static final int STAT = 0;
  private static final int NAME = 256;
  /** A name may have 255 bytes, the path of the root and the target of a link 4,095. */
  private static final int NAME_LIMIT = 4096;
  private static final int LISTING = NAME + NAME_LIMIT;
  private static final int LISTING_LIMIT = 64 * 1024;
  private static final byte DT_UNKNOWN = 0;
  private static final byte DT_DIRECTORY = 4;

  private final SystemCalls.Numbers calls;
  private final int root;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(LISTING + LISTING_LIMIT).order(ByteOrder.nativeOrder());
  private final long address = addressOf(buffer);
  private @Nullable ByteBuffer transfer;
  private long transferAddress;

  LinuxSession(SystemCalls.Numbers calls, int root) {
    this.calls = calls;
    this.root = root;
  }

  private record LinuxFolder(LinuxSession opener, int descriptor, boolean held) implements FileAccess.Folder {
    @Override
    public void close() {
      if (!held) {
        opener.closeDescriptor(descriptor);
      }
    }
  }

  private final class LinuxFile implements FileAccess.OpenFile {
    private final int descriptor;

    LinuxFile(int descriptor) {
      this.descriptor = descriptor;
    }

    @Override
    public void stat(FileStat into) throws FileFailure {
      statDescriptor(descriptor, into);
    }

    @Override
    public int read(ByteBuffer into) throws FileFailure {
      return readDescriptor(descriptor, into);
    }

    @Override
    public void close() {
      closeDescriptor(descriptor);
    }
  }

  @Override
  public FileAccess.Folder root() {
    return new LinuxFolder(this, root, true);
  }

  @Override
  public FileAccess.Folder open(FileAccess.Folder parent, byte[] name) throws FileFailure {
    return new LinuxFolder(this, openAt(descriptor(parent), name, calls.directory() | calls.nofollow()), false);
  }

  @Override
  public FileAccess.OpenFile openFile(FileAccess.Folder folder, byte[] name) throws FileFailure {
    return new LinuxFile(openAt(descriptor(folder), name, calls.nofollow() | SystemCalls.O_NONBLOCK | SystemCalls.O_NOCTTY));
  }

  /** Opens relative to a directory descriptor, closed on exec. */
  int openAt(int directory, byte[] name, int flags) throws FileFailure {
    putName(name, 0, name.length);
    long result;
    do {
      result = SystemCalls.syscall(calls.openat(), directory, address + NAME, flags | SystemCalls.O_CLOEXEC, 0600, 0);
    } while (result < 0 && Native.getLastError() == SystemCalls.EINTR);
    return (int) checked(result, "open");
  }

  @Override
  public void list(FileAccess.Folder folder, NameList into) throws FileFailure {
    int descriptor = descriptor(folder);
    // the root may be listed again: start at its beginning
    if (descriptor == root) {
      descriptor = openAt(root, new byte[]{'.'}, calls.directory());
    }
    try {
      while (true) {
        int length = (int) checked(SystemCalls.syscall(calls.getdents64(), descriptor, address + LISTING, LISTING_LIMIT, 0, 0), "list");
        if (length == 0) {
          return;
        }
        addNames(length, into);
      }
    } finally {
      if (descriptor != descriptor(folder)) {
        closeDescriptor(descriptor);
      }
    }
  }

  /** Reads {@code struct linux_dirent64}: inode 8, offset 8, length 2, type 1, name ended by NUL. */
  private void addNames(int length, NameList into) {
    int at = LISTING;
    while (at < LISTING + length) {
      int recordLength = buffer.getShort(at + 16) & 0xFFFF;
      byte type = buffer.get(at + 18);
      int name = at + 19;
      int end = name;
      while (buffer.get(end) != 0) {
        end++;
      }
      if (!isSelfOrParent(name, end)) {
        into.add(buffer, name, end - name,
            type == DT_DIRECTORY ? NameList.DIRECTORY : type == DT_UNKNOWN ? NameList.UNKNOWN : NameList.OTHER);
      }
      at += recordLength;
    }
  }

  private boolean isSelfOrParent(int from, int to) {
    return buffer.get(from) == '.' && (to - from == 1 || to - from == 2 && buffer.get(from + 1) == '.');
  }

  @Override
  public void stat(FileAccess.Folder folder, byte[] names, int from, int to, FileStat into) throws FileFailure {
    putName(names, from, to - from);
    int flags = SystemCalls.AT_SYMLINK_NOFOLLOW | (from == to ? SystemCalls.AT_EMPTY_PATH : 0);
    statx(descriptor(folder), flags, into);
  }

  void statDescriptor(int descriptor, FileStat into) throws FileFailure {
    buffer.put(NAME, (byte) 0);
    statx(descriptor, SystemCalls.AT_EMPTY_PATH, into);
  }

  /** Reads {@code struct statx}, whose layout is the same on every processor. */
  private void statx(int directory, int flags, FileStat into) throws FileFailure {
    long result = SystemCalls.syscall(calls.statx(), directory, address + NAME, flags, SystemCalls.STATX_WANTED, address + STAT);
    if (result != 0) {
      throw failure("read the attributes");
    }
    into.links = buffer.getInt(STAT + 16) & 0xFFFFFFFFL;
    int mode = buffer.getShort(STAT + 28) & 0xFFFF;
    into.mode = mode & 07777;
    into.kind = FileStat.kindOf(mode);
    into.inode = buffer.getLong(STAT + 32);
    into.size = into.kind == ContextEntry.Kind.FILE ? buffer.getLong(STAT + 40) : 0;
    into.ctimeSeconds = buffer.getLong(STAT + 96);
    into.ctimeNanos = buffer.getInt(STAT + 104);
    into.mtimeSeconds = buffer.getLong(STAT + 112);
    into.mtimeNanos = buffer.getInt(STAT + 120);
    into.device = deviceNumber(buffer.getInt(STAT + 136), buffer.getInt(STAT + 140));
  }

  /** The {@code st_dev} that both parts make in every libc. */
  private static long deviceNumber(long major, long minor) {
    return (major & 0xFFFL) << 8 | (major & 0xFFFFF000L) << 32 | minor & 0xFFL | (minor & 0xFFFFFF00L) << 12;
  }

  @Override
  public byte[] readLink(FileAccess.Folder folder, byte[] name) throws FileFailure {
    putName(name, 0, name.length);
    int length = (int) checked(
        SystemCalls.syscall(calls.readlinkat(), descriptor(folder), address + NAME, address + LISTING, LISTING_LIMIT, 0), "read the link");
    byte[] target = new byte[length];
    buffer.get(LISTING, target);
    return target;
  }

  /** Whose address is known is a question of identity, not of content. */
  @SuppressWarnings("ReferenceEquality")
  private int readDescriptor(int descriptor, ByteBuffer into) throws FileFailure {
    if (!into.isDirect()) {
      return readByTransfer(descriptor, into);
    }
    int count;
    try {
      long target = into == transfer ? transferAddress : addressOf(into);
      count = readTo(descriptor, target + into.position(), into.remaining());
    } finally {
      Reference.reachabilityFence(into);
    }
    into.position(into.position() + count);
    return count == 0 && into.hasRemaining() ? -1 : count;
  }

  private int readTo(int descriptor, long target, int limit) throws FileFailure {
    long result;
    do {
      result = SystemCalls.syscall(calls.read(), descriptor, target, limit, 0, 0);
    } while (result < 0 && Native.getLastError() == SystemCalls.EINTR);
    return (int) checked(result, "read");
  }

  private int readByTransfer(int descriptor, ByteBuffer into) throws FileFailure {
    ByteBuffer direct = transfer().clear();
    direct.limit(Math.min(direct.capacity(), into.remaining()));
    int count = readDescriptor(descriptor, direct);
    into.put(direct.flip());
    return count;
  }

  @Override
  public ByteBuffer transfer() {
    if (transfer == null) {
      transfer = ByteBuffer.allocateDirect(TRANSFER);
      transferAddress = addressOf(transfer);
    }
    return transfer;
  }

  /** Usable from any thread: it touches no buffer. */
  void closeDescriptor(int descriptor) {
    // not again after EINTR: Linux has freed the number by then, and another thread may already own it
    long unused = SystemCalls.syscall(calls.close(), descriptor, 0, 0, 0, 0);
  }

  /** The buffers are the garbage collector's. */
  @Override
  public void close() {}

  private static int descriptor(FileAccess.Folder folder) {
    return ((LinuxFolder) folder).descriptor();
  }

  private void putName(byte[] names, int from, int length) throws FileFailure {
    if (length >= NAME_LIMIT) {
      throw new FileFailure(FileFailure.Reason.REFUSED, "the name has " + length + " bytes");
    }
    buffer.put(NAME, names, from, length);
    buffer.put(NAME + length, (byte) 0);
  }

  private static long addressOf(ByteBuffer direct) {
    return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
  }

  private static long checked(long result, String what) throws FileFailure {
    if (result < 0) {
      throw failure(what);
    }
    return result;
  }

  private static FileFailure failure(String what) {
    int error = Native.getLastError();
    return switch (error) {
      case SystemCalls.ENOENT -> new FileFailure(FileFailure.Reason.GONE, what + ": no such file");
      case SystemCalls.ENOTDIR, SystemCalls.ELOOP, SystemCalls.ENXIO, SystemCalls.EINVAL -> new FileFailure(FileFailure.Reason.OTHER_KIND,
          what + ": not what was listed (errno " + error + ")");
      case SystemCalls.EACCES, SystemCalls.EPERM -> new FileFailure(FileFailure.Reason.DENIED, what + ": permission denied");
      case SystemCalls.EMFILE, SystemCalls.ENFILE -> new FileFailure(FileFailure.Reason.REFUSED,
          what + ": too many open files (errno " + error + "); raise the limit of open files (ulimit -n)");
      default -> new FileFailure(FileFailure.Reason.REFUSED, what + ": errno " + error);
    };
  }
}
