package dev.slipway.testkit.registry;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.io.ByteSource;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.InvalidValueException;
import dev.slipway.build.BuiltImage;
import dev.slipway.image.Digest;
import dev.slipway.image.OciLayout;
import dev.slipway.oci.ManifestDocument;
import dev.slipway.oci.MediaType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What lies in a registry, looked at and changed by a test without the protocol. Safe for use by several threads. */
public abstract sealed class RegistryStock permits TestRegistry {
  private final RegistryBackend backend;

  RegistryStock(RegistryBackend backend) {
    this.backend = backend;
  }

  RegistryBackend backend() {
    return backend;
  }

  /** The names of all repositories that ever held something. */
  public final ImmutableSortedSet<String> repositories() {
    return backend.content().repositories();
  }

  /** The tags of a repository. */
  public final ImmutableSortedSet<String> tags(String repository) {
    return backend.content().tags(repository).keySet();
  }

  /** The digests of the blobs of a repository. */
  public final ImmutableSet<Digest> blobs(String repository) {
    return backend.content().blobs(repository);
  }

  /** A blob. */
  public final Optional<ByteSource> blob(String repository, Digest digest) {
    return backend.content().blob(repository, digest).map(StoredBlob::bytes);
  }

  /** The digests of the manifests of a repository. */
  public final ImmutableSet<Digest> manifests(String repository) {
    return backend.content().manifests(repository).stream().map(StoredManifest::digest).collect(ImmutableSet.toImmutableSet());
  }

  /**
   * A manifest or index.
   *
   * @param reference a tag or a digest
   */
  public final Optional<ManifestDocument> manifest(String repository, String reference) {
    return stored(repository, reference).map(manifest -> ManifestDocument.read(manifest.bytes(), MediaType.of(manifest.mediaType())));
  }

  private Optional<StoredManifest> stored(String repository, String reference) {
    return backend.content().manifest(repository, parsed(reference));
  }

  private static Reference parsed(String reference) {
    try {
      return Reference.parse(reference);
    } catch (Refusal refused) {
      throw new InvalidValueException("'" + reference + "' is neither a tag nor a digest", refused);
    }
  }

  private static void check(String repository) {
    try {
      var unused = Reference.repository(repository);
    } catch (Refusal refused) {
      throw new InvalidValueException("'" + repository + "' does not name a repository; write for example 'team/app'", refused);
    }
  }

  /**
   * Puts an image into a repository, without checking it.
   *
   * @param layout where it lies; of several images there, the one that it names
   * @return the digest of its manifest or index
   * @throws IOException if the layout cannot be read
   */
  @CanIgnoreReturnValue
  public final Digest put(String repository, String tag, OciLayout layout) throws IOException {
    check(repository);
    return new LayoutImport(backend, repository, layout).under(tag);
  }

  /**
   * Puts an image that was built into a repository.
   *
   * @return the digest of its manifest or index
   * @throws IOException if temporary files cannot be written
   */
  @CanIgnoreReturnValue
  public final Digest put(String repository, String tag, BuiltImage image) throws IOException {
    Path directory = Files.createTempDirectory("slipway-image");
    try {
      OciLayout layout = OciLayout.at(directory.resolve("layout"));
      var unused = image.writeTo(layout);
      return put(repository, tag, layout);
    } finally {
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /** Puts a blob into a repository, and returns its digest. */
  @CanIgnoreReturnValue
  public final Digest putBlob(String repository, byte[] bytes) {
    Digest digest = Digest.sha256(bytes);
    putBlob(repository, digest, bytes);
    return digest;
  }

  /** Puts any bytes into a repository under the name of a blob, whether or not that is their digest. */
  public final void putBlob(String repository, Digest digest, byte[] bytes) {
    check(repository);
    backend.content().put(repository, digest, StoredBlob.of(bytes));
  }

  /**
   * Puts a manifest or index into a repository; its parts need not be there.
   *
   * @param reference a tag, or a digest under which it is filed whether or not that is its own
   */
  @CanIgnoreReturnValue
  public final Digest putManifest(String repository, String reference, ManifestDocument manifest) {
    return putManifest(repository, reference, manifest.mediaType().text(), manifest.bytes());
  }

  /**
   * Puts any bytes into a repository as a manifest.
   *
   * @param reference a tag, or a digest under which it is filed whether or not that is its own
   * @param contentType what the answer says it is
   */
  @CanIgnoreReturnValue
  public final Digest putManifest(String repository, String reference, String contentType, byte[] bytes) {
    check(repository);
    return switch (parsed(reference)) {
      case Reference.ByDigest by -> put(repository, new StoredManifest(by.digest(), contentType, bytes.clone()), ImmutableList.of());
      case Reference.Tag tag -> put(repository, new StoredManifest(Digest.sha256(bytes), contentType, bytes.clone()),
          ImmutableList.of(tag.name()));
    };
  }

  private Digest put(String repository, StoredManifest manifest, ImmutableList<String> tags) {
    backend.content().put(repository, manifest, tags);
    return manifest.digest();
  }

  /**
   * Removes a blob, a manifest with its tags, or a tag.
   *
   * @param reference a tag or a digest
   * @return whether it was there
   */
  @CanIgnoreReturnValue
  public final boolean remove(String repository, String reference) {
    Reference parsed = parsed(reference);
    boolean manifest = backend.content().remove(repository, parsed);
    return parsed instanceof Reference.ByDigest by && backend.content().removeBlob(repository, by.digest()) || manifest;
  }

  /**
   * Turns all bits of one byte of a blob or manifest, which keeps its name.
   *
   * @param digest of a blob or a manifest
   * @param offset of the byte
   * @throws IOException if a blob in a temporary file cannot be read
   */
  public final void corrupt(String repository, Digest digest, long offset) throws IOException {
    Optional<StoredManifest> manifest = stored(repository, digest.toString());
    ByteSource right = manifest.map(StoredManifest::source).or(() -> blob(repository, digest))
        .orElseThrow(() -> new InvalidValueException("'" + digest + "' is not in repository '" + repository + "'"));
    if (offset < 0 || offset >= right.size()) {
      throw new InvalidValueException("offset '" + offset + "' is not within the " + right.size() + " bytes of " + digest);
    }
    byte[] wrong = new FlippedByte(right, offset).read();
    if (manifest.isPresent()) {
      var unused = put(repository, new StoredManifest(digest, manifest.get().mediaType(), wrong), ImmutableList.of());
    } else {
      backend.content().put(repository, digest, StoredBlob.of(wrong));
    }
  }
}
