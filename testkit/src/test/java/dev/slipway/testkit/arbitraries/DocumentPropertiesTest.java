package dev.slipway.testkit.arbitraries;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Digest;
import dev.slipway.image.Platform;
import dev.slipway.oci.ContainerConfig;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.HealthcheckConfig;
import dev.slipway.oci.HistoryEntry;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.Index;
import dev.slipway.oci.Manifest;
import dev.slipway.oci.ManifestDocument;
import dev.slipway.oci.MediaType;
import dev.slipway.oci.SavedImages;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;

@Domain(SlipwayDomain.class)
class DocumentPropertiesTest {
  @Property(tries = 500, seed = "42")
  void aManifestIsReadFromItsBytes(@ForAll ManifestDocument document) {
    ManifestDocument read = ManifestDocument.read(document.bytes(), document.mediaType());
    assertThat(read).isEqualTo(document).hasSameHashCodeAs(document);
    assertThat(ManifestDocument.read(document.bytes())).isEqualTo(document);
    assertThat(read.bytes()).isEqualTo(document.bytes());
    assertThat(read.digest()).isEqualTo(Digest.sha256(document.bytes()));
    assertThat(document.descriptor().size()).isEqualTo(document.bytes().length);
  }

  @Property(tries = 500, seed = "42")
  void whatAManifestSaysIsReadAgain(@ForAll Manifest manifest, @ForAll Descriptor subject) {
    Manifest read = Manifest.read(manifest.bytes());
    assertThat(read.config()).isEqualTo(manifest.config());
    assertThat(read.layers()).isEqualTo(manifest.layers());
    assertThat(read.annotations()).isEqualTo(manifest.annotations());
    assertThat(read.subject()).isEqualTo(manifest.subject());
    assertThat(manifest.withSubject(subject).subject()).contains(subject);
    assertThat(manifest.withLayers(manifest.layers())).isEqualTo(manifest);
  }

  @Property(tries = 300, seed = "42")
  void anIndexKeepsTheOrderOfItsManifests(@ForAll Index index, @ForAll @Size(max = 3) List<Descriptor> descriptors,
      @ForAll Platform platform) {
    assertThat(Index.read(index.bytes()).manifests()).isEqualTo(index.manifests());
    assertThat(index.withManifests(descriptors).manifests()).isEqualTo(descriptors);
    assertThat(index.withManifests(descriptors).withManifests(index.manifests())).isEqualTo(index);
    index.choose(platform).ifPresent(chosen -> assertThat(platform.runs(chosen.platform().orElseThrow())).isTrue());
  }

  @Property(tries = 500, seed = "42")
  void aConfigurationIsReadFromItsBytes(@ForAll ImageConfig config, @ForAll HistoryEntry step, @ForAll Digest layer) {
    ImageConfig read = ImageConfig.read(config.bytes());
    assertThat(read).isEqualTo(config).hasSameHashCodeAs(config);
    assertThat(read.digest()).isEqualTo(config.digest());
    assertThat(read.container()).isEqualTo(config.container());
    assertThat(read.history()).isEqualTo(config.history());
    assertThat(read.platform()).isEqualTo(config.platform());
    assertThat(read.created()).isEqualTo(config.created());
    assertThat(read.hasConsistentHistory()).isTrue();
    assertThat(read.withLayer(layer, step)).isEqualTo(config.withLayer(layer, step));
    assertThat(config.withLayer(layer, step).diffIds()).isEqualTo(
        ImmutableList.<Digest>builder().addAll(config.diffIds()).add(layer).build());
  }

  @Property(tries = 500, seed = "42")
  void theSettingsOfContainersSurviveInAConfiguration(@ForAll ContainerConfig container, @ForAll HealthcheckConfig check) {
    ImageConfig config = ImageConfig.of(Platform.LINUX_AMD64).withContainer(container.withHealthcheck(check));
    ContainerConfig read = ImageConfig.read(config.bytes()).container();
    assertThat(read.healthcheck()).contains(check);
    assertThat(read.entrypoint()).isEqualTo(container.entrypoint());
    assertThat(read.command()).isEqualTo(container.command());
    assertThat(read.environment()).isEqualTo(container.environment());
    assertThat(read.labels()).isEqualTo(container.labels());
    assertThat(read.withoutHealthcheck()).isEqualTo(container.withoutHealthcheck());
    assertThat(container.withUser("x").withUser("").user()).isEmpty();
  }

  @Property(tries = 300, seed = "42")
  void aDescriptorIsReadInAManifest(@ForAll Descriptor descriptor, @ForAll MediaType type) {
    Manifest manifest = Manifest.of(Descriptor.of(MediaType.OCI_CONFIG, new byte[0]), List.of(descriptor));
    assertThat(Manifest.read(manifest.bytes()).layers()).containsExactly(descriptor);
    assertThat(descriptor.withMediaType(type).withMediaType(descriptor.mediaType())).isEqualTo(descriptor);
    descriptor.data().ifPresent(bytes -> assertThat(bytes).hasSize((int) descriptor.size()));
    assertThat(type.toOci().toOci()).isEqualTo(type.toOci());
  }

  @Property(tries = 300, seed = "42")
  void theTableOfADockerArchiveIsReadFromItsBytes(@ForAll SavedImages images) {
    assertThat(SavedImages.read(images.bytes())).isEqualTo(images);
  }
}
