package dev.slipway.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Files by the JDK's own interface, on any platform.
 *
 * <p>It works by path, so it is weaker than {@link LinuxFileAccess} in two ways: a directory that is swapped for a link
 * at the right moment is noticed (another inode lies there) rather than prevented, and paths beyond the platform's limit
 * (4,096 bytes on Linux) are reported as unreadable. Where there are no inodes (Windows), files are always hashed anew.
 */
final class PortableFileAccess implements FileAccess {
  private final Path root;

  PortableFileAccess(Path root) {
    this.root = root;
  }

  @Override
  public Session session() {
    return new PortableSession(root);
  }

  @Override
  public OptionalLong clock(long device, Path scratch) {
    return clockOf(device, scratch);
  }

  /** The time that a file made now in a directory gets, if that directory lies on the given device. */
  static OptionalLong clockOf(long device, Path scratch) {
    try {
      Path probe = Files.createTempFile(scratch, "clock-", ".tmp");
      try {
        FileStat stat = new FileStat();
        PortableSession.read(probe, stat);
        // a file system that keeps whole seconds only would let a change hide within one
        return stat.inode != 0 && stat.device == device && stat.ctimeNanos != 0
            ? OptionalLong.of(stat.ctimeSeconds * 1_000_000_000L + stat.ctimeNanos)
            : OptionalLong.empty();
      } finally {
        Files.deleteIfExists(probe);
      }
    } catch (IOException unusable) {
      return OptionalLong.empty();
    }
  }

  @Override
  public void close() {}
}
