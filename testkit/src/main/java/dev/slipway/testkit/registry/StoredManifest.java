package dev.slipway.testkit.registry;

import com.google.common.io.ByteSource;
import dev.slipway.image.Digest;

/** A manifest or index as it is served. */
final class StoredManifest {
  private final Digest digest;
  private final String mediaType;
  private final byte[] bytes;

  /**
   * A manifest.
   *
   * @param digest under which it is filed, which need not be that of the bytes
   * @param mediaType as it was pushed
   * @param bytes not changed any more by the caller
   */
  StoredManifest(Digest digest, String mediaType, byte[] bytes) {
    this.digest = digest;
    this.mediaType = mediaType;
    this.bytes = bytes;
  }

  Digest digest() {
    return digest;
  }

  String mediaType() {
    return mediaType;
  }

  /** Not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  ByteSource source() {
    return ByteSource.wrap(bytes);
  }
}
