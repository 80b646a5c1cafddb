package dev.slipway.layout;

import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Digest;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Index;
import dev.slipway.oci.LayoutVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** An OCI image layout in a directory, for reading. Files may be links, as build systems make them; bytes are verified. */
final class LayoutDirectory implements BlobSource {
  static final String VERSION = "oci-layout";
  static final String INDEX = "index.json";

  private final Path directory;

  private LayoutDirectory(Path directory) {
    this.directory = directory;
  }

  /** Opens a layout; its version is checked. */
  static LayoutDirectory open(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new ArchiveException(
          ErrorCode.NOT_FOUND,
          "'" + directory + "' is not a directory, as an OCI layout is; for a tar file use OciArchive or DockerArchive");
    }
    if (!Files.exists(directory.resolve(VERSION))) {
      throw new ArchiveException(
          ErrorCode.NOT_FOUND,
          "'" + directory + "' is not an OCI layout: it has no file '" + VERSION + "'; name the directory that has one");
    }
    LayoutVersion.check(Sources.file(directory.resolve(VERSION)));
    return new LayoutDirectory(directory);
  }

  Index index() {
    return Index.read(Sources.file(directory.resolve(INDEX)));
  }

  /** The directory that holds a blob. */
  static Path blobs(Path directory, Digest digest) {
    return directory.resolve("blobs").resolve(digest.algorithm().id());
  }

  static Path blob(Path directory, Digest digest) {
    return blobs(directory, digest).resolve(digest.hex());
  }

  @Override
  public InputStream open(Descriptor blob) throws IOException {
    Path file = blob(directory, blob.digest());
    if (!Files.exists(file)) {
      throw new ArchiveException(ErrorCode.NOT_FOUND, name() + " lacks the blob '" + blob.digest() + "', which its documents name");
    }
    Sources.requireRegular(file);
    return Files.newInputStream(file);
  }

  @Override
  public String name() {
    return "layout '" + directory + "'";
  }
}
