package dev.slipway.context;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Files by system calls relative to directory descriptors: no path is ever resolved twice, so a directory that is
 * swapped for a link while we look is refused and not followed, and paths may be of any length.
 *
 * <p>Calls pass numbers and addresses of buffers made once per session; none allocates.
 */
final class LinuxFileAccess implements FileAccess {
  private final SystemCalls.Numbers calls;
  private final int root;

  private LinuxFileAccess(SystemCalls.Numbers calls, int root) {
    this.calls = calls;
    this.root = root;
  }

  /** Opens a directory, links in its path followed; empty where this kind of access is not available. */
  static Optional<LinuxFileAccess> open(Path directory) throws FileFailure {
    Optional<SystemCalls.Numbers> numbers = SystemCalls.available();
    if (numbers.isEmpty()) {
      return Optional.empty();
    }
    SystemCalls.Numbers calls = numbers.get();
    LinuxSession session = new LinuxSession(calls, SystemCalls.AT_FDCWD);
    int root = session.openAt(SystemCalls.AT_FDCWD, RawNames.bytesOf(directory.toAbsolutePath()), calls.directory());
    try {
      // some sandboxes refuse statx; better to find out before anything depends on it
      session.statDescriptor(root, new FileStat());
      return Optional.of(new LinuxFileAccess(calls, root));
    } catch (FileFailure refused) {
      session.closeDescriptor(root);
      return Optional.empty();
    }
  }

  @Override
  public LinuxSession session() {
    return new LinuxSession(calls, root);
  }

  /**
   * Asks the file system itself: an unnamed file has no entry in any directory, so the context does not change. Where
   * there are none (older network file systems, a read-only context), a file in the scratch directory stands in if it
   * lies on the same device.
   */
  @Override
  public OptionalLong clock(long device, Path scratch) {
    LinuxSession session = session();
    FileStat stat = new FileStat();
    try {
      int probe = session.openAt(root, new byte[]{'.'}, calls.unnamed() | SystemCalls.O_WRONLY);
      try {
        session.statDescriptor(probe, stat);
      } finally {
        session.closeDescriptor(probe);
      }
      return stat.device == device ? OptionalLong.of(stat.ctimeSeconds * 1_000_000_000L + stat.ctimeNanos) : OptionalLong.empty();
    } catch (FileFailure noUnnamedFiles) {
      return PortableFileAccess.clockOf(device, scratch);
    }
  }

  @Override
  public void close() {
    session().closeDescriptor(root);
  }
}
