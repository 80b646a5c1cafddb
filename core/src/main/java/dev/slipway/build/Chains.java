package dev.slipway.build;

import dev.slipway.image.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Digests of layers on layers (OCI image specification, "Layer ChainID"). */
final class Chains {
  private Chains() {}

  /** The chain of layers, lowest first; empty for none. */
  static Optional<Digest> of(List<Digest> diffIds) {
    Optional<Digest> chain = Optional.empty();
    for (Digest diffId : diffIds) {
      chain = Optional.of(next(chain, diffId));
    }
    return chain;
  }

  /** The chain with one more layer. */
  static Digest next(Optional<Digest> chain, Digest diffId) {
    return chain.map(parent -> Digest.sha256((parent + " " + diffId).getBytes(StandardCharsets.UTF_8))).orElse(diffId);
  }
}
