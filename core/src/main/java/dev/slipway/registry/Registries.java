package dev.slipway.registry;

import dev.slipway.image.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The registries that settings reach: makes {@link Repository repositories} and shares connections and tokens between
 * them. Opening one sends nothing. Safe for use by several threads.
 */
public final class Registries implements AutoCloseable {
  /** A mirror that fails is not waited for, as there is the registry itself. */
  private static final int MIRROR_ATTEMPTS = 2;

  private final RegistrySettings settings;
  private final Transport transport;
  private final Timeline timeline;
  private final ConcurrentMap<String, RegistryHost> hosts = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, RegistryHost> mirrors = new ConcurrentHashMap<>();

  private Registries(RegistrySettings settings, Transport transport, Timeline timeline) {
    this.settings = settings;
    this.transport = transport;
    this.timeline = timeline;
  }

  /**
   * The registries, over connections of their own. Reads the files of {@link RegistrySettings#authorities()}.
   *
   * @throws dev.slipway.RegistryException if one of the files cannot be read
   */
  public static Registries open(RegistrySettings settings) {
    return open(settings, new HttpTransport(settings), Timeline.system());
  }

  /** The registries over a given transport, which is closed with them: for tests and for embedding. */
  public static Registries open(RegistrySettings settings, Transport transport, Timeline timeline) {
    return new Registries(settings, transport, timeline);
  }

  /** The settings. */
  public RegistrySettings settings() {
    return settings;
  }

  /** The repository that an image is in, read by way of its registry's mirrors if there are any. */
  public Repository repository(ImageReference image) {
    ImageReference name = new ImageReference(image.domain(), image.path(), Optional.empty(), Optional.empty());
    RegistryHost host = hosts.computeIfAbsent(image.domain(), domain -> new RegistryHost(domain, settings, transport, timeline));
    Repository own = new HttpRepository(name, host);
    List<Repository> copies = settings.mirrors().get(image.domain()).stream().map(mirror -> mirrored(mirror, name)).toList();
    return copies.isEmpty() ? own : new MirroredRepository(own, copies);
  }

  private Repository mirrored(String mirror, ImageReference name) {
    Patience patience = settings.patience();
    RegistrySettings hasty = settings.withPatience(
        new Patience(Math.min(MIRROR_ATTEMPTS, patience.attempts()), patience.firstWait(), patience.longestWait(), patience.totalWait()));
    RegistryHost host = mirrors.computeIfAbsent(mirror, domain -> new RegistryHost(domain, hasty, transport, timeline));
    return new HttpRepository(new ImageReference(mirror, name.path(), Optional.empty(), Optional.empty()), host);
  }

  /** Ends all connections. */
  @Override
  public void close() {
    transport.close();
  }
}
