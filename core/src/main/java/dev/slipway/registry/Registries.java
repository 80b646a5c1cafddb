package dev.slipway.registry;

import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import dev.slipway.image.ImageReference;
import java.util.Optional;

/**
 * The registries that settings reach: makes {@link Repository repositories} and shares connections and tokens between
 * them. Opening one sends nothing. Safe for use by several threads.
 */
public final class Registries implements AutoCloseable {
  private final RegistrySettings settings;
  private final Transport transport;
  private final Timeline timeline;

  private Registries(RegistrySettings settings, Transport transport, Timeline timeline) {
    this.settings = settings;
    this.transport = transport;
    this.timeline = timeline;
  }

  /** The registries, over connections of their own. */
  public static Registries open(RegistrySettings settings) {
    return Optional.<Registries>empty().orElseThrow(() -> new RegistryException(ErrorCode.UNSUPPORTED, "no connections yet"));
  }

  /** The registries over a given transport, which is closed with them: for tests and for embedding. */
  public static Registries open(RegistrySettings settings, Transport transport, Timeline timeline) {
    return new Registries(settings, transport, timeline);
  }

  /** The settings. */
  public RegistrySettings settings() {
    return settings;
  }

  /** The repository that an image is in. */
  public Repository repository(ImageReference image) {
    return Optional.<Repository>empty()
        .orElseThrow(() -> new RegistryException(ErrorCode.UNSUPPORTED, "no connections yet for " + image + timeline));
  }

  /** Ends all connections. */
  @Override
  public void close() {
    transport.close();
  }
}
