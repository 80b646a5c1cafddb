package dev.slipway.layer;

import static com.google.common.base.Preconditions.checkState;

import dev.slipway.ContextException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import dev.slipway.store.Blob;
import dev.slipway.store.BlobWriter;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A layer being written into a store: a tar and its table of contents in one pass. For one thread.
 *
 * <p>Equal calls give equal bytes. Entries come in the order of {@link ImagePath}, each path once; parents need not be
 * listed. Modes, owners and times are written as they are given: normalising and clamping is the caller's work. Headers
 * are POSIX ustar with pax records where a value does not fit; user and group names are left empty; the end is exactly
 * two zero blocks, without padding to a record of 10,240 bytes.
 *
 * <p>Each file's bytes and the tar as a whole are hashed while they are written, the tar in a second thread. After any
 * failure the builder can only be closed, which leaves nothing in the store.
 */
public final class LayerBuilder implements AutoCloseable {
  private static final int MAX_IDLE_READS = 1000;

  private final Store store;
  private final Lease lease;
  private final BlobWriter blob;
  private final BlobPipe pipe;
  private final TocBuilder contents = new TocBuilder();
  private final MessageDigest hash = Digests.sha256();
  private final byte[] lastContent = new byte[Digests.LENGTH];
  private final TarWindow window = new TarWindow();
  private final ByteBuffer probe = ByteBuffer.allocate(1);
  private boolean usable = true;
  private @Nullable Toc toc;

  private LayerBuilder(Store store, Lease lease, BlobWriter blob) {
    this.store = store;
    this.lease = lease;
    this.blob = blob;
    this.pipe = new BlobPipe(blob);
  }

  /** A builder of one layer, which is protected by the lease when it is finished. */
  public static LayerBuilder in(Store store, Lease lease) {
    return new LayerBuilder(store, lease, store.newUndigestedBlob(lease));
  }

  /** Adds a directory, a symbolic link, a device or a fifo. */
  public void node(Entry entry) {
    if (entry.type() == EntryType.FILE || entry.type() == EntryType.HARD_LINK) {
      throw new InvalidValueException("entry '" + entry.path() + "' is a file: it needs content, or the file that it is a link of");
    }
    begin();
    contents.add(entry, 0, null);
    header(entry);
    usable = true;
  }

  /**
   * Adds a file of {@link Entry#size()} bytes. If the entry has a digest, the bytes must have it.
   *
   * @throws ContextException with {@link ErrorCode#CONTEXT_CHANGED} if the source gives fewer, more or other bytes, with
   *     {@link ErrorCode#CONTEXT_UNREADABLE} if it cannot be read
   */
  public void file(Entry entry, ContentSource source) {
    requireFile(entry);
    begin();
    header(entry);
    long offset = pipe.position();
    try {
      copy(entry, source);
    } catch (IOException e) {
      throw new ContextException(ErrorCode.CONTEXT_UNREADABLE, "'" + entry.path() + "' cannot be read: " + e.getMessage(), e);
    }
    Digests.finish(hash, lastContent);
    if (entry.content().isPresent() && !Arrays.equals(Digests.raw(entry.content().get()), lastContent)) {
      throw new ContextException(ErrorCode.CONTEXT_CHANGED,
          "'" + entry.path() + "' changed while it was read: expected '" + entry.content().get() + "', got '" + lastContent()
              + "'. Build again once nothing writes to it");
    }
    finishFile(entry, offset);
  }

  /**
   * Adds a file whose bytes another layer has: copied from that layer's tar, and verified on the way.
   *
   * @param entry the new entry; its size and digest say what the bytes are
   * @param tar the uncompressed tar of the other layer
   * @param position where the bytes start there
   * @throws StoreException with {@link ErrorCode#STORE_DAMAGED} if they do not have that digest
   */
  public void splice(Entry entry, FileChannel tar, long position) {
    requireFile(entry);
    Digest expected = entry.content().orElseThrow(
        () -> new InvalidValueException("entry '" + entry.path() + "' has no digest: bytes of another layer are only taken verified"));
    begin();
    header(entry);
    long offset = pipe.position();
    try {
      copyRange(entry, tar, position);
    } catch (IOException e) {
      throw new StoreException(ErrorCode.IO, "the bytes of '" + entry.path() + "' cannot be read from the store: " + e.getMessage(), e);
    }
    Digests.finish(hash, lastContent);
    if (!Arrays.equals(Digests.raw(expected), lastContent)) {
      throw damaged(entry, "have the digest '" + lastContent() + "', not '" + expected + "'");
    }
    finishFile(entry, offset);
  }

  /**
   * Adds another name for a file of this layer, which must have been added before. Mode, owner, time and attributes are
   * that file's.
   */
  public void hardLink(ImagePath path, ImagePath target) {
    begin();
    int index = contents.find(Toc.relativeBytes(target));
    if (index < 0 || contents.kinds[index] != (EntryType.FILE.code() | Toc.CONTENT)) {
      throw new InvalidValueException("hard link '" + path + "' names '" + target + "', which is not a file added before it");
    }
    Entry link = contents.linkTo(index, path, target);
    contents.add(link, contents.offsets[index], contents.contentAt(index));
    header(link);
    usable = true;
  }

  /** Hides what lower layers have at a path. */
  public void whiteout(ImagePath path) {
    begin();
    contents.whiteout(path);
    marker(path.parent().orElse(ImagePath.ROOT).child(Whiteouts.PREFIX + path.name()));
    usable = true;
  }

  /** Hides what lower layers have below a directory; right after the directory itself, if that is listed. */
  public void opaque(ImagePath directory) {
    begin();
    contents.opaque(directory);
    marker(directory.child(Whiteouts.OPAQUE));
    usable = true;
  }

  /** What was added at a path; neither whiteouts nor directories that are only implied. */
  Optional<Entry> added(ImagePath path) {
    int index = contents.find(Toc.relativeBytes(path));
    return index < 0 || (contents.kinds[index] & Toc.KIND) >= Toc.IMPLICIT ? Optional.empty() : Optional.of(contents.entryAt(index, path));
  }

  /** The digest of the file that was added last. */
  public Digest lastContent() {
    return Digests.of(lastContent);
  }

  /** Ends the tar, and puts it and its table into the store. */
  public Layer finish() {
    begin();
    for (int i = 0; i < 2; i++) {
      Arrays.fill(pipe.array(), pipe.offset(), pipe.offset() + TarHeader.BLOCK, (byte) 0);
      pipe.advance(TarHeader.BLOCK);
    }
    Blob tar = blob.commit(pipe.finish());
    Toc made = contents.build();
    toc = made;
    return new Layer(tar.digest(), tar.size(), Layers.storeToc(store, lease, made));
  }

  /** The table of the finished layer, without reading it back. */
  public Toc toc() {
    Toc made = toc;
    checkState(made != null, "the layer is not finished");
    return made;
  }

  @Override
  public void close() {
    usable = false;
    pipe.close();
    blob.close();
  }

  /** A failure between here and the end of the same call leaves the builder unusable. */
  private void begin() {
    checkState(usable, "the layer is finished, closed, or failed before: start a new one");
    usable = false;
  }

  private void finishFile(Entry entry, long offset) {
    pipe.pad();
    contents.add(entry, offset, lastContent);
    usable = true;
  }

  private static void requireFile(Entry entry) {
    if (entry.type() != EntryType.FILE) {
      throw new InvalidValueException("entry '" + entry.path() + "' is not a regular file");
    }
  }

  private void header(Entry entry) {
    try {
      EntryNames.requireWritable(entry.path());
    } catch (EntryNames.Refused e) {
      throw new InvalidValueException("entry '" + entry.path() + "': " + e.getMessage(), e);
    }
    headerUnchecked(entry);
  }

  private void headerUnchecked(Entry entry) {
    byte[] name = TarHeader.name(entry);
    byte[] link = TarHeader.link(entry);
    byte[] extended = TarHeader.extended(entry, name, link);
    if (extended.length > 0) {
      if (extended.length > StrictTarReader.MAX_METADATA) {
        throw new InvalidValueException(
            "entry '" + entry.path() + "': its attributes take more than " + StrictTarReader.MAX_METADATA + " bytes");
      }
      TarHeader.writeExtended(emptyBlock(), pipe.offset(), extended.length);
      pipe.advance(TarHeader.BLOCK);
      pipe.write(extended, 0, extended.length);
      pipe.pad();
    }
    TarHeader.write(emptyBlock(), pipe.offset(), entry, name, link);
    pipe.advance(TarHeader.BLOCK);
  }

  private void marker(ImagePath path) {
    headerUnchecked(Entry.file(path));
  }

  private byte[] emptyBlock() {
    byte[] array = pipe.array();
    Arrays.fill(array, pipe.offset(), pipe.offset() + TarHeader.BLOCK, (byte) 0);
    return array;
  }

  private void copy(Entry entry, ContentSource source) throws IOException {
    long rest = entry.size();
    int idle = 0;
    while (rest > 0) {
      ByteBuffer free = pipe.free(rest);
      int from = free.position();
      int count = source.read(free);
      if (count != free.position() - from && count >= 0) {
        throw new IOException("the source reported " + count + " bytes and gave " + (free.position() - from));
      }
      if (count < 0 || count == 0 && ++idle == MAX_IDLE_READS) {
        throw changed(entry, "ended after " + (entry.size() - rest) + " bytes");
      }
      take(count, from);
      rest -= count;
    }
    if (source.read(probe.clear()) > 0) {
      throw changed(entry, "has more bytes");
    }
  }

  private void copyRange(Entry entry, FileChannel tar, long position) throws IOException {
    long done = 0;
    while (done < entry.size()) {
      ByteBuffer free = pipe.free(entry.size() - done);
      int from = free.position();
      int count = window.read(tar, position + done, free);
      if (count <= 0) {
        throw damaged(entry, "end after " + done + " of " + entry.size());
      }
      take(count, from);
      done += count;
    }
  }

  private void take(int count, int from) {
    hash.update(pipe.array(), from, count);
    pipe.advance(count);
  }

  private static ContextException changed(Entry entry, String how) {
    return new ContextException(ErrorCode.CONTEXT_CHANGED, "'" + entry.path() + "' changed while it was read: it had " + entry.size()
        + " bytes and " + how + ". Build again once nothing writes to it");
  }

  private static StoreException damaged(Entry entry, String how) {
    return new StoreException(ErrorCode.STORE_DAMAGED, "the stored bytes of '" + entry.path() + "' " + how);
  }
}
