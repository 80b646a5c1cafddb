package dev.slipway.testkit.registry;

import com.google.common.collect.ImmutableList;
import com.google.common.io.ByteSource;
import com.google.common.io.MoreFiles;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import dev.slipway.image.OciLayout;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Index;
import dev.slipway.oci.Manifest;
import dev.slipway.oci.ManifestDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Copies an image from a layout into a repository. Nothing is verified: tests may want what is wrong. */
final class LayoutImport {
  private final RegistryBackend backend;
  private final String repository;
  private final OciLayout layout;

  LayoutImport(RegistryBackend backend, String repository, OciLayout layout) {
    this.backend = backend;
    this.repository = repository;
    this.layout = layout;
  }

  Digest under(String tag) throws IOException {
    Descriptor image = image(Index.read(Files.readAllBytes(layout.path().resolve("index.json"))).manifests());
    copy(image, ImmutableList.of(tag));
    return image.digest();
  }

  private Descriptor image(List<Descriptor> all) {
    Stream<Descriptor> named = all.stream()
        .filter(image -> layout.names().isEmpty() || image.referenceName().filter(layout.names()::contains).isPresent());
    ImmutableList<Descriptor> found = named.collect(ImmutableList.toImmutableList());
    if (found.stream().map(Descriptor::digest).distinct().count() != 1) {
      throw new InvalidValueException(
          "layout '" + layout.path() + "' has " + found.size() + " images of that name; say which one is meant with named(…)");
    }
    return found.getFirst();
  }

  private void copy(Descriptor image, ImmutableList<String> tags) throws IOException {
    byte[] bytes = Files.readAllBytes(file(image.digest()));
    switch (ManifestDocument.read(bytes, image.mediaType())) {
      case Index index -> {
        for (Descriptor child : index.manifests()) {
          copy(child, ImmutableList.of());
        }
      }
      case Manifest manifest -> {
        copyBlob(manifest.config());
        for (Descriptor layer : manifest.layers()) {
          copyBlob(layer);
        }
      }
    }
    backend.content().put(repository, new StoredManifest(image.digest(), image.mediaType().text(), bytes), tags);
  }

  private void copyBlob(Descriptor blob) throws IOException {
    Optional<ByteSource> source = Optional.of(file(blob.digest())).filter(Files::exists).map(MoreFiles::asByteSource);
    if (source.isPresent()) {
      backend.content().put(repository, blob.digest(), backend.store(source.get()));
    }
  }

  private Path file(Digest digest) {
    return layout.path().resolve("blobs").resolve(digest.algorithm().id()).resolve(digest.hex());
  }
}
