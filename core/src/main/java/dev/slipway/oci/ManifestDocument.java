package dev.slipway.oci;

import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Digest;
import java.util.Optional;

/**
 * A document that names an image's parts, or images: a {@link Manifest} or an {@link Index}.
 *
 * <p>A document that was read keeps its exact bytes, as its digest is its name everywhere. Two documents are equal if
 * their bytes are.
 *
 * <p>What has two readings is refused (compare CVE-2021-41190): {@code layers} or {@code config} beside
 * {@code manifests}, a media type that contradicts the content or the type announced elsewhere, duplicate keys, keys
 * that differ from specified ones only in case, and schema 1.
 */
public sealed interface ManifestDocument permits Manifest, Index {
  /** The document's media type: the one it states, or else the one it was announced with, or else OCI's. */
  MediaType mediaType();

  /** The exact bytes. */
  byte[] bytes();

  /** The SHA-256 digest of the bytes. */
  Digest digest();

  /** Type, SHA-256 digest and size of the document. */
  default Descriptor descriptor() {
    return Descriptor.of(mediaType(), bytes());
  }

  /** Reads a document of unknown kind. */
  static ManifestDocument read(byte[] bytes) {
    return DocumentReader.read(bytes, Optional.empty());
  }

  /**
   * Reads a document that was announced with a media type, by a descriptor or a Content-Type header.
   *
   * @throws DocumentException if it is malformed, ambiguous, or not what was announced
   */
  static ManifestDocument read(byte[] bytes, MediaType announced) {
    return DocumentReader.read(bytes, Optional.of(announced));
  }

  /** A limit on the bytes of one document: 4 MiB. Longer ones are refused with {@link ErrorCode#LIMIT_EXCEEDED}. */
  static int maxBytes() {
    return Json.MAX_BYTES;
  }
}
