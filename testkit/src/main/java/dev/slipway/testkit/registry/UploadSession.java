package dev.slipway.testkit.registry;

import dev.slipway.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.concurrent.locks.ReentrantLock;

/** A blob on its way, chunk by chunk. Whoever uses one holds its {@link #lock()}. */
final class UploadSession {
  private static final int BUFFER = 1 << 18;
  private static final int SMALL = 1 << 13;

  private final String id;
  private final String repository;
  private final Digest.Algorithm algorithm;
  private final MessageDigest hash;
  private final SpoolWriter writer;
  private final ReentrantLock lock = new ReentrantLock();
  private long requests;
  private boolean lastChunkSeen;
  private boolean ended;

  UploadSession(String id, String repository, Digest.Algorithm algorithm, SpoolWriter writer) {
    this.id = id;
    this.repository = repository;
    this.algorithm = algorithm;
    this.hash = Digests.hash(algorithm);
    this.writer = writer;
  }

  ReentrantLock lock() {
    return lock;
  }

  String id() {
    return id;
  }

  String repository() {
    return repository;
  }

  long size() {
    return writer.size();
  }

  /** A number that differs after each request. */
  long state() {
    return requests;
  }

  void nextState() {
    requests++;
  }

  boolean isEnded() {
    return ended;
  }

  /** Takes all bytes of a stream. Those that came before it broke off count, as in other registries. */
  void append(InputStream in, long expected) throws IOException {
    byte[] buffer = new byte[expected >= 0 && expected < SMALL ? SMALL : BUFFER];
    int filled = 0;
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer, filled, buffer.length - filled)) {
        filled += n;
        if (filled == buffer.length) {
          flush(buffer, filled);
          filled = 0;
        }
      }
    } finally {
      flush(buffer, filled);
    }
  }

  private void flush(byte[] buffer, int length) throws IOException {
    hash.update(buffer, 0, length);
    writer.write(buffer, length);
  }

  /** A chunk below the least length is the last one. */
  void checkChunk(long length, long least) {
    if (lastChunkSeen && length > 0) {
      throw new Refusal(ProtocolError.SIZE_INVALID,
          "a chunk of less than " + least + " bytes came before; only the last one may be shorter");
    }
    lastChunkSeen = length < least;
  }

  /** Ends the session; the bytes are kept only if the digest is theirs. */
  StoredBlob finish(Digest expected) throws IOException {
    ended = true;
    StoredBlob blob = writer.finish();
    Digest actual = expected.algorithm() == algorithm ? Digests.finish(algorithm, hash) : Digests.of(expected.algorithm(), blob.bytes());
    if (!actual.equals(expected)) {
      blob.delete();
      throw new Refusal(ProtocolError.DIGEST_INVALID, "the content has digest " + actual + ", not " + expected);
    }
    return blob;
  }

  void cancel() {
    if (!ended) {
      ended = true;
      writer.discard();
    }
  }
}
