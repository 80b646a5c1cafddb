package dev.slipway.registry;

import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import dev.slipway.image.ImageReference;
import dev.slipway.layout.Turns;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registries and a store together: images are pulled into the store and pushed out of it. Connections are opened when the
 * first of them is needed. Safe for use by several threads.
 */
public final class RegistryImages implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryImages.class);

  private final Store store;
  private final RegistrySettings settings;
  private final Timeline timeline;
  private final Turns transfers;
  private final BlobPlaces places;
  private @Nullable Repositories repositories;
  private @Nullable Registries opened;
  private boolean closed;

  private RegistryImages(Store store, RegistrySettings settings, @Nullable Repositories repositories, Timeline timeline) {
    this.store = store;
    this.settings = settings;
    this.repositories = repositories;
    this.timeline = timeline;
    this.transfers = new Turns(settings.transfers());
    this.places = new BlobPlaces(store);
  }

  /** The registries that settings reach. */
  public static RegistryImages in(Store store, RegistrySettings settings) {
    return new RegistryImages(store, settings, null, Timeline.system());
  }

  /**
   * Repositories that come from somewhere else, and are not closed here.
   *
   * @param settings of which patience and the number of transfers count
   */
  public static RegistryImages in(Store store, RegistrySettings settings, Repositories repositories) {
    return in(store, settings, repositories, Timeline.system());
  }

  static RegistryImages in(Store store, RegistrySettings settings, Repositories repositories, Timeline timeline) {
    return new RegistryImages(store, settings, repositories, timeline);
  }

  /**
   * Finds images.
   *
   * @param lease protects the documents that are read; it outlives the puller
   */
  public ImagePuller puller(Lease lease, BasePolicy policy, TransferListener listener) {
    return new ImagePuller(this, lease, policy, guarded(listener));
  }

  /**
   * Sends images.
   *
   * @param lease protects what is compressed or fetched on the way
   */
  public ImagePusher pusher(Lease lease, TransferListener listener) {
    return new ImagePusher(this, lease, guarded(listener));
  }

  /** A listener that fails does not fail a transfer. */
  private static TransferListener guarded(TransferListener listener) {
    return event -> {
      try {
        listener.on(event);
      } catch (RuntimeException failure) {
        LOG.warn("a listener failed and is told the next event all the same", failure);
      }
    };
  }

  /** The settings. */
  public RegistrySettings settings() {
    return settings;
  }

  Store store() {
    return store;
  }

  Timeline timeline() {
    return timeline;
  }

  Turns transfers() {
    return transfers;
  }

  BlobPlaces places() {
    return places;
  }

  Repository repository(ImageReference image) {
    return repositories().repository(image);
  }

  private synchronized Repositories repositories() {
    if (closed) {
      throw new RegistryException(ErrorCode.CANCELLED, "the registries were closed, with the engine that they belong to: open another one");
    }
    Repositories known = repositories;
    if (known == null) {
      Registries registries = Registries.open(settings);
      opened = registries;
      known = registries::repository;
      repositories = known;
    }
    return known;
  }

  /** Ends the connections that were opened. */
  @Override
  public synchronized void close() {
    closed = true;
    if (opened != null) {
      opened.close();
    }
  }
}
