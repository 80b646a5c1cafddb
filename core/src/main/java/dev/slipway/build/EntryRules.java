package dev.slipway.build;

import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.context.ContextEntry;
import dev.slipway.context.ContextEntry.Kind;
import dev.slipway.dockerfile.IgnoreFile;
import dev.slipway.image.Digest;
import dev.slipway.layer.Entry;
import dev.slipway.layer.EntryType;
import dev.slipway.layer.XattrValue;
import java.time.Instant;
import java.util.Optional;

/**
 * How files on disk become entries of a layer.
 *
 * @param modes which permission bits they get
 * @param timestamps which modification times they get
 */
record EntryRules(FileModes modes, Timestamps timestamps) {
  private static final ImmutableSortedMap<String, XattrValue> NO_XATTRS = ImmutableSortedMap.of();

  /** An entry of a listed file, whose bytes have the given digest if it is known. */
  Entry entry(ContextEntry file, Optional<Digest> content) {
    EntryType type = switch (file.kind()) {
      case FILE -> EntryType.FILE;
      case DIRECTORY -> EntryType.DIRECTORY;
      case SYMLINK -> EntryType.SYMLINK;
      case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> throw new BuildException(ErrorCode.ENTRY_REFUSED,
          "'" + file.path() + "' in the build context is a " + name(file.kind())
              + ", of which no copy can be made; leave it out in " + IgnoreFile.NAME);
    };
    boolean late = isLate(file.mtimeSeconds(), file.mtimeNanos());
    Instant latest = timestamps.latest().orElse(Timestamps.EPOCH);
    // in one go: there may be a million files
    return new Entry(file.path(), type, mode(file), 0, 0, late ? latest.getEpochSecond() : file.mtimeSeconds(),
        late ? latest.getNano() : file.mtimeNanos(), file.linkTarget(), NO_XATTRS, type == EntryType.FILE ? file.size() : 0, content, 0, 0,
        0);
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
    Instant latest = timestamps.latest().orElse(Timestamps.EPOCH);
    return isLate(seconds, nanos) ? entry.withMtime(latest.getEpochSecond(), latest.getNano()) : entry.withMtime(seconds, nanos);
  }

  private boolean isLate(long seconds, int nanos) {
    if (timestamps.latest().isEmpty()) {
      return false;
    }
    Instant latest = timestamps.latest().get();
    return seconds > latest.getEpochSecond() || seconds == latest.getEpochSecond() && nanos > latest.getNano();
  }
}
