package dev.slipway.build;

import com.google.common.hash.Hashing;
import com.google.common.hash.HashingInputStream;
import com.google.common.io.ByteStreams;
import dev.slipway.ArchiveException;
import dev.slipway.BuildException;
import dev.slipway.ContextException;
import dev.slipway.ErrorCode;
import dev.slipway.context.ContextFile;
import dev.slipway.context.ContextReader;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import dev.slipway.layer.Compression;
import dev.slipway.layer.CompressionLimits;
import dev.slipway.layer.EntryPolicy;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.Layer;
import dev.slipway.layer.LayerImporter;
import dev.slipway.layer.LayerToc;
import dev.slipway.layer.TarDetection;
import dev.slipway.layer.Toc;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Optional;

/** Archives that ADD unpacks: recognised by their content, read as strictly as layers, kept in the store while they are used. */
final class Archives {
  private final Store store;
  private final Lease lease;
  private final EntryRules rules;

  Archives(Store store, Lease lease, EntryRules rules) {
    this.store = store;
    this.lease = lease;
    this.rules = rules;
  }

  /** Whether a file of the context is a tar, perhaps compressed. */
  boolean isArchive(Content.OnDisk file) {
    try (ContextReader reader = file.context().reader(); ContextFile content = reader.open(file.file())) {
      return isArchive(Channels.newInputStream(content));
    }
  }

  /** Whether a blob is a tar, perhaps compressed. */
  boolean isArchive(Digest blob) {
    return isArchive(store.read(blob));
  }

  private static boolean isArchive(InputStream bytes) {
    try (bytes; InputStream plain = Compression.decompress(new BufferedInputStream(bytes), CompressionLimits.DEFAULT)) {
      return TarDetection.startsWithHeader(plain);
    } catch (ArchiveException | IOException notReadable) {
      // what only looks like an archive is copied as the file that it is
      return false;
    }
  }

  /**
   * The files of an archive in the context.
   *
   * @param digest the digest that its bytes had when they were hashed, which is part of the key
   */
  SourceTree unpacked(Content.OnDisk file, Digest digest) {
    String name = file.file().path().toString();
    try (ContextReader reader = file.context().reader(); ContextFile content = reader.open(file.file())) {
      return unpack(Channels.newInputStream(content), digest, name);
    } catch (IOException failure) {
      throw unreadable(name, failure);
    }
  }

  /** The files of an archive in the store. */
  SourceTree unpacked(Digest blob) {
    try (InputStream content = store.read(blob)) {
      return unpack(content, blob, blob.toString());
    } catch (IOException failure) {
      throw unreadable(blob.toString(), failure);
    }
  }

  private SourceTree unpack(InputStream bytes, Digest expected, String name) throws IOException {
    HashingInputStream hashed = new HashingInputStream(Hashing.sha256(), bytes);
    InputStream stoppable = new Cancellation.Input(new BufferedInputStream(hashed));
    try (InputStream plain = Compression.decompress(stoppable, CompressionLimits.DEFAULT)) {
      return files(plain, hashed, expected, name);
    }
  }

  private SourceTree files(InputStream plain, HashingInputStream hashed, Digest expected, String name) throws IOException {
    Layer layer;
    try {
      layer = LayerImporter.into(store, lease, EntryPolicy.archive()).read(plain, Optional.empty());
    } catch (ArchiveException refused) {
      // an archive that changed meanwhile may look malformed, and is another matter; its stream is still open here
      requireSame(hashed, expected, name);
      throw new ArchiveException(refused.code(), "the archive '" + name + "' cannot be unpacked: " + refused.getMessage(), refused);
    }
    requireSame(hashed, expected, name);
    LayerToc table = layer.read(store);
    return new LayerSource(FileTree.of(List.of(table)), "the archive '" + name + "'", rules, path -> isListed(table.toc(), path));
  }

  /** Whether an archive has an entry for a path: directories that are only implied leave what is there as it is. */
  private static boolean isListed(Toc toc, ImagePath path) {
    int index = toc.find(path);
    return index >= 0 && toc.isEntry(index);
  }

  /** Reads what the unpacking left: only at its end is it known that a file did not change and a blob is not damaged. */
  private static void requireSame(HashingInputStream bytes, Digest expected, String name) throws IOException {
    long unused = ByteStreams.exhaust(bytes);
    if (!Digest.sha256(bytes.hash()).equals(expected)) {
      throw new ContextException(ErrorCode.CONTEXT_CHANGED,
          "the archive '" + name + "' changed while it was unpacked; build again once nothing writes to it");
    }
  }

  private static BuildException unreadable(String name, IOException failure) {
    return new BuildException(ErrorCode.IO, "the archive '" + name + "' cannot be read: " + failure.getMessage(), failure);
  }
}
