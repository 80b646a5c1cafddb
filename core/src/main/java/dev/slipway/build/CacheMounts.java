package dev.slipway.build;

import com.google.common.collect.ImmutableList;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.layer.Compression;
import dev.slipway.layer.CompressionLimits;
import dev.slipway.layer.EntryPolicy;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.Layer;
import dev.slipway.layer.LayerImporter;
import dev.slipway.layer.LayerToc;
import dev.slipway.layer.OverlayLayer;
import dev.slipway.run.Sandbox;
import dev.slipway.store.CacheContent;
import dev.slipway.store.CacheDirectories;
import dev.slipway.store.CacheDirectory;
import dev.slipway.store.CacheName;
import dev.slipway.store.CachePolicy;
import dev.slipway.store.CacheUse;
import dev.slipway.store.Lease;
import dev.slipway.store.Pruned;
import dev.slipway.store.Store;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The caches that {@code RUN --mount=type=cache} keeps in a store, from build to build: what they hold, how much, and how they
 * travel to another machine. Those of other users of the store are listed, but neither exported nor replaced.
 */
public final class CacheMounts {
  private final Store store;
  private final Supplier<Sandbox> sandbox;

  /**
   * The caches in a store.
   *
   * @param sandbox gives what reaches their files, or throws why nothing does
   */
  CacheMounts(Store store, Supplier<Sandbox> sandbox) {
    this.store = store;
    this.sandbox = sandbox;
  }

  /** All caches with their sizes, which are found out by walking them. */
  public ImmutableList<CacheDirectory> list() {
    return store.caches().list();
  }

  /**
   * Takes away what the policy does not keep and no build uses at the moment.
   *
   * @throws BuildException with {@link ErrorCode#UNSUPPORTED} and the reason if something is to be removed where RUN does not work
   */
  public Pruned prune(CachePolicy policy) {
    return store.caches().prune(policy, directory -> sandbox.get().remove(directory));
  }

  /**
   * Writes what is in a cache as an uncompressed tar: owners as commands see them, all attributes, times as they are. Builds may
   * use the cache meanwhile, unless they want it for themselves.
   *
   * @param out is not closed
   * @throws BuildException with {@link ErrorCode#NOT_FOUND} if there is no such cache, with {@link ErrorCode#UNSUPPORTED} and the
   *     reason where RUN does not work
   */
  public void exportTo(CacheName name, OutputStream out) {
    Sandbox own = sandbox.get();
    String ownership = own.ownership().id();
    boolean known = list().stream().anyMatch(cache -> cache.name().equals(name) && cache.ownership().equals(ownership));
    if (!known) {
      throw missing(name);
    }
    CacheContent gone = absent -> {
      throw missing(name);
    };
    try (Lease lease = store.lease();
        CacheDirectories.Held held = store.caches().open(lease, ownership, name, CacheUse.SHARED, gone)) {
      own.pack(held.directory(), tar -> tar.transferTo(out));
    }
  }

  /**
   * Gives a cache the files of a tar, in place of what it holds, making it where it is missing; waits until no build uses it.
   * The tar is read as strictly as layers are, and may be compressed with gzip, zstd, bzip2 or xz.
   *
   * @param tar is read to its end and not closed
   * @param origin what it is, in a few words for lists
   * @throws dev.slipway.ArchiveException if the tar is malformed or unsafe; the cache is then as before
   * @throws BuildException with {@link ErrorCode#UNSUPPORTED} and the reason where RUN does not work
   */
  public void importFrom(CacheName name, InputStream tar, String origin) {
    Sandbox own = sandbox.get();
    try (Lease lease = store.lease()) {
      Layer layer = LayerImporter.into(store, lease, EntryPolicy.archive())
          .read(Compression.decompress(new BufferedInputStream(tar), CompressionLimits.DEFAULT), Optional.empty());
      LayerToc table = layer.read(store);
      Path aside = store.trees().aside(lease);
      own.unpack(aside, out -> OverlayLayer.write(store, FileTree.empty(), table, UnpackedLayers.form(own), false, out));
      store.caches().replace(lease, own.ownership().id(), name, origin, aside, own::remove);
    } catch (IOException failure) {
      throw new BuildException(ErrorCode.IO, "the tar for the cache '" + name.id() + "' cannot be read: " + failure.getMessage(), failure);
    }
  }

  private static BuildException missing(CacheName name) {
    return new BuildException(ErrorCode.NOT_FOUND, "there is no cache '" + name.id() + "'"
        + (name.namespace().isEmpty() ? "" : " in the namespace '" + name.namespace() + "'")
        + "; CacheMounts.list() tells which there are");
  }
}
