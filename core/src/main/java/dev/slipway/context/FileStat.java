package dev.slipway.context;

/** The attributes of one file: a holder that is filled again and again. */
final class FileStat {
  ContextEntry.Kind kind = ContextEntry.Kind.FILE;
  int mode;
  long size;
  long mtimeSeconds;
  int mtimeNanos;
  long ctimeSeconds;
  int ctimeNanos;
  long device;
  long inode;
  long links;

  /** Whether this is still the file that was listed, by everything that a change of its bytes changes. */
  boolean isStill(ContextEntry entry) {
    return kind == entry.kind()
        && inode == entry.inode()
        && device == entry.device()
        && size == entry.size()
        && mtimeSeconds == entry.mtimeSeconds()
        && mtimeNanos == entry.mtimeNanos()
        && ctimeSeconds == entry.ctimeSeconds()
        && ctimeNanos == entry.ctimeNanos();
  }

  /** What a {@code st_mode} says about the kind; unknown kinds count as sockets, which are never opened. */
  static ContextEntry.Kind kindOf(int fileMode) {
    return switch (fileMode & 0170000) {
      case 0100000 -> ContextEntry.Kind.FILE;
      case 0040000 -> ContextEntry.Kind.DIRECTORY;
      case 0120000 -> ContextEntry.Kind.SYMLINK;
      case 0010000 -> ContextEntry.Kind.FIFO;
      case 0020000 -> ContextEntry.Kind.CHARACTER_DEVICE;
      case 0060000 -> ContextEntry.Kind.BLOCK_DEVICE;
      default -> ContextEntry.Kind.SOCKET;
    };
  }
}
