package dev.slipway.layer;

/** What an entry of a layer is. */
public enum EntryType {
  /** A regular file. */
  FILE('0'),
  /** A directory. */
  DIRECTORY('5'),
  /** A symbolic link. */
  SYMLINK('2'),
  /** Another name of a file that an earlier entry, or a lower layer, brings. */
  HARD_LINK('1'),
  /** A character device. */
  CHARACTER_DEVICE('3'),
  /** A block device. */
  BLOCK_DEVICE('4'),
  /** A named pipe. */
  FIFO('6');

  private static final EntryType[] ALL = values();

  private final char flag;

  EntryType(char flag) {
    this.flag = flag;
  }

  /** The type flag that stands for this type in a tar header. */
  char flag() {
    return flag;
  }

  /** Whether entries of this type name a device by its numbers. */
  public boolean isDevice() {
    return this == CHARACTER_DEVICE || this == BLOCK_DEVICE;
  }

  static EntryType at(int ordinal) {
    return ALL[ordinal];
  }
}
