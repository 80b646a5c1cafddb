package dev.slipway.build;

import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.context.ContextEntry;
import dev.slipway.context.ContextEntry.Kind;
import dev.slipway.dockerfile.IgnoreFile;
import dev.slipway.layer.Entry;
import java.time.Instant;

/**
 * How files on disk become entries of a layer.
 *
 * @param modes which permission bits they get
 * @param timestamps which modification times they get
 */
record EntryRules(FileModes modes, Timestamps timestamps) {
  Entry entry(ContextEntry file) {
    Entry entry = switch (file.kind()) {
      case FILE -> Entry.file(file.path());
      case DIRECTORY -> Entry.directory(file.path());
      case SYMLINK -> Entry.symlink(file.path(), file.linkTarget());
      case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> throw new BuildException(ErrorCode.ENTRY_REFUSED,
          "'" + file.path() + "' in the build context is a " + name(file.kind())
              + ", of which no copy can be made; leave it out in " + IgnoreFile.NAME);
    };
    return clamp(entry.withMode(mode(file)), file.mtimeSeconds(), file.mtimeNanos());
  }

  private static String name(Kind kind) {
    return kind == Kind.SOCKET ? "socket" : kind == Kind.FIFO ? "named pipe" : "device";
  }

  private int mode(ContextEntry file) {
    if (file.kind() == Kind.SYMLINK) {
      return 0777;
    }
    return modes == FileModes.KEPT ? file.mode() : file.kind() == Kind.DIRECTORY || (file.mode() & 0100) != 0 ? 0755 : 0644;
  }

  /** Something that has no time of its own gets the latest that is allowed. */
  Entry made(Entry entry) {
    Instant time = timestamps.latest().orElse(Timestamps.EPOCH);
    return entry.withMtime(time.getEpochSecond(), time.getNano());
  }

  Entry clamp(Entry entry, long seconds, int nanos) {
    if (timestamps.latest().isPresent()) {
      long latest = timestamps.latest().get().getEpochSecond();
      int latestNanos = timestamps.latest().get().getNano();
      if (seconds > latest || (seconds == latest && nanos > latestNanos)) {
        return entry.withMtime(latest, latestNanos);
      }
    }
    return entry.withMtime(seconds, nanos);
  }
}
