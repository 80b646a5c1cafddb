package dev.slipway.testkit.registry;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.ImageReference;
import dev.slipway.image.SecretValue;
import dev.slipway.registry.Timeline;
import dev.slipway.registry.Transport;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A registry that a test holds in its hands: it looks at the content and changes it without the protocol, injects faults, and
 * reads what was asked. Safe for use by several threads.
 */
public abstract sealed class TestRegistry extends RegistryStock implements AutoCloseable permits EmbeddedRegistry, MemoryRegistry {
  private final ServerSettings settings;
  private final TokenIssuer issuer;
  private final Recorder recorder;
  private final FaultQueue faults = new FaultQueue();
  private final Pipeline pipeline;

  TestRegistry(ServerSettings settings) {
    super(new RegistryBackend(settings.rules(), new Spool(settings.heapBytes(), settings.spool())));
    this.settings = settings;
    issuer = new TokenIssuer(settings.timeline());
    recorder = new Recorder(settings.keepsSecrets());
    Gate gate = new Gate(settings.access(), issuer, () -> tokenUri().map(uri -> uri + TokenService.PATH).orElse(""), this::address);
    Optional<TokenService> tokens = settings.access() instanceof Access.Tokens access
        ? Optional.of(new TokenService(access, issuer))
        : Optional.empty();
    pipeline = new Pipeline(backend(), gate, tokens, issuer, recorder, faults, settings.timeline());
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

  /** How many uploads are open. */
  public final int openUploads() {
    return backend().uploads().count();
  }

  /** Forgets all uploads that are open. */
  public final void loseUploads() {
    backend().uploads().clear();
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
    backend().clear();
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
    backend().close();
  }
}
