package dev.slipway.testkit.registry;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Digest;
import dev.slipway.image.Platform;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.Index;
import dev.slipway.oci.Manifest;
import dev.slipway.oci.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * An image whose layers are noise of chosen sizes, with an index over it. Each number has its own, so that stores and
 * registries never know a part of the next one.
 *
 * @param layers their bytes, which nothing expands
 */
record Specimen(ImmutableList<byte[]> layers, ImageConfig config, Manifest manifest, Index index) {
  static final Platform PLATFORM = Platform.LINUX_AMD64;

  static Specimen of(long number, int... sizes) {
    Random noise = new Random(number);
    List<byte[]> layers = new ArrayList<>();
    List<Descriptor> descriptors = new ArrayList<>();
    for (int size : sizes) {
      byte[] layer = new byte[size];
      noise.nextBytes(layer);
      layers.add(layer);
      descriptors.add(Descriptor.of(MediaType.OCI_LAYER_GZIP, layer));
    }
    ImageConfig config = ImageConfig.of(PLATFORM).withCreated(Instant.ofEpochSecond(number))
        .withDiffIds(layers.stream().map(Digest::sha256).toList());
    Manifest manifest = Manifest.of(config.descriptor(), descriptors);
    return new Specimen(ImmutableList.copyOf(layers), config, manifest,
        Index.of(List.of(manifest.descriptor().withPlatform(PLATFORM))));
  }

  /** Puts all of it into a repository, the index as the tag {@code latest}. */
  void putInto(TestRegistry registry, String repository) {
    putPartsInto(registry, repository);
    registry.putManifest(repository, manifest.digest().toString(), manifest);
    registry.putManifest(repository, "latest", index);
  }

  /** Puts configuration and layers into a repository. */
  void putPartsInto(TestRegistry registry, String repository) {
    registry.putBlob(repository, config.bytes());
    layers.forEach(layer -> registry.putBlob(repository, layer));
  }

  /** The digests of manifest, index and configuration. */
  ImmutableList<Digest> documents() {
    return ImmutableList.of(index.digest(), manifest.digest(), config.digest());
  }

  /** The digests of all that it consists of. */
  ImmutableList<Digest> all() {
    return Stream.concat(documents().stream(), manifest.layers().stream().map(Descriptor::digest)).collect(ImmutableList.toImmutableList());
  }
}
