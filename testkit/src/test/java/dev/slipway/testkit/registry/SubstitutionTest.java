package dev.slipway.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.layout.ImageLayer;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.Manifest;
import dev.slipway.oci.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A registry that delivers something else for a digest: refused at each of the five places, and nothing of it is kept. */
class SubstitutionTest {
  private static final String REPOSITORY = Bench.REPOSITORY;
  private static final int ONE = 5;

  @TempDir
  Path directory;

  /** The wrong thing, as long as the right one or not. */
  private static byte[] other(byte[] right, String how) {
    return switch (how) {
      case "same length" -> {
        byte[] wrong = right.clone();
        wrong[ONE] ^= 1;
        yield wrong;
      }
      case "shorter" -> Arrays.copyOf(right, right.length - 1);
      case "longer" -> Arrays.copyOf(right, right.length + 1);
      default -> throw new IllegalArgumentException(how);
    };
  }

  @ParameterizedTest
  @CsvSource({"MANIFEST,same length", "MANIFEST,shorter", "MANIFEST,longer", "CHILD,same length", "CHILD,shorter", "CHILD,longer",
      "CONFIG,same length", "CONFIG,shorter", "CONFIG,longer", "LAYER,same length", "LAYER,shorter", "LAYER,longer"})
  void whatIsNotWhatTheDigestNamesIsRefusedAndNotKept(String place, String how) {
    Specimen specimen = Specimen.of(1, 4000, ONE);
    try (Bench bench = new Bench(directory)) {
      specimen.putInto(bench.registry, REPOSITORY);
      ImageReference wanted = place.equals("MANIFEST")
          ? bench.reference().withDigest(specimen.manifest().digest())
          : bench.reference().withDigest(specimen.index().digest());
      switch (place) {
        case "MANIFEST", "CHILD" -> bench.registry.putManifest(REPOSITORY, specimen.manifest().digest().toString(),
            MediaType.OCI_MANIFEST.text(), other(specimen.manifest().bytes(), how));
        case "CONFIG" -> bench.registry.putBlob(REPOSITORY, specimen.config().digest(), other(specimen.config().bytes(), how));
        default -> bench.registry.putBlob(REPOSITORY, specimen.manifest().layers().get(0).digest(), other(specimen.layers().get(0), how));
      }
      SlipwayException refusal = catchThrowableOfType(SlipwayException.class, () -> bench.pullWhole(wanted));
      boolean lengthTells = !how.equals("same length") && (place.equals("CONFIG") || place.equals("LAYER"));
      assertThat(refusal.code()).as(refusal.toString()).isIn(ErrorCode.DIGEST_MISMATCH,
          lengthTells ? ErrorCode.PROTOCOL_VIOLATION : ErrorCode.DIGEST_MISMATCH);
      if (place.equals("LAYER")) {
        assertThat(bench.store.pin(bench.lease, specimen.manifest().layers().get(0).digest())).isEmpty();
      } else {
        assertThat(specimen.all()).allMatch(digest -> bench.store.pin(bench.lease, digest).isEmpty());
      }
      assertThat(bench.disorder()).isEmpty();
      // the honest registry is believed again
      specimen.putInto(bench.registry, REPOSITORY);
      assertThat(bench.pullWhole(wanted).image().config()).isEqualTo(specimen.config());
      assertThat(bench.store.readAll(Digest.sha256(specimen.layers().get(0)), 4000)).isEqualTo(specimen.layers().get(0));
    }
  }

  @Test
  void aLayerWithOtherContentThanItsDiffIdNamesIsRefusedAndNotKept() throws IOException {
    byte[] tar = new byte[10_240];
    byte[] packed = gzip(tar);
    ImageConfig config = ImageConfig.of(Specimen.PLATFORM).withDiffIds(List.of(Digest.sha256("other".getBytes(StandardCharsets.UTF_8))));
    Manifest manifest = Manifest.of(config.descriptor(), List.of(Descriptor.of(MediaType.OCI_LAYER_GZIP, packed)));
    try (Bench bench = new Bench(directory)) {
      bench.registry.putBlob(REPOSITORY, packed);
      bench.registry.putBlob(REPOSITORY, config.bytes());
      bench.registry.putManifest(REPOSITORY, "latest", manifest);
      ImageLayer layer = bench.pull(bench.reference()).image().layers().get(0);
      SlipwayException refusal = catchThrowableOfType(SlipwayException.class, () -> layer.expanded(bench.lease));
      assertThat(refusal.code()).isEqualTo(ErrorCode.DIGEST_MISMATCH);
      assertThat(bench.store.pin(bench.lease, config.diffIds().get(0))).isEmpty();
      assertThat(bench.store.pin(bench.lease, Digest.sha256(tar))).isEmpty();
      assertThat(layer.present(bench.lease)).isEmpty();
      assertThat(bench.disorder()).isEmpty();
      ImageConfig honest = config.withDiffIds(List.of(Digest.sha256(tar)));
      bench.registry.putBlob(REPOSITORY, honest.bytes());
      bench.registry.putManifest(REPOSITORY, "latest", manifest.withConfig(honest.descriptor()));
      assertThat(bench.pull(bench.reference()).image().layers().get(0).expanded(bench.lease).diffId()).isEqualTo(Digest.sha256(tar));
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zipped = new GZIPOutputStream(out)) {
      zipped.write(bytes);
    }
    return out.toByteArray();
  }
}
