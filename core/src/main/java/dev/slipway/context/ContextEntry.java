package dev.slipway.context;

import dev.slipway.image.ImagePath;

/**
 * One file of a build context, as it was when the context was listed.
 *
 * @param path where it lies, the context's directory being the root
 * @param kind what it is, links not followed
 * @param mode the permission bits with setuid, setgid and sticky ({@code 07777}), as on disk
 * @param size the length in bytes; 0 for anything but a file
 * @param mtimeSeconds when its bytes last changed, in seconds since 1970; negative before
 * @param mtimeNanos the nanoseconds within that second
 * @param ctimeSeconds when its bytes or attributes last changed, in seconds since 1970; 0 where the platform has no such time
 * @param ctimeNanos the nanoseconds within that second
 * @param device the file system's number ({@code st_dev}); 0 where the platform has none
 * @param inode the file's number; equal device and inode mean hard links to one file; 0 where the platform has none
 * @param links how many names the file has
 * @param linkTarget a symbolic link's target, bytes as text like {@link ImagePath#textOfBytes}; empty text for all others
 */
public record ContextEntry(ImagePath path, Kind kind, int mode, long size, long mtimeSeconds, int mtimeNanos, long ctimeSeconds,
    int ctimeNanos,
    long device, long inode, long links, String linkTarget) {
  /** What lies under a name. */
  public enum Kind {
    /** A regular file: the only kind that is ever opened for its bytes. */
    FILE,
    /** A directory. */
    DIRECTORY,
    /** A symbolic link; it is read, never followed. */
    SYMLINK,
    /** A named pipe. */
    FIFO,
    /** A socket, or a kind that only the platform knows. */
    SOCKET,
    /** A character device. */
    CHARACTER_DEVICE,
    /** A block device. */
    BLOCK_DEVICE
  }

  /** Whether this is a regular file that has other names too. */
  public boolean hasHardLinks() {
    return kind == Kind.FILE && links > 1;
  }

  /** Whether both are names of one file. */
  public boolean isSameFileAs(ContextEntry other) {
    return inode != 0 && inode == other.inode && device == other.device;
  }
}
