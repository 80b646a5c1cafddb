package dev.slipway.testkit.registry;

import com.google.common.hash.Hashing;
import com.google.common.io.ByteSource;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of both algorithms. */
final class Digests {
  private static final int BUFFER = 1 << 17;

  private Digests() {}

  static MessageDigest hash(Digest.Algorithm algorithm) {
    try {
      return MessageDigest.getInstance(algorithm == Digest.Algorithm.SHA256 ? "SHA-256" : "SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-2", e);
    }
  }

  static Digest finish(Digest.Algorithm algorithm, MessageDigest hash) {
    return new Digest(algorithm, HexFormat.of().formatHex(hash.digest()));
  }

  static Digest of(Digest.Algorithm algorithm, byte[] bytes) {
    return algorithm == Digest.Algorithm.SHA256
        ? Digest.sha256(bytes)
        : new Digest(algorithm, Hashing.sha512().hashBytes(bytes).toString());
  }

  static Digest of(Digest.Algorithm algorithm, ByteSource bytes) throws IOException {
    MessageDigest hash = hash(algorithm);
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = bytes.openStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hash.update(buffer, 0, n);
      }
    }
    return finish(algorithm, hash);
  }

  /** Reads a digest of a request. */
  static Digest parse(String text) {
    try {
      return Digest.parse(text);
    } catch (InvalidValueException e) {
      throw new Refusal(ProtocolError.DIGEST_INVALID, e);
    }
  }
}
