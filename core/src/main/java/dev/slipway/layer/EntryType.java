package dev.slipway.layer;

/** What an entry of a layer is. */
public enum EntryType {
  /** A regular file. */
  FILE(0, '0'),
  /** A directory. */
  DIRECTORY(1, '5'),
  /** A symbolic link. */
  SYMLINK(2, '2'),
  /** Another name of a file that an earlier entry, or a lower layer, brings. */
  HARD_LINK(3, '1'),
  /** A character device. */
  CHARACTER_DEVICE(4, '3'),
  /** A block device. */
  BLOCK_DEVICE(5, '4'),
  /** A named pipe. */
  FIFO(6, '6');

  private static final EntryType[] BY_CODE = new EntryType[values().length];

  static {
    for (EntryType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;
  private final char flag;

  EntryType(int code, char flag) {
    this.code = code;
    this.flag = flag;
  }

  /** The number that stands for this type in a stored table of contents; never changed. */
  int code() {
    return code;
  }

  /** The type flag that stands for this type in a tar header. */
  char flag() {
    return flag;
  }

  /** Whether entries of this type name a device by its numbers. */
  public boolean isDevice() {
    return this == CHARACTER_DEVICE || this == BLOCK_DEVICE;
  }

  static EntryType at(int code) {
    return BY_CODE[code];
  }
}
