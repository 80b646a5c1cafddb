package dev.slipway.store;

import com.google.common.io.BaseEncoding;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A blob that is being written, into a temporary file until {@link #commit()} gives it its name. For one thread.
 *
 * <p>Closing without committing leaves nothing behind. After an interrupt the writer is closed and every call fails with
 * {@link ErrorCode#CANCELLED} or {@link ClosedChannelException}.
 */
public final class BlobWriter implements WritableByteChannel {
  private final Store store;
  private final Lease lease;
  private final Path file;
  private final Disk.Output output;
  private final @Nullable MessageDigest digester;
  private final @Nullable Blob expected;
  private long size;
  private boolean open = true;
  private boolean present = true;

  BlobWriter(Store store, Lease lease, Path file, Disk.Output output, boolean digests, @Nullable Blob expected) {
    this.store = store;
    this.lease = lease;
    this.file = file;
    this.output = output;
    this.expected = expected;
    this.digester = digests ? digester(expected == null ? Digest.Algorithm.SHA256 : expected.digest().algorithm()) : null;
  }

  static MessageDigest digester(Digest.Algorithm algorithm) {
    try {
      return MessageDigest.getInstance(algorithm == Digest.Algorithm.SHA256 ? "SHA-256" : "SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-2", e);
    }
  }

  /**
   * Appends all remaining bytes.
   *
   * @return how many they were
   * @throws ClosedChannelException after {@link #close()} or a commit
   * @throws StoreException with {@link ErrorCode#IO} if the system refuses, with {@link ErrorCode#DIGEST_MISMATCH} if
   *     there are more bytes than were announced
   */
  @Override
  @CanIgnoreReturnValue
  public int write(ByteBuffer bytes) throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
    int count = bytes.remaining();
    if (expected != null && size + count > expected.size()) {
      throw mismatch("more than the announced " + expected.size() + " bytes arrived");
    }
    if (digester != null) {
      digester.update(bytes.duplicate());
    }
    try {
      output.write(bytes);
    } catch (IOException e) {
      throw Failures.io("write to", file, e);
    }
    size += count;
    return count;
  }

  /** How many bytes have been written. */
  public long size() {
    return size;
  }

  /**
   * Gives the bytes their name, pinned by the lease. They survive a power cut once this returns; the name does once the
   * lease is closed or {@link Store#sync()} has returned. If the blob is there already, the new copy is dropped.
   *
   * @throws StoreException with {@link ErrorCode#DIGEST_MISMATCH} if they are not what was announced
   */
  public Blob commit() {
    if (digester == null) {
      throw new StoreException(ErrorCode.INVALID_VALUE, "this writer does not digest what it writes: call commit(digest)");
    }
    Digest.Algorithm algorithm = expected == null ? Digest.Algorithm.SHA256 : expected.digest().algorithm();
    return publish(new Digest(algorithm, BaseEncoding.base16().lowerCase().encode(digester.digest())));
  }

  /**
   * As {@link #commit()} for a producer that has digested the very bytes that it wrote.
   *
   * @throws StoreException with {@link ErrorCode#DIGEST_MISMATCH} if this writer digests too and comes to another result
   */
  public Blob commit(Digest alreadyKnown) {
    if (digester == null) {
      return publish(alreadyKnown);
    }
    Blob blob = commit();
    if (!blob.digest().equals(alreadyKnown)) {
      throw new StoreException(ErrorCode.DIGEST_MISMATCH, "the bytes have the digest '" + blob.digest() + "', not '" + alreadyKnown + "'");
    }
    return blob;
  }

  private Blob publish(Digest digest) {
    if (!open) {
      throw new StoreException(ErrorCode.INVALID_VALUE, "the blob '" + digest + "' was committed or closed before: write a new one");
    }
    open = false;
    Blob blob = new Blob(digest, size);
    try {
      if (expected != null && !blob.equals(expected)) {
        throw mismatch("got '" + digest + "' of " + size + " bytes");
      }
      if (store.pin(lease, digest).equals(Optional.of(blob))) {
        return blob;
      }
      try {
        output.force();
      } finally {
        output.close();
      }
      store.publish(lease, blob, file);
      present = false;
      return blob;
    } catch (IOException e) {
      throw Failures.io("store", file, e);
    } finally {
      discard();
    }
  }

  private StoreException mismatch(String found) {
    Blob announced = Objects.requireNonNull(expected);
    return new StoreException(ErrorCode.DIGEST_MISMATCH,
        "the blob '" + announced.digest() + "' of " + announced.size() + " bytes was announced, but " + found);
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  /** Drops what was not committed. */
  @Override
  public void close() {
    if (open) {
      open = false;
      discard();
    }
  }

  /** What cannot be deleted now is deleted by a collection once this store is closed. */
  private void discard() {
    try {
      output.close();
      if (present) {
        var unused = store.disk().delete(file);
        present = false;
      }
    } catch (IOException e) {
      // the first failure, if there was one, is what the caller should see
    }
  }
}
