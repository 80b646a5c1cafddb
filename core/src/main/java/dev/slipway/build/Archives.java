package dev.slipway.build;

import com.google.common.hash.Hashing;
import com.google.common.hash.HashingInputStream;
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
    try (bytes; InputStream plain = Compression.decompress(new BufferedInputStream(bytes), CompressionLimits.DEFAULT)) {
      return TarDetection.startsWithHeader(plain);
    } catch (ArchiveException | IOException notReadable) {
      // what only looks like an archive is copied as the file that it is
      return false;
    }
  }

  /** The files of an archive in the context; its bytes must have the digest that its name in the key stands for. */
  ArchiveFiles unpacked(Content.OnDisk file, Digest digest) {
    String name = file.file().path().toString();
    try (ContextReader reader = file.context().reader(); ContextFile content = reader.open(file.file());
        HashingInputStream bytes = new HashingInputStream(Hashing.sha256(), Channels.newInputStream(content))) {
      ArchiveFiles files = unpack(bytes, name);
      // an archive is read to the end of its file, so these are all bytes
      Digest read = Digest.sha256(bytes.hash());
      if (!read.equals(digest)) {
        throw new ContextException(ErrorCode.CONTEXT_CHANGED, "the archive '" + name + "' changed while it was read: expected '" + digest
            + "', got '" + read + "'. Build again once nothing writes to it");
      }
      return files;
    } catch (IOException failure) {
      throw unreadable(name, failure);
    }
  }

  /** The files of an archive in the store. */
  ArchiveFiles unpacked(Digest blob) {
    try (InputStream content = store.read(blob)) {
      return unpack(content, blob.toString());
    } catch (IOException failure) {
      throw unreadable(blob.toString(), failure);
    }
  }

  private ArchiveFiles unpack(InputStream bytes, String name) throws IOException {
    InputStream stoppable = new Cancellation.Input(new BufferedInputStream(bytes));
    try (InputStream plain = Compression.decompress(stoppable, CompressionLimits.DEFAULT)) {
      Layer layer = LayerImporter.into(store, lease, EntryPolicy.archive()).read(plain, Optional.empty());
      return new ArchiveFiles(layer.read(store), rules);
    } catch (ArchiveException refused) {
      throw new ArchiveException(refused.code(), "the archive '" + name + "' cannot be unpacked: " + refused.getMessage(), refused);
    }
  }

  private static BuildException unreadable(String name, IOException failure) {
    return new BuildException(ErrorCode.IO, "the archive '" + name + "' cannot be read: " + failure.getMessage(), failure);
  }
}
