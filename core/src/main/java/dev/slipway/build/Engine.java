package dev.slipway.build;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.slipway.BuildException;
import dev.slipway.ContextException;
import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.StoreException;
import dev.slipway.image.Image;
import dev.slipway.image.Platform;
import dev.slipway.registry.Credentials;
import dev.slipway.registry.ImagePuller;
import dev.slipway.registry.RegistryImages;
import dev.slipway.registry.RegistrySettings;
import dev.slipway.registry.Repositories;
import dev.slipway.registry.TransferListener;
import dev.slipway.run.Sandbox;
import dev.slipway.run.SandboxSettings;
import dev.slipway.store.Collected;
import dev.slipway.store.CollectionPolicy;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds images without a daemon: into a store, in which everything that was made before is found again.
 *
 * <p>Safe for use by several threads; several engines, also in other processes, may share a store. Steps that are equal
 * are carried out once. What the engine reads: the context, images on disk and in registries, the store. What it writes: the
 * store, and registries when an image is pushed.
 */
public final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  /** Each attempt puts at least one damaged blob aside, so this bounds how much damage is repaired at once. */
  private static final int MAX_HEALINGS = 1000;
  /** The same damage that often in a row is not being repaired. */
  private static final int MAX_SAME_DAMAGE = 3;
  private static final int MAX_CONTEXT_CHANGES = 3;

  private final Store store;
  private final boolean ownsStore;
  private final RegistryImages registries;
  private final Sandboxed sandboxes = new Sandboxed();
  private final Set<Attempt> running = new HashSet<>();
  private boolean closing;

  private Engine(Store store, boolean ownsStore, RegistryImages registries) {
    this.store = store;
    this.ownsStore = ownsStore;
    this.registries = registries;
  }

  /** An engine on the user's store, {@link Store#defaultDirectory()}. */
  public static Engine open() {
    return open(Store.defaultDirectory());
  }

  /** An engine on the store in a directory, which is made if it is missing. */
  public static Engine open(Path storeDirectory) {
    return open(storeDirectory, usual());
  }

  /** An engine on the store in a directory, which is made if it is missing, that reaches registries in a certain way. */
  public static Engine open(Path storeDirectory, RegistrySettings registries) {
    Store store = Store.open(storeDirectory);
    return new Engine(store, true, RegistryImages.in(store, registries));
  }

  /** An engine on a store that the caller closes after the engine. */
  public static Engine open(Store store) {
    return open(store, usual());
  }

  /** An engine on a store that the caller closes after the engine, and that reaches registries in a certain way. */
  public static Engine open(Store store, RegistrySettings registries) {
    return new Engine(store, false, RegistryImages.in(store, registries));
  }

  /**
   * An engine on a store that the caller closes after the engine, for embedding: repositories come from somewhere else.
   *
   * @param registries of which patience and the number of transfers count
   */
  public static Engine open(Store store, RegistrySettings registries, Repositories repositories) {
    return new Engine(store, false, RegistryImages.in(store, registries, repositories));
  }

  private static RegistrySettings usual() {
    return RegistrySettings.defaults().withCredentials(Credentials.standard());
  }

  /** The store. */
  public Store store() {
    return store;
  }

  /** Builds an image with {@linkplain BuildOptions#defaults() default options}. */
  public BuiltImage build(Image image, Context context) {
    return build(image, context, BuildOptions.defaults());
  }

  /**
   * Builds an image. Damage that is found in the store is put aside and made again; files that change while they are read
   * are read again, a few times.
   *
   * @throws dev.slipway.BuildException if a step cannot be carried out
   * @throws ContextException if the context cannot be read, or keeps changing
   * @throws StoreException if the store cannot be read or written
   * @throws dev.slipway.ArchiveException if a base image or an archive is malformed
   * @throws dev.slipway.RegistryException if a registry refuses, fails or does not have a base image
   */
  public BuiltImage build(Image image, Context context, BuildOptions options) {
    int healings = 0;
    int changes = 0;
    int same = 0;
    String last = "";
    while (true) {
      try {
        return attempt(image, context, options);
      } catch (StoreException damage) {
        String message = String.valueOf(damage.getMessage());
        same = message.equals(last) ? same + 1 : 1;
        last = message;
        if (!isRepairable(damage, ++healings) || same > MAX_SAME_DAMAGE) {
          throw damage;
        }
        LOG.warn("the store is damaged and is being repaired: {}", message);
        Journal.tell(options.listener(), new BuildEvent.Healing(message));
      } catch (ContextException change) {
        if (change.code() != ErrorCode.CONTEXT_CHANGED || ++changes > MAX_CONTEXT_CHANGES) {
          throw change;
        }
        LOG.info("building again: {}", change.getMessage());
      }
    }
  }

  /** Whether building again may make good what a store could not deliver, after so many attempts. */
  static boolean isRepairable(StoreException damage, int attempts) {
    return attempts <= MAX_HEALINGS && (damage.code() == ErrorCode.STORE_DAMAGED || damage.code() == ErrorCode.NOT_FOUND);
  }

  private BuiltImage attempt(Image image, Context context, BuildOptions options) {
    Attempt attempt = begin();
    try {
      return attempt(attempt, image, context, options);
    } finally {
      end(attempt);
    }
  }

  private BuiltImage attempt(Attempt attempt, Image image, Context context, BuildOptions options) {
    Stopwatch time = Stopwatch.createStarted();
    Lease lease = store.lease();
    try (BuildRun run = new BuildRun(store, lease, registries, sandboxes, image, context, options, HostPlatform.linux())) {
      started(attempt, run);
      BuiltImage.Request request = new BuiltImage.Request(image, context, options);
      ImmutableMap<Platform, StageState> states;
      try {
        states = solve(run, image);
      } catch (RunFailedException failure) {
        throw run.failed().map(left -> new RunFailedException(failure, new BuiltImage(this, lease, request,
            ImmutableMap.of(left.platform(), left.state()), new BuildReport(run.journal().steps(), ImmutableList.of(), time.elapsed()))))
            .orElse(failure);
      }
      BuildReport report = new BuildReport(run.journal().steps(), run.bases(), time.elapsed());
      run.journal().tell(new BuildEvent.Finished(report));
      return new BuiltImage(this, lease, request, states, report);
    } catch (RuntimeException | Error failure) {
      boolean needed = failure instanceof RunFailedException command && command.files().isPresent();
      if (!needed) {
        end(lease, failure);
      }
      throw failure;
    }
  }

  /** A build, from before it begins until nothing of it is left. */
  private static final class Attempt {
    private @Nullable BuildRun run;
  }

  private synchronized Attempt begin() {
    if (closing) {
      throw closed();
    }
    Attempt attempt = new Attempt();
    running.add(attempt);
    return attempt;
  }

  private synchronized void started(Attempt attempt, BuildRun run) {
    if (closing) {
      throw closed();
    }
    attempt.run = run;
  }

  private static BuildException closed() {
    return new BuildException(ErrorCode.CANCELLED, "the engine was closed");
  }

  private synchronized void end(Attempt attempt) {
    running.remove(attempt);
    notifyAll();
  }

  /** Cancels all builds and waits until nothing of them is left. An interrupt does not keep it from waiting. */
  private synchronized void cancel() {
    closing = true;
    for (Attempt attempt : running) {
      if (attempt.run != null) {
        attempt.run.cancel("the engine was closed");
      }
    }
    boolean interrupted = false;
    while (!running.isEmpty()) {
      try {
        wait();
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the lease of a build that failed, also on a thread that was interrupted, to which channels are closed. */
  private static void end(Lease lease, Throwable failure) {
    boolean interrupted = Thread.interrupted();
    try {
      lease.close();
    } catch (RuntimeException another) {
      failure.addSuppressed(another);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static ImmutableMap<Platform, StageState> solve(BuildRun run, Image image) {
    ImmutableSet<Platform> platforms = platforms(image);
    Map<Platform, CompletableFuture<StageState>> open = new LinkedHashMap<>();
    platforms.forEach(platform -> open.put(platform, run.solve(platform)));
    ImmutableMap.Builder<Platform, StageState> states = ImmutableMap.builder();
    open.forEach((platform, future) -> states.put(platform, Tasks.join(future)));
    return states.buildOrThrow();
  }

  private static ImmutableSet<Platform> platforms(Image image) {
    return image.platforms().isEmpty() ? ImmutableSet.of(HostPlatform.linux()) : image.platforms();
  }

  /** As {@link #pinned(Image, BuildOptions)} with {@linkplain BuildOptions#defaults() default options}. */
  public Image pinned(Image image) {
    return pinned(image, BuildOptions.defaults());
  }

  /**
   * The same image with every image in a registry pinned to what its name stands for at present, in all platforms' forms.
   * Building it gives what building the given image gives now.
   *
   * @param options of which arguments and the policy for bases count
   * @throws dev.slipway.RegistryException if a registry refuses, fails or does not have the image
   * @throws dev.slipway.BuildException if a name means another image on each platform
   */
  public Image pinned(Image image, BuildOptions options) {
    try (Lease lease = store.lease()) {
      ImagePuller puller = registries.puller(lease, options.bases(), TransferListener.NONE);
      return pins(image, options).pin(reference -> puller.resolve(reference).descriptor().digest());
    }
  }

  static Pins pins(Image image, BuildOptions options) {
    return new Pins(new GlobalArguments(image, options, HostPlatform.linux()), platforms(image));
  }

  /** The caches of {@code RUN --mount=type=cache}. */
  public CacheMounts caches() {
    return caches(SandboxSettings.DEFAULT);
  }

  /** The caches of {@code RUN --mount=type=cache} that commands in a certain sandbox have. */
  public CacheMounts caches(SandboxSettings sandbox) {
    return new CacheMounts(store, () -> sandboxes.require(sandbox));
  }

  /**
   * Takes away what the policy does not keep and nobody uses: as {@link Store#collect}, which cannot delete unpacked layers whose
   * files belong to subordinate users.
   */
  public Collected collect(CollectionPolicy policy) {
    Optional<Sandbox> sandbox = sandboxes.find(SandboxSettings.DEFAULT);
    return sandbox.isPresent() ? store.collect(policy, sandbox.get()::remove) : store.collect(policy);
  }

  RegistryImages registries() {
    return registries;
  }

  /**
   * Cancels builds that run and waits for their end, ends connections to registries, and closes the store, if this engine opened
   * it. Images that were built can no longer be read or exported.
   */
  @Override
  public void close() throws SlipwayException {
    cancel();
    try {
      registries.close();
    } finally {
      if (ownsStore) {
        store.close();
      }
    }
  }
}
