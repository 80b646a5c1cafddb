package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Platform;
import dev.slipway.layout.LayerLoader;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.Index;
import dev.slipway.oci.Manifest;
import dev.slipway.oci.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked of a registry, what is kept of it, and what is refused. */
@Timeout(60)
class PullTest extends PullFixture {
  @Test
  void anImageCostsItsDocumentsOnlyAndItsLayersWhenTheyAreRead() {
    push(BASE, AMD64, "one", "two");
    PulledImage pulled = pull();
    assertThat(registry.kinds()).containsExactly("GET blob", "GET manifest");
    assertThat(pulled.image().layers()).hasSize(2);
    assertThat(pulled.platform()).isEqualTo(AMD64);
    assertThat(pulled.resolved().descriptor().digest()).isEqualTo(registry.digest(BASE));
    assertThat(LayerLoader.expanded(pulled.image().layers(), lease)).hasSize(2);
    assertThat(registry.kinds()).containsExactly("GET blob", "GET blob");
    assertThat(LayerLoader.expanded(pull().image().layers(), lease)).hasSize(2);
    assertThat(registry.kinds()).containsExactly("HEAD manifest");
    assertThat(events).extracting(TransferEvent::kind).contains(TransferEvent.Kind.PULLING, TransferEvent.Kind.PULLED);
  }

  @Test
  void anIndexCostsOneDocumentMoreAndIsAskedForOncePerPlatform() {
    push(BASE, new String[]{"one"}, AMD64, ARM64);
    ImagePuller puller = puller(BasePolicy.always());
    ResolvedImage resolved = puller.resolve(BASE);
    assertThat(puller.pull(resolved, ARM64).image().config().platform()).isEqualTo(ARM64);
    assertThat(registry.kinds()).containsExactly("GET blob", "GET manifest", "GET manifest");
    assertThat(puller.pull(resolved, AMD64).image().config().platform()).isEqualTo(AMD64);
    assertThat(registry.kinds()).containsExactly("GET blob", "GET manifest");
    for (Platform platform : List.of(AMD64, ARM64)) {
      assertThat(puller(BasePolicy.offline()).pull(BASE, platform).image().config().platform()).isEqualTo(platform);
    }
    assertThat(registry.asked()).isEmpty();
  }

  @Test
  void aPinnedImageThatIsInTheStoreCostsNothing() {
    Digest digest = push(BASE, AMD64, "one");
    pull();
    registry.asked();
    registry.down(true);
    for (ImageReference pinned : List.of(BASE.withDigest(digest), ImagePuller.withoutTag(BASE).withDigest(digest))) {
      PulledImage again = puller(BasePolicy.always()).pull(pinned, AMD64);
      assertThat(again.resolved().pinned()).isEqualTo(pinned);
    }
    assertThat(registry.asked()).isEmpty();
  }

  @Test
  void aTagThatMovedIsTakenAnewAndTellsWhatItWas() {
    Digest first = push(BASE, AMD64, "one");
    assertThat(pull().resolved().before()).isEmpty();
    Digest second = push(BASE, AMD64, "two");
    PulledImage moved = pull();
    assertThat(registry.kinds()).containsExactly("GET blob", "GET manifest", "HEAD manifest");
    assertThat(moved.resolved().before()).contains(first);
    assertThat(moved.resolved().descriptor().digest()).isEqualTo(second);
  }

  @Test
  void answersMayBeOfACertainAge() {
    Digest first = push(BASE, AMD64, "one");
    pull();
    push(BASE, AMD64, "two");
    BasePolicy policy = BasePolicy.ifOlderThan(Duration.ofHours(1));
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(59)));
    assertThat(puller(policy).pull(BASE, AMD64).resolved().descriptor().digest()).isEqualTo(first);
    assertThat(registry.asked()).isEmpty();
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));
    assertThat(puller(policy).pull(BASE, AMD64).resolved().descriptor().digest()).isNotEqualTo(first);
    now.updateAndGet(time -> time.minus(Duration.ofDays(1)));
    registry.asked();
    assertThat(puller(policy).resolve(BASE).before()).isPresent();
    assertThat(registry.kinds()).as("an answer from the future is none").containsExactly("HEAD manifest");
    assertThat(puller(BasePolicy.ifOlderThan(Duration.ofSeconds(Long.MAX_VALUE))).resolve(BASE).before()).isPresent();
  }

  @Test
  void offlineSaysWhatIsMissing() {
    push(BASE, AMD64, "one");
    assertThatThrownBy(() -> puller(BasePolicy.offline()).resolve(BASE)).isInstanceOf(RegistryException.class)
        .hasMessageStartingWith("'localhost:5000/base:1.0' was never pulled into the store '")
        .hasMessageEndingWith("and the policy for bases is offline: build once with BasePolicy.always()");
    pull();
    registry.asked();
    PulledImage offline = puller(BasePolicy.offline()).pull(BASE, AMD64);
    assertThatThrownBy(() -> offline.image().layers().get(0).expanded(lease)).isInstanceOf(RegistryException.class)
        .hasMessageContaining("'localhost:5000/base:1.0': the layer 'sha256:").hasMessageContaining("is not in the store");
    assertThat(registry.asked()).isEmpty();
  }

  @Test
  void aRegistryThatDoesNotAnswerIsAnErrorThatNamesTheWayOut() {
    Digest digest = push(BASE, AMD64, "one");
    registry.down(true);
    assertRefused(ErrorCode.UNAVAILABLE, "'localhost:5000' does not answer");
    registry.down(false);
    pull();
    registry.down(true);
    assertThatThrownBy(this::pull).isInstanceOf(RegistryException.class)
        .hasMessageContaining("does not answer; what 'localhost:5000/base:1.0'"
            + " stood for at 2026-03-01T10:00:00Z (" + digest + ") is in the store: to build on that, choose BasePolicy.offline()");
  }

  @Test
  void whatDoesNotExistIsNamed() {
    assertRefused(ErrorCode.NOT_FOUND, "'localhost:5000/base:1.0' does not exist");
    push(BASE, ARM64, "one");
    assertRefused(ErrorCode.NOT_FOUND,
        "'localhost:5000/base:1.0' has no image for 'linux/amd64'; there is linux/arm64: to use that all the same, say so by onPlatform(…)");
  }

  @Test
  void noWordOnTheVersionMeansTheLatest() {
    ImageReference latest = ImageReference.parse("localhost:5000/base:latest");
    push(latest, AMD64, "one");
    assertThat(puller(BasePolicy.always()).pull(ImageReference.parse("localhost:5000/base"), AMD64).resolved().reference())
        .isEqualTo(latest);
    assertThat(registry.asked().get(0)).isEqualTo("GET manifest localhost:5000/base:latest");
  }

  @Test
  void aReplacedManifestIsRefused() {
    push(BASE, AMD64, "one");
    Digest asked = registry.digest(BASE);
    registry.replace(asked, manifest(BASE).withAnnotations(Map.of("a", "b")).bytes());
    Set<String> before = stored();
    assertThatThrownBy(() -> puller(BasePolicy.always()).pull(BASE.withDigest(asked), AMD64)).isInstanceOf(RegistryException.class)
        .hasMessageContaining("damaged or replaced").extracting(e -> ((RegistryException) e).code()).isEqualTo(ErrorCode.DIGEST_MISMATCH);
    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void aReplacedManifestOfAnIndexIsRefused() {
    push(BASE, new String[]{"one"}, AMD64, ARM64);
    Index index = (Index) registry.document(BASE, registry.digest(BASE));
    Digest child = index.choose(AMD64).orElseThrow().digest();
    registry.replace(child, ((Manifest) registry.document(BASE, child)).withAnnotations(Map.of("a", "b")).bytes());
    assertRefused(ErrorCode.DIGEST_MISMATCH, "the document '" + child + "' arrived with other bytes, 5 times");
  }

  @Test
  void aReplacedConfigurationIsRefused() {
    push(BASE, AMD64, "one");
    Digest config = manifest(BASE).config().digest();
    registry.replace(config, ImageConfig.of(AMD64).bytes());
    assertRefused(ErrorCode.DIGEST_MISMATCH, "the document '" + config + "' arrived with other bytes, 5 times");
  }

  @Test
  void anIndexThatListsAnImageForAnotherPlatformIsRefused() {
    push(BASE, ARM64, "one");
    Descriptor entry = manifest(BASE).descriptor().withPlatform(AMD64);
    registry.put(BASE, Index.of(List.of(entry)));
    assertRefused(ErrorCode.MALFORMED_DOCUMENT, "is listed for 'linux/amd64', but its configuration says 'linux/arm64'");
  }

  @Test
  void variantsComeFromTheIndexWhereTheConfigurationLeavesThemOut() {
    Platform arm6 = Platform.parse("linux/arm/v6");
    push(BASE, Platform.of("linux", "arm"), "one");
    Descriptor image = manifest(BASE).descriptor();
    Descriptor unknown = Descriptor.of(MediaType.OCI_MANIFEST, Digest.sha256(new byte[0]), 3)
        .withPlatform(Platform.of("unknown", "unknown"));
    Index inner = Index.of(List.of(unknown, image.withPlatform(arm6)));
    registry.put(BASE.withTag("inner"), inner);
    registry.put(BASE, Index.of(List.of(inner.descriptor())));
    PulledImage pulled = puller(BasePolicy.always()).pull(BASE, Platform.parse("linux/arm/v7"));
    assertThat(pulled.platform()).isEqualTo(arm6);
  }

  @Test
  void aListenerThatFailsFailsNothing() {
    push(BASE, AMD64, "one");
    ImagePuller puller = images().puller(lease, BasePolicy.always(), event -> {
      throw new IllegalStateException("on purpose");
    });
    assertThat(puller.pull(BASE, AMD64).image().layers().get(0).expanded(lease).size()).isPositive();
  }

  @Test
  void closedRegistriesSayThatTheyAre() {
    RegistryImages images = images();
    images.close();
    assertThatThrownBy(() -> images.puller(lease, BasePolicy.always(), TransferListener.NONE).resolve(BASE))
        .isInstanceOf(RegistryException.class).hasMessageContaining("were closed");
  }
}
