package dev.slipway.registry;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.ManifestDocument;
import dev.slipway.oci.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * One repository of a registry, and all that is asked of it: the port behind which protocol, retries, tokens and
 * credentials lie. Follows the OCI distribution specification 1.1. For implementers too; safe for use by several threads.
 *
 * <p>Every method fails with a {@link dev.slipway.RegistryException}: {@code UNAUTHORIZED}, {@code FORBIDDEN},
 * {@code UNAVAILABLE} after the last retry, {@code PROTOCOL_VIOLATION}, {@code DIGEST_MISMATCH}, {@code LIMIT_EXCEEDED};
 * {@code CANCELLED} if the thread is interrupted. Bytes that are returned as a document are verified against the digest
 * that was asked for.
 */
public interface Repository {
  /** Domain and path. */
  ImageReference name();

  /**
   * What a tag or a digest stands for at present: type, digest and size of a manifest or index; empty if there is none.
   *
   * @param image of this repository, with a tag or a digest; the digest counts if it has both; neither means {@code latest}
   */
  Optional<Descriptor> resolve(ImageReference image);

  /**
   * The manifest or index of a tag or digest, byte for byte.
   *
   * @throws dev.slipway.RegistryException with {@code NOT_FOUND} if there is none; with {@code DIGEST_MISMATCH} if the bytes
   *     are not those of the digest that was asked for
   * @throws dev.slipway.DocumentException if the document is ambiguous, malformed or larger than
   *     {@link ManifestDocument#maxBytes()}
   */
  ManifestDocument manifest(ImageReference image);

  /**
   * A blob's bytes from a position on, unverified: whoever reads them digests them. A transfer that breaks off is taken up
   * again where it ended; at most as many bytes are delivered as the descriptor states.
   *
   * @throws dev.slipway.RegistryException with {@code NOT_FOUND} if the blob is not there
   */
  InputStream open(Descriptor blob, long from) throws IOException;

  /** Whether a blob is here. */
  boolean has(Digest blob);

  /**
   * Makes a blob of another repository of the same registry one of this repository too, without sending it.
   *
   * @return false if the registry does not do that, or not with this blob
   */
  boolean mount(Digest blob, ImageReference from);

  /** Sends a blob, anew from the start when the transfer breaks off. */
  void push(Descriptor blob, Call.Body content);

  /**
   * Sends a manifest or index, whose parts must be here already.
   *
   * @param as a tag or the digest under which it is filed
   * @throws dev.slipway.RegistryException with {@code DIGEST_MISMATCH} if the registry reports another digest
   */
  void push(ManifestDocument manifest, ImageReference as);

  /** The names of all tags, as the registry orders them. */
  ImmutableList<String> tags();

  /**
   * Manifests whose subject is the given one; from the tag of the older scheme where the registry lacks the interface.
   *
   * @param artifactType only those of this type
   */
  ImmutableList<Descriptor> referrers(Digest subject, Optional<MediaType> artifactType);
}
