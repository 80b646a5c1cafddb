package dev.slipway.build;

import dev.slipway.image.Digest;
import java.util.Optional;

/**
 * The layers that a step is done on, and where the lowest of them come from.
 *
 * @param chain all layers together, as {@link StageState#chain}: part of the key
 * @param base the image at the bottom; empty where that is the empty one. No part of the key, but of explanations
 */
record Lineage(String chain, Optional<Bottom> base) {
  /** No layers. */
  static final Lineage NOTHING = new Lineage(StageState.NO_LAYERS, Optional.empty());

  /**
   * An image that a build found.
   *
   * @param name what it is called, without a digest
   * @param digest what the name stood for: a manifest or index of a registry, or what else identifies the image
   * @param chain its layers
   */
  record Bottom(String name, Digest digest, String chain) {
    /** What has become of another image that the same step stood on before, on one line; empty if its layers are the same. */
    Optional<String> difference(Bottom before) {
      if (chain.equals(before.chain)) {
        return Optional.empty();
      }
      if (!name.equals(before.name)) {
        return Optional.of("base " + before.name + " changed: it is " + name + " now");
      }
      return Optional.of("base " + name + " changed: " + shortened(before.digest) + " -> " + shortened(digest));
    }

    private static String shortened(Digest digest) {
      return digest.algorithm().id() + ":" + digest.shortHex() + "…";
    }
  }
}
