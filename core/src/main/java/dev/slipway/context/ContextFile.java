package dev.slipway.context;

import dev.slipway.ContextException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * An open file of a context. Its end is only reported after the file was found unchanged; {@link #read} throws
 * {@link ContextException} with {@code CONTEXT_CHANGED} instead.
 */
public final class ContextFile implements ReadableByteChannel {
  private final ContextEntry entry;
  private final FileAccess.OpenFile file;
  private final FileStat stat;
  private long remaining;
  private boolean open = true;

  private ContextFile(ContextEntry entry, FileAccess.OpenFile file, FileStat stat) {
    this.entry = entry;
    this.file = file;
    this.stat = stat;
    this.remaining = entry.size();
  }

  /** Takes over an open file, or closes it if it is not the listed one. */
  static ContextFile checked(ContextEntry entry, FileAccess.OpenFile file, FileStat stat) {
    ContextFile opened = new ContextFile(entry, file, stat);
    try {
      opened.verify();
      return opened;
    } catch (RuntimeException | Error refused) {
      opened.close();
      throw refused;
    }
  }

  /** What was listed. */
  public ContextEntry entry() {
    return entry;
  }

  /** How many bytes are still to be read. */
  public long remaining() {
    return remaining;
  }

  /** Reads some bytes; -1 at the end, after {@link #verify}. Quickest with direct buffers. */
  @Override
  public int read(ByteBuffer into) {
    if (remaining == 0) {
      verify();
      return -1;
    }
    int limit = into.limit();
    if (into.remaining() > remaining) {
      into.limit(into.position() + (int) remaining);
    }
    if (!into.hasRemaining()) {
      return 0;
    }
    try {
      int count = file.read(into);
      if (count <= 0) {
        throw ContextFailures.changed(entry.path(), "shrank");
      }
      remaining -= count;
      return count;
    } catch (FileFailure failure) {
      throw ContextFailures.of(entry.path(), failure);
    } finally {
      into.limit(limit);
    }
  }

  /** Throws {@code CONTEXT_CHANGED} unless the open file is as it was listed. */
  public void verify() {
    try {
      file.stat(stat);
    } catch (FileFailure failure) {
      throw ContextFailures.of(entry.path(), failure);
    }
    if (!stat.isStill(entry)) {
      throw ContextFailures.changed(entry.path(), difference());
    }
  }

  private String difference() {
    if (stat.inode != entry.inode() || stat.kind != entry.kind()) {
      return "was replaced";
    }
    if (stat.size != entry.size()) {
      return stat.size < entry.size() ? "shrank" : "grew";
    }
    return "changed";
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      file.close();
    }
  }
}
