package dev.slipway.context;

import com.google.common.hash.HashCode;
import dev.slipway.ContextException;
import dev.slipway.image.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;

/**
 * Finds the SHA-256 digests of a context's files, reading as few of them as it can. Safe for use by several threads.
 *
 * <h2>The index</h2>
 *
 * In mode {@link HashingMode#INDEXED} a file is not read if its device, inode, size, mtime and ctime are exactly (to the
 * nanosecond) those under which its digest was noted in an earlier build. A digest is only noted if mtime and ctime lie
 * a second or more before the moment when reading began, by the clock of the file system itself: a file that was changed
 * just now, or that carries a time in the future, is read again each time until its times have passed (git's "racily
 * clean" rule, with room for a write that was under way). On file systems whose clock cannot be asked (network file systems that have no unnamed
 * files, other devices mounted inside the context, read-only contexts on another device than the index) nothing is noted,
 * and everything is read.
 *
 * <p>A change of bytes also changes ctime, which programs cannot set; restoring the mtime ({@code touch -r}) or renaming
 * another file of equal size and mtime into place is therefore seen. <b>What cannot be seen:</b>
 * <ul>
 * <li>writes through a shared memory mapping, for as long as the kernel does not stamp them: Linux stamps a page when it
 *   first becomes writable, and later stores into it, even seconds later, may leave mtime and ctime alone;
 * <li>writes to the block device below the file system, or by a network file system's server or another client while this
 *   machine still believes its cached attributes;
 * <li>a change made after the system clock was set back to the very nanosecond of the noted ctime, with the mtime forged;
 * <li>the rest of one single write call that took longer than a second while the file was read;
 * <li>file systems and drivers that do not maintain ctime or reuse inode numbers with equal times.
 * </ul>
 * Builds that must not depend on any of this use {@link HashingMode#EVERYTHING}, which costs about 0.7 s per GB and core.
 *
 * <p>The index lies in one file per context directory. It is checked against its own digest when it is read, and written
 * aside and renamed; a lost, damaged or stale file only costs the time to read the context again. Two processes may use
 * it at once: the last one's notes win.
 */
public final class ContentHasher implements AutoCloseable {
  /** Neighbouring files are hashed by one thread, which then has their directory open already. */
  private static final int BATCH = 64;

  private final ContextDirectory context;
  private final ContentIndex index;
  private final HashingMode mode;
  private final long settlingNanos;
  private final AtomicLong filesRead = new AtomicLong();
  private final AtomicLong bytesRead = new AtomicLong();

  ContentHasher(ContextDirectory context, ContentIndex index, HashingMode mode, long settlingNanos) {
    this.settlingNanos = settlingNanos;
    this.context = context;
    this.index = index;
    this.mode = mode;
  }

  /**
   * The digest of one file's bytes.
   *
   * @throws ContextException {@code CONTEXT_CHANGED} if the file is not as it was listed, {@code CONTEXT_UNREADABLE} if
   *   it cannot be read or is no regular file
   */
  public Digest digest(ContextEntry entry) {
    long[] words = new long[4];
    OptionalLong moment = moment(entry.device());
    try (Hashing hashing = new Hashing(moment, entry.device())) {
      hashing.find(entry, words, 0);
    }
    return ContentDigests.digest(words, 0);
  }

  /** As {@link #hashAll(ContextTree, IntPredicate, int)} for all files, on the usual number of threads. */
  public ContentDigests hashAll(ContextTree tree) {
    return hashAll(tree, any -> true, Workers.usual());
  }

  /**
   * The digests of many files, found by several threads; the index is saved afterwards.
   *
   * @param wanted says by number which files; anything but regular files is passed over
   * @throws ContextException as {@link #digest}, for the first file that failed; {@code CANCELLED} if this thread is
   *   interrupted
   */
  public ContentDigests hashAll(ContextTree tree, IntPredicate wanted, int threads) {
    ContentDigests digests = new ContentDigests(tree.size());
    hashAll(tree, digests, wanted, threads);
    return digests;
  }

  /**
   * As {@link #hashAll(ContextTree, IntPredicate, int)}, adding to digests of the same tree that are known already; what
   * is known is not looked at again.
   */
  public void hashAll(ContextTree tree, ContentDigests digests, IntPredicate wanted) {
    hashAll(tree, digests, index -> !digests.has(index) && wanted.test(index), Workers.usual());
  }

  private void hashAll(ContextTree tree, ContentDigests digests, IntPredicate wanted, int threads) {
    AtomicInteger next = new AtomicInteger();
    long device = tree.entry(0).device();
    OptionalLong moment = moment(device);
    Workers workers = new Workers();
    workers.run(Math.min(Workers.MAXIMUM, Math.max(1, threads)), () -> {
      try (Hashing hashing = new Hashing(moment, device)) {
        int from;
        while (!workers.stopped() && (from = next.getAndAdd(BATCH)) < tree.size()) {
          int to = Math.min(from + BATCH, tree.size());
          for (int i = from; i < to; i++) {
            if (tree.kind(i) == ContextEntry.Kind.FILE && wanted.test(i)) {
              hashing.find(tree.entry(i), digests.words(), i * 4);
              digests.markKnown(i);
            }
          }
        }
      }
    });
    save();
  }

  /** The digests that the index knows; no file is read. */
  public ContentDigests known(ContextTree tree) {
    ContentDigests digests = new ContentDigests(tree.size());
    if (mode == HashingMode.INDEXED) {
      long[] description = new long[IndexTable.STRIDE];
      for (int i = 0; i < tree.size(); i++) {
        if (tree.kind(i) == ContextEntry.Kind.FILE) {
          tree.describe(i, description);
          if (index.find(description, digests.words(), i * 4)) {
            digests.markKnown(i);
          }
        }
      }
    }
    return digests;
  }

  /** The moment, by the file system's clock, that {@link #learn} is told; to be asked before files are read. */
  public OptionalLong moment(ContextTree tree) {
    return moment(tree.entry(0).device());
  }

  /**
   * Notes the digest of a file that somebody read as it was listed, in digests of its tree and for later builds.
   *
   * @param number the file's number in the tree
   * @param digest SHA-256 of its bytes, which were read after the moment and found unchanged at their end
   */
  public void learn(ContextTree tree, ContentDigests digests, int number, Digest digest, OptionalLong moment) {
    ContextEntry entry = tree.entry(number);
    ContentDigests.toWords(HashCode.fromString(digest.hex()).asBytes(), digests.words(), number * 4);
    digests.markKnown(number);
    if (moment.isPresent() && entry.device() == tree.entry(0).device()
        && ContentIndex.isSettled(entry, moment.getAsLong(), settlingNanos)) {
      index.note(entry, digests.words(), number * 4);
    }
  }

  /** How many files were read so far, rather than found in the index. */
  public long filesRead() {
    return filesRead.get();
  }

  /** How many bytes were read so far. */
  public long bytesRead() {
    return bytesRead.get();
  }

  /** Writes the index if it has news; a failure is logged and costs nothing but time in the next build. */
  public void save() {
    index.save();
  }

  /** Saves the index. */
  @Override
  public void close() {
    save();
  }

  private OptionalLong moment(long device) {
    return context.access().clock(device, index.directory());
  }

  /** What one thread needs to hash. */
  private final class Hashing implements AutoCloseable {
    private final OptionalLong moment;
    private final long device;
    private final ContextReader reader = context.reader();
    private final MessageDigest sha256 = newSha256();
    private final byte[] bytes = new byte[64 * 1024];

    Hashing(OptionalLong moment, long device) {
      this.moment = moment;
      this.device = device;
    }

    void find(ContextEntry entry, long[] words, int at) {
      if (Thread.currentThread().isInterrupted()) {
        throw ContextFailures.interrupted();
      }
      if (mode == HashingMode.INDEXED && index.find(entry, words, at)) {
        return;
      }
      reader.read(entry, piece -> {
        while (piece.hasRemaining()) {
          int count = Math.min(piece.remaining(), bytes.length);
          piece.get(bytes, 0, count);
          sha256.update(bytes, 0, count);
        }
      });
      ContentDigests.toWords(sha256.digest(), words, at);
      filesRead.incrementAndGet();
      bytesRead.addAndGet(entry.size());
      if (moment.isPresent() && entry.device() == device && ContentIndex.isSettled(entry, moment.getAsLong(), settlingNanos)) {
        index.note(entry, words, at);
      }
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
