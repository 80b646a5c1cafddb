package dev.slipway.store;

import dev.slipway.image.Digest;
import java.nio.file.Path;

/**
 * Where the things of a store lie below its directory.
 *
 * @param root the store's directory
 */
record Place(Path root) {
  Path layoutFile() {
    return root.resolve("oci-layout");
  }

  Path index() {
    return root.resolve("index.json");
  }

  Path blobs() {
    return root.resolve("blobs");
  }

  Path blobs(Digest.Algorithm algorithm) {
    return blobs().resolve(algorithm.id());
  }

  Path blob(Digest digest) {
    return blobs(digest.algorithm()).resolve(digest.hex());
  }

  Path own() {
    return root.resolve("slipway");
  }

  Path version() {
    return own().resolve("version");
  }

  Path lock() {
    return own().resolve("lock");
  }

  Path records() {
    return own().resolve("records");
  }

  /** Two letters of fan-out, so that no directory becomes slow. */
  Path record(String kind, Digest key) {
    return records().resolve(kind).resolve(key.hex().substring(0, 2)).resolve(key.hex());
  }

  Path leases() {
    return own().resolve("leases");
  }

  /** While it exists, leases that end leave their pins behind: see {@link Collector}. */
  Path collecting() {
    return own().resolve("collecting");
  }

  Path temporary() {
    return own().resolve("tmp");
  }

  Path trees() {
    return own().resolve("trees");
  }

  Path tree(TreeName name) {
    return trees().resolve(name.ownership()).resolve(name.key().hex());
  }

  Path caches() {
    return own().resolve("caches");
  }

  Path cache(String ownership, Digest name, int instance) {
    return caches().resolve(ownership).resolve(name.hex() + "-" + instance);
  }

  Path salt() {
    return own().resolve("salt");
  }

  Path damaged() {
    return own().resolve("damaged");
  }
}
