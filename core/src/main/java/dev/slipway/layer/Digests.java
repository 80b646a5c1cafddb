package dev.slipway.layer;

import dev.slipway.image.Digest;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as this package uses it: raw bytes in arrays, text only at the edges. */
final class Digests {
  /** Bytes of a SHA-256 hash. */
  static final int LENGTH = 32;

  private Digests() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static Digest finish(MessageDigest hash) {
    return new Digest(Digest.Algorithm.SHA256, HexFormat.of().formatHex(hash.digest()));
  }

  /** Ends the hash into an array, without making garbage. */
  static void finish(MessageDigest hash, byte[] target) {
    try {
      int unused = hash.digest(target, 0, LENGTH);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 fits in " + LENGTH + " bytes", e);
    }
  }

  static Digest of(byte[] raw) {
    return new Digest(Digest.Algorithm.SHA256, HexFormat.of().formatHex(raw));
  }

  static byte[] raw(Digest digest) {
    return HexFormat.of().parseHex(digest.hex());
  }
}
