package dev.slipway.context;

import com.google.common.hash.HashCode;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/** The content digests of a {@link ContextTree}'s files, by number: 33 bytes of heap per file. */
public final class ContentDigests {
  /** How many bytes a digest has. */
  public static final int LENGTH = 32;

  /** Who sees that a digest is known sees the digest: threads add digests while others ask for them. */
  private static final VarHandle KNOWN = MethodHandles.arrayElementVarHandle(byte[].class);

  private final long[] words;
  private final byte[] known;

  ContentDigests(int size) {
    words = new long[Math.multiplyExact(size, 4)];
    known = new byte[size];
  }

  /** Whether the file of a number was hashed. */
  public boolean has(int index) {
    return (byte) KNOWN.getAcquire(known, index) != 0;
  }

  /**
   * The digest of a file's bytes.
   *
   * @throws InvalidValueException if the file was not hashed
   */
  public Digest of(int index) {
    check(index);
    return digest(words, index * 4);
  }

  /** Puts the 32 bytes of a digest into an array, for less than {@link #of}. */
  public void copyTo(int index, byte[] into, int at) {
    check(index);
    ByteBuffer.wrap(into, at, LENGTH).asLongBuffer().put(words, index * 4, 4);
  }

  void putTo(int index, ByteBuffer into) {
    check(index);
    for (int i = index * 4; i < index * 4 + 4; i++) {
      into.putLong(words[i]);
    }
  }

  long[] words() {
    return words;
  }

  void markKnown(int index) {
    KNOWN.setRelease(known, index, (byte) 1);
  }

  static Digest digest(long[] words, int at) {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    bytes.asLongBuffer().put(words, at, 4);
    return Digest.sha256(HashCode.fromBytes(bytes.array()));
  }

  static void toWords(byte[] digest, long[] words, int at) {
    ByteBuffer.wrap(digest).asLongBuffer().get(words, at, 4);
  }

  private void check(int index) {
    if (!has(index)) {
      throw new InvalidValueException("file number '" + index + "' of the context was not hashed; include it in the call of hashAll");
    }
  }
}
