package dev.slipway.build;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import dev.slipway.image.Digest;

/**
 * The listing of what a step reads: its digest, which enters the key, and its text, which is only made when a miss has to
 * be explained or the listing is stored.
 */
final class SourceListing {
  private final Digest digest;
  private final Supplier<byte[]> text;

  private SourceListing(Digest digest, Supplier<byte[]> text) {
    this.digest = digest;
    this.text = text;
  }

  /** A listing whose text is at hand. */
  static SourceListing of(byte[] text) {
    return new SourceListing(Digest.sha256(text), () -> text);
  }

  /** A listing that was made before of the very same files. */
  static SourceListing known(Digest digest, Supplier<byte[]> text) {
    return new SourceListing(digest, Suppliers.memoize(text));
  }

  Digest digest() {
    return digest;
  }

  byte[] text() {
    return text.get();
  }
}
