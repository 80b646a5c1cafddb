package dev.slipway.layout;

import dev.slipway.ArchiveException;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.ManifestDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Bounded and verified reading from sources of blobs and from files. */
final class Sources {
  private Sources() {}

  /** A small blob, verified: a manifest, an index or a configuration. */
  static byte[] document(BlobSource source, Descriptor blob) {
    if (blob.size() > ManifestDocument.maxBytes()) {
      throw new DocumentException(
          ErrorCode.LIMIT_EXCEEDED,
          source.name() + ": the document '" + blob.digest() + "' announces " + blob.size() + " bytes; at most "
              + ManifestDocument.maxBytes()
              + " are read");
    }
    try (InputStream bytes = open(source, blob)) {
      return bytes.readAllBytes();
    } catch (IOException e) {
      throw failure(source, blob, e);
    }
  }

  /** A blob's bytes, verified on the way. */
  static InputStream open(BlobSource source, Descriptor blob) throws IOException {
    return new VerifiedInput(source.open(blob), blob, source.name());
  }

  static ArchiveException failure(BlobSource source, Descriptor blob, IOException cause) {
    return new ArchiveException(
        ErrorCode.IO, source.name() + ": the blob '" + blob.digest() + "' cannot be read: " + cause.getMessage(), cause);
  }

  /** A whole small file of a layout. */
  static byte[] file(Path file) {
    try {
      requireRegular(file);
      try (InputStream bytes = Files.newInputStream(file)) {
        return bounded(bytes, "'" + file + "'");
      }
    } catch (NoSuchFileException e) {
      throw new ArchiveException(ErrorCode.NOT_FOUND, "'" + file + "' does not exist", e);
    } catch (IOException e) {
      throw new ArchiveException(ErrorCode.IO, "'" + file + "' cannot be read: " + e.getMessage(), e);
    }
  }

  static byte[] bounded(InputStream in, String what) throws IOException {
    byte[] bytes = in.readNBytes(ManifestDocument.maxBytes() + 1);
    if (bytes.length > ManifestDocument.maxBytes()) {
      throw new DocumentException(
          ErrorCode.LIMIT_EXCEEDED, what + " has more than the " + ManifestDocument.maxBytes() + " bytes that are read of a document");
    }
    return bytes;
  }

  /** Opening a pipe would wait forever, opening a device may do anything. */
  static void requireRegular(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new ArchiveException(ErrorCode.ENTRY_REFUSED, "'" + file + "' is not a regular file");
    }
  }
}
