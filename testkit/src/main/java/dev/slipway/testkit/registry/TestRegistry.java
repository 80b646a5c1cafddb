package dev.slipway.testkit.registry;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.io.ByteSource;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.image.SecretValue;
import dev.slipway.oci.ManifestDocument;
import dev.slipway.oci.MediaType;
import dev.slipway.registry.Timeline;
import dev.slipway.registry.Transport;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A registry that a test holds in its hands: it looks at the content and changes it without the protocol, injects faults,
 * and reads what was asked. Safe for use by several threads.
 */
public abstract sealed class TestRegistry implements AutoCloseable permits EmbeddedRegistry, MemoryRegistry {
  private final ServerSettings settings;
  private final RegistryBackend backend;
  private final TokenIssuer issuer;
  private final Recorder recorder;
  private final FaultQueue faults = new FaultQueue();
  private final Pipeline pipeline;

  TestRegistry(ServerSettings settings) {
    this.settings = settings;
    backend = new RegistryBackend(settings.rules(), new Spool(settings.heapBytes(), settings.spool()));
    issuer = new TokenIssuer(settings.timeline());
    recorder = new Recorder(settings.keepsSecrets());
    Gate gate = new Gate(settings.access(), issuer, () -> tokenUri().map(uri -> uri + TokenService.PATH).orElse(""), this::address);
    Optional<TokenService> tokens = settings.access() instanceof Access.Tokens access
        ? Optional.of(new TokenService(access, issuer))
        : Optional.empty();
    pipeline = new Pipeline(backend, gate, tokens, issuer, recorder, faults, settings.timeline());
  }

  Pipeline pipeline() {
    return pipeline;
  }

  /** How it is run. */
  public final ServerSettings settings() {
    return settings;
  }

  /** The address without a path, such as {@code http://127.0.0.1:40123}. */
  public abstract URI uri();

  /** The address of the token service without a path, if there is one. */
  public abstract Optional<URI> tokenUri();

  /** Host and port, as image references name a registry: {@code 127.0.0.1:40123}. */
  public final String address() {
    return uri().getRawAuthority();
  }

  /**
   * The reference of an image here.
   *
   * @param rest what follows the registry, such as {@code team/app:1.0}
   */
  public final ImageReference reference(String rest) {
    return ImageReference.parse(address() + "/" + rest);
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

  /** How many uploads are open. */
  public final int openUploads() {
    return backend.uploads().count();
  }

  /** Forgets all uploads that are open. */
  public final void loseUploads() {
    backend.uploads().clear();
  }

  /** Plays a script for the requests to come, after those that are being played. */
  public final void inject(FaultScript script) {
    faults.add(script);
  }

  /** Plays faults for the requests to come, whatever they are. */
  public final void inject(Fault... script) {
    inject(FaultScript.of(script));
  }

  /** How many injected faults were not played yet, those of repeated scripts not counted. */
  public final int faultsLeft() {
    return faults.left();
  }

  /** Ends all scripts. */
  public void clearFaults() {
    faults.clear();
  }

  /** The requests that were answered, or whose connection was ended, in the order of their arrival. */
  public final ImmutableList<RecordedRequest> requests() {
    return recorder.all();
  }

  /**
   * Some of the requests.
   *
   * @param method such as {@code GET}; {@code *} for all
   * @param pathRegex a regular expression for the whole path
   */
  public final ImmutableList<RecordedRequest> requests(String method, String pathRegex) {
    Pattern path = Pattern.compile(pathRegex);
    return requests().stream().filter(request -> method.equals("*") || request.method().equals(method))
        .filter(request -> path.matcher(request.path()).matches()).collect(ImmutableList.toImmutableList());
  }

  /** Forgets the requests. */
  public final void clearRequests() {
    recorder.clear();
  }

  /** The tokens that were given out and not revoked. */
  public final ImmutableList<SecretValue> tokens() {
    return issuer.all();
  }

  /** Ends the validity of all tokens. */
  public final void revokeTokens() {
    issuer.revokeAll();
  }

  /** Forgets content, uploads, faults, requests and tokens. */
  public final void reset() {
    clearFaults();
    backend.clear();
    issuer.revokeAll();
    recorder.clear();
  }

  /**
   * A transport that leads here and to the token service without sockets, whatever the address.
   *
   * @param timeline the time that waits and timeouts take
   */
  public final Transport transport(Timeline timeline) {
    return MemoryTransport.to(timeline, this);
  }

  /** Ends the servers, if there are any, and deletes the content. */
  @Override
  public void close() {
    backend.close();
  }
}
