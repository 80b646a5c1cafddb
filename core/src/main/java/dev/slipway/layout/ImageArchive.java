package dev.slipway.layout;

import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.layer.Compression;
import dev.slipway.layer.CompressionFormat;
import dev.slipway.layer.CompressionLimits;
import dev.slipway.oci.Descriptor;
import dev.slipway.store.Blob;
import dev.slipway.store.BlobWriter;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A tar file that holds images, for reading. A compressed one is expanded into the store first, where its files can be
 * found at their places.
 */
final class ImageArchive implements BlobSource {
  /** Opens the expanded archive, again and again. */
  private interface Opener {
    SeekableByteChannel open() throws IOException;
  }

  private final Path file;
  private final Opener opener;
  private final TarIndex index;

  private ImageArchive(Path file, Opener opener) throws IOException {
    this.file = file;
    this.opener = opener;
    try (SeekableByteChannel channel = opener.open()) {
      this.index = TarIndex.read(channel, "archive '" + file + "'");
    }
  }

  static ImageArchive open(Store store, Lease lease, Path file) {
    if (!Files.exists(file)) {
      throw new ArchiveException(ErrorCode.NOT_FOUND, "archive '" + file + "' does not exist");
    }
    if (Files.isDirectory(file)) {
      throw new ArchiveException(ErrorCode.NOT_FOUND,
          "'" + file + "' is a directory, where a tar file was expected; for a layout use OciLayout");
    }
    try {
      Sources.requireRegular(file);
      if (isPlain(file)) {
        return new ImageArchive(file, () -> Files.newByteChannel(file));
      }
      Blob expanded = expand(store, lease, file);
      return new ImageArchive(file, () -> store.openBlob(expanded.digest()));
    } catch (IOException e) {
      throw new ArchiveException(ErrorCode.IO, "archive '" + file + "' cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isPlain(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return CompressionFormat.detect(in.readNBytes(CompressionFormat.DETECTION_LENGTH)) == CompressionFormat.PLAIN;
    }
  }

  private static Blob expand(Store store, Lease lease, Path file) throws IOException {
    try (InputStream in = Compression.decompress(new BufferedInputStream(Files.newInputStream(file)), CompressionLimits.DEFAULT);
        BlobWriter out = store.newBlob(lease)) {
      in.transferTo(Channels.newOutputStream(out));
      return out.commit();
    }
  }

  /** The bytes of a file in the archive, unverified. */
  InputStream open(String path) throws IOException {
    TarIndex.Extent extent = index.find(path).orElseThrow(
        () -> new ArchiveException(ErrorCode.NOT_FOUND, name() + " has no file '" + path + "', which it should have"));
    return new ExtentInput(opener.open(), extent);
  }

  boolean has(String path) {
    return index.find(path).isPresent();
  }

  byte[] document(String path) {
    try (InputStream in = open(path)) {
      return Sources.bounded(in, name() + ": '" + path + "'");
    } catch (IOException e) {
      throw new ArchiveException(ErrorCode.IO, name() + ": '" + path + "' cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public InputStream open(Descriptor blob) throws IOException {
    return open("blobs/" + blob.digest().algorithm().id() + "/" + blob.digest().hex());
  }

  @Override
  public String name() {
    return "archive '" + file + "'";
  }
}
