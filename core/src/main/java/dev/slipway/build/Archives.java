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
import dev.slipway.layer.Compression;
import dev.slipway.layer.CompressionLimits;
import dev.slipway.layer.EntryPolicy;
import dev.slipway.layer.Layer;
import dev.slipway.layer.LayerImporter;
import dev.slipway.layer.TarDetection;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
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
    try (InputStream plain = Compression.decompress(new BufferedInputStream(bytes), CompressionLimits.DEFAULT)) {
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
    try (InputStream plain = Compression.decompress(new BufferedInputStream(hashed), CompressionLimits.DEFAULT)) {
      Layer layer = read(plain, hashed, expected, name);
      requireSame(hashed, expected, name);
      return LayerSource.ofArchive(layer.read(store), "the archive '" + name + "'", rules);
    } catch (ArchiveException refused) {
      throw new ArchiveException(refused.code(), "the archive '" + name + "' cannot be unpacked: " + refused.getMessage(), refused);
    }
  }

  private Layer read(InputStream plain, HashingInputStream hashed, Digest expected, String name) throws IOException {
    try {
      return LayerImporter.into(store, lease, EntryPolicy.archive()).read(plain, Optional.empty());
    } catch (ArchiveException refused) {
      // an archive that changes meanwhile looks malformed, and is another matter
      requireSame(hashed, expected, name);
      throw refused;
    }
  }

  /** Reads what the unpacking left: only at its end is it known that a file did not change and a blob is not damaged. */
  private static void requireSame(HashingInputStream bytes, Digest expected, String name) throws IOException {
    long unused = ByteStreams.exhaust(bytes);
    if (!Digest.sha256(bytes.hash()).equals(expected)) {
      throw new ContextException(ErrorCode.CONTEXT_CHANGED, "'" + name + "' changed while it was unpacked");
    }
  }

  private static BuildException unreadable(String name, IOException failure) {
    return new BuildException(ErrorCode.IO, "the archive '" + name + "' cannot be read: " + failure.getMessage(), failure);
  }
}
