package dev.slipway.store;

import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;

/**
 * A named entry of a store's {@code index.json}: a manifest or image index that is kept, with everything that it refers
 * to, until the entry is removed.
 *
 * <p>Follows the OCI image layout specification: a descriptor with the annotation {@code org.opencontainers.image.ref.name}.
 *
 * @param name the annotation's value, such as {@code example.org/app:1.0}
 * @param mediaType what the bytes are, such as {@code application/vnd.oci.image.manifest.v1+json}
 * @param digest the bytes' name; they must be in the store
 * @param size how many bytes there are
 * @param platform the descriptor's platform by property, such as {@code os} and {@code architecture}; empty for none
 */
public record RootEntry(String name, String mediaType, Digest digest, long size, ImmutableSortedMap<String, String> platform) {
  private static final int MAXIMUM_NAME = 1024;

  /** Checks name, media type and size. */
  public RootEntry {
    if (name.isEmpty() || name.length() > MAXIMUM_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidValueException("root name '" + name + "' is not 1 to " + MAXIMUM_NAME + " printable characters, such as 'app:1.0'");
    }
    if (mediaType.indexOf('/') < 1 || mediaType.length() > 255) {
      throw new InvalidValueException(
          "media type '" + mediaType + "' is not of the form type/subtype, such as 'application/vnd.oci.image.manifest.v1+json'");
    }
    if (size < 0) {
      throw new InvalidValueException("root '" + name + "' has the size " + size + ": sizes are not negative");
    }
  }

  /** An entry without a platform. */
  public static RootEntry of(String name, String mediaType, Blob blob) {
    return new RootEntry(name, mediaType, blob.digest(), blob.size(), ImmutableSortedMap.of());
  }
}
