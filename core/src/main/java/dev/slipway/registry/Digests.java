package dev.slipway.registry;

import com.google.common.hash.Hashing;
import dev.slipway.image.Digest;

/** Digests of small documents by either algorithm. */
final class Digests {
  private Digests() {}

  static Digest of(Digest.Algorithm algorithm, byte[] bytes) {
    return algorithm == Digest.Algorithm.SHA256
        ? Digest.sha256(bytes)
        : new Digest(algorithm, Hashing.sha512().hashBytes(bytes).toString());
  }
}
