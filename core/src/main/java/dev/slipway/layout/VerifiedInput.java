package dev.slipway.layout;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Digest;
import dev.slipway.oci.Descriptor;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A blob's bytes, which end without an error only if they have the size and digest that were announced. */
final class VerifiedInput extends FilterInputStream {
  private final Descriptor announced;
  private final String source;
  private final Hasher hasher;
  private long size;
  private boolean checked;

  VerifiedInput(InputStream in, Descriptor announced, String source) {
    super(in);
    this.announced = announced;
    this.source = source;
    this.hasher = announced.digest().algorithm() == Digest.Algorithm.SHA512 ? Hashing.sha512().newHasher() : Hashing.sha256().newHasher();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, length);
    if (count < 0) {
      check();
      return count;
    }
    size += count;
    if (size > announced.size()) {
      throw mismatch("is longer than the announced " + announced.size() + " bytes");
    }
    hasher.putBytes(bytes, offset, count);
    return count;
  }

  private void check() {
    if (checked) {
      return;
    }
    checked = true;
    if (size != announced.size()) {
      throw mismatch("has " + size + " bytes, but " + announced.size() + " were announced");
    }
    Digest found = new Digest(announced.digest().algorithm(), hasher.hash().toString());
    if (!found.equals(announced.digest())) {
      throw mismatch("has the digest '" + found + "'");
    }
  }

  private ArchiveException mismatch(String problem) {
    return new ArchiveException(
        ErrorCode.DIGEST_MISMATCH, source + ": the blob '" + announced.digest() + "' " + problem + ": it was damaged or replaced");
  }

  /** Skipped bytes are read, as they count for the digest. */
  @Override
  public long skip(long count) throws IOException {
    byte[] unused = new byte[(int) Math.min(Math.max(count, 0), 1 << 13)];
    return unused.length == 0 ? 0 : Math.max(0, read(unused, 0, unused.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
