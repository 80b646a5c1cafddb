package dev.slipway.testkit.registry;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.DocumentException;
import dev.slipway.image.Digest;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Index;
import dev.slipway.oci.Manifest;
import dev.slipway.oci.ManifestDocument;
import dev.slipway.oci.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** How a manifest is listed among those of its subject (distribution specification, "Listing Referrers"). */
final class Referrer {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Referrer() {}

  /** The entry of a manifest; empty if its subject is another one, or if tests put something there that is no manifest. */
  static Optional<Descriptor> of(StoredManifest stored, Digest subject) {
    try {
      ManifestDocument document = ManifestDocument.read(stored.bytes());
      return ManifestEndpoint.subject(document).filter(about -> about.digest().equals(subject)).map(about -> entry(stored, document));
    } catch (DocumentException noManifest) {
      return Optional.empty();
    }
  }

  private static Descriptor entry(StoredManifest stored, ManifestDocument document) {
    Descriptor plain = Descriptor.of(document.mediaType(), stored.digest(), stored.bytes().length);
    Optional<MediaType> type = switch (document) {
      case Manifest manifest -> manifest.artifactType().or(() -> Optional.of(manifest.config().mediaType()));
      case Index index -> artifactType(index);
    };
    Map<String, String> annotations = switch (document) {
      case Manifest manifest -> manifest.annotations();
      case Index index -> index.annotations();
    };
    Descriptor typed = type.map(plain::withArtifactType).orElse(plain);
    return annotations.isEmpty() ? typed : typed.withAnnotations(annotations);
  }

  private static Optional<MediaType> artifactType(Index index) {
    try {
      return Optional.of(JSON.readTree(index.bytes()).path("artifactType").asText("")).filter(text -> !text.isEmpty()).map(MediaType::of);
    } catch (IOException unreachable) {
      throw new UncheckedIOException("an index was read before", unreachable);
    }
  }
}
