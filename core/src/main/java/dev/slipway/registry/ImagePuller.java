package dev.slipway.registry;

import com.google.common.collect.ImmutableSet;
import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Platform;
import dev.slipway.layout.PlatformImage;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.ManifestDocument;
import dev.slipway.registry.ReferenceRecords.Remembered;
import dev.slipway.store.BlobWriter;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds images in registries. An image costs its manifest, its index and its configuration; a layer comes when somebody
 * reads it or pushes it elsewhere. Documents that were read are kept in the store with what the reference stood for, once
 * all of them were found to belong together: of a pull that fails, nothing is kept.
 *
 * <p>Every byte is verified against the digest under which it was asked for; a tag is whatever its registry says. Safe for
 * use by several threads.
 */
public final class ImagePuller {
  private final RegistryImages images;
  private final Lease lease;
  private final BasePolicy policy;
  private final TransferListener listener;
  /** What was read and may not yet be in the store. */
  private final Map<Digest, byte[]> documents = new ConcurrentHashMap<>();

  ImagePuller(RegistryImages images, Lease lease, BasePolicy policy, TransferListener listener) {
    this.images = images;
    this.lease = lease;
    this.policy = policy;
    this.listener = listener;
  }

  /**
   * What a reference stands for, asking its registry if the policy says so.
   *
   * @throws RegistryException with {@code NOT_FOUND} if there is no such image, or if it was never pulled and the policy is
   *     offline; with {@code UNAVAILABLE} if the registry does not answer
   */
  public ResolvedImage resolve(ImageReference reference) {
    ImageReference full = reference.tag().isPresent() || reference.digest().isPresent() ? reference : reference.withTag("latest");
    Optional<Remembered> known = new ReferenceRecords(images.store(), lease).get(key(full));
    boolean offline = policy instanceof BasePolicy.Offline;
    if (known.isPresent() && (offline || full.digest().isPresent() || isFresh(known.get()))) {
      return resolved(full, known.get().descriptor(), known.get().asked(), known);
    }
    if (offline) {
      throw new RegistryException(ErrorCode.NOT_FOUND, "'" + full.familiar() + "' was never pulled into the store '"
          + images.store().directory() + "', and the policy for bases is offline: build once with BasePolicy.always()");
    }
    Instant now = images.timeline().now();
    try {
      return resolved(full, ask(full, known), now, known);
    } catch (RegistryException e) {
      throw e.code() == ErrorCode.UNAVAILABLE && known.isPresent() ? withWayOut(e, full, known.get()) : e;
    }
  }

  private static ResolvedImage resolved(ImageReference full, Descriptor descriptor, Instant asked, Optional<Remembered> known) {
    return new ResolvedImage(full, descriptor, asked, known.map(before -> before.descriptor().digest()));
  }

  private static RegistryException withWayOut(RegistryException cause, ImageReference reference, Remembered known) {
    return new RegistryException(cause.code(), cause.getMessage() + "; what '" + reference.familiar() + "' stood for at " + known.asked()
        + " (" + known.descriptor().digest() + ") is in the store: to build on that, choose BasePolicy.offline()", cause);
  }

  private boolean isFresh(Remembered known) {
    if (!(policy instanceof BasePolicy.IfOlderThan limit)) {
      return false;
    }
    Instant now = images.timeline().now();
    try {
      return !known.asked().isAfter(now) && !known.asked().plus(limit.age()).isBefore(now);
    } catch (DateTimeException | ArithmeticException forEver) {
      return true;
    }
  }

  /** Asks for the digest only, where the document may be known; a size or type that came with it is not relied on. */
  private Descriptor ask(ImageReference reference, Optional<Remembered> known) {
    Repository repository = images.repository(reference);
    if (known.isEmpty() || reference.digest().isPresent()) {
      return document(repository, reference);
    }
    Descriptor now = repository.resolve(reference).orElseThrow(() -> new RegistryException(ErrorCode.NOT_FOUND,
        "'" + reference.familiar() + "' is not in its registry any more; the store knows it as '" + known.get().descriptor().digest()
            + "'"));
    // not by the digest, which nothing vouches for yet
    return known.get().descriptor().digest().equals(now.digest()) ? known.get().descriptor() : document(repository, reference);
  }

  private Descriptor document(Repository repository, ImageReference reference) {
    ManifestDocument document = repository.manifest(reference);
    byte[] bytes = document.bytes();
    Digest digest = reference.digest().orElseGet(document::digest);
    if (!Digests.of(digest.algorithm(), bytes).equals(digest)) {
      throw new RegistryException(ErrorCode.DIGEST_MISMATCH,
          "'" + reference.familiar() + "' has the digest '" + document.digest() + "': it was damaged or replaced");
    }
    documents.put(digest, bytes);
    return Descriptor.of(document.mediaType(), digest, bytes.length);
  }

  /** As {@link #pull(ResolvedImage, Platform)}, after {@link #resolve resolving} a reference. */
  public PulledImage pull(ImageReference reference, Platform platform) {
    return pull(resolve(reference), platform);
  }

  /**
   * The image that runs best on a platform. Nothing of it is in the store if this fails.
   *
   * @throws dev.slipway.ArchiveException with {@code NOT_FOUND} if there is none for the platform
   * @throws dev.slipway.DocumentException if a document is malformed, or contradicts the one that names it
   * @throws RegistryException with {@code DIGEST_MISMATCH} if bytes are not those that were asked for; with {@code NOT_FOUND}
   *     if something is missing
   */
  public PulledImage pull(ResolvedImage resolved, Platform platform) {
    RepositoryBlobs source = new RepositoryBlobs(this, resolved.reference());
    PlatformImage found = PlatformImage.find(images.store(), resolved.descriptor(), source, platform);
    source.used().forEach(this::store);
    Remembered read = new Remembered(resolved.descriptor(), resolved.asked(), ImmutableSet.copyOf(source.used()));
    ReferenceRecords records = new ReferenceRecords(images.store(), lease);
    records.put(key(resolved.reference()), read);
    records.put(key(resolved.pinned()), read);
    // from here on the store has them
    source.used().forEach(documents::remove);
    return new PulledImage(resolved, found.platform(), found.image());
  }

  private void store(Digest digest) {
    byte[] bytes = documents.get(digest);
    if (bytes == null || images.store().pin(lease, digest).filter(blob -> blob.size() == bytes.length).isPresent()) {
      return;
    }
    try (BlobWriter writer = images.store().newBlob(lease, digest, bytes.length)) {
      writer.write(ByteBuffer.wrap(bytes));
      var unused = writer.commit();
    } catch (IOException closed) {
      throw new IllegalStateException("a writer that was just opened is closed", closed);
    }
  }

  /** A document that lies in the store. */
  Optional<byte[]> stored(Descriptor document) {
    Store store = images.store();
    return store.pin(lease, document.digest()).filter(blob -> blob.size() == document.size())
        .map(blob -> store.readAll(blob.digest(), ManifestDocument.maxBytes()));
  }

  /** A digest says all; the tag beside it says nothing. */
  private static ImageReference key(ImageReference reference) {
    return reference.digest().map(digest -> withoutTag(reference).withDigest(digest)).orElse(reference);
  }

  static ImageReference withoutTag(ImageReference reference) {
    return new ImageReference(reference.domain(), reference.path(), Optional.empty(), Optional.empty());
  }

  RegistryImages images() {
    return images;
  }

  BasePolicy policy() {
    return policy;
  }

  TransferListener listener() {
    return listener;
  }

  Map<Digest, byte[]> documents() {
    return documents;
  }
}
