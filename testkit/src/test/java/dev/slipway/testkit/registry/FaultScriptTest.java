package dev.slipway.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.layer.Compression;
import dev.slipway.layout.ImageContent;
import dev.slipway.layout.ImageLayer;
import dev.slipway.oci.Index;
import dev.slipway.oci.Manifest;
import dev.slipway.oci.ManifestDocument;
import dev.slipway.registry.BasePolicy;
import dev.slipway.registry.ImagePuller;
import dev.slipway.registry.PulledImage;
import dev.slipway.registry.PushOptions;
import dev.slipway.registry.Registries;
import dev.slipway.registry.RegistryImages;
import dev.slipway.registry.RegistrySettings;
import dev.slipway.registry.TransferListener;
import dev.slipway.store.Findings;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import dev.slipway.store.StoreCheck;
import dev.slipway.testkit.registry.FaultScripts.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Ten thousand fault scripts: whatever goes wrong, the right bytes arrive or a typed error does. At most four faults that
 * follow each other are always borne; otherwise a minute without a proper answer is the most that is waited for one.
 */
class FaultScriptTest {
  private static final int PULLS = 2_500;
  private static final int PUSHES = 7_500;
  private static final int IMAGES_IN_A_STORE = 500;
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final String TARGET = "team/app";
  private static final String BASE = "base/app";
  private static final int SMALL = 23;

  private static final Map<Integer, List<ImageContent>> PLATFORMS = new HashMap<>();

  private static Path directory = Path.of("");
  private static int images;
  private static int owed;
  private static int refused;
  private static Optional<Shelf> shelf = Optional.empty();
  private static Optional<Shelf> source = Optional.empty();

  /** A store in use. */
  private record Shelf(Path place, Store store, Lease lease) {
    static Shelf open(Path place) {
      Store store = Store.open(place, new HastyDisk());
      return new Shelf(place, store, store.lease());
    }

    void close() {
      lease.close();
      store.close();
    }
  }

  @BeforeContainer
  static void begin() throws IOException {
    directory = Files.createTempDirectory("slipway-faults");
  }

  @AfterContainer
  static void end() throws IOException {
    shelf.ifPresent(FaultScriptTest::examine);
    source.ifPresent(Shelf::close);
    MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    // scripts of both kinds, so that neither half of the promise was tested in vain
    assertThat(owed).isGreaterThan(PULLS);
    assertThat(refused).isGreaterThan(PULLS / 20);
  }

  @Provide
  Arbitrary<Scenario> scenarios() {
    return FaultScripts.scenarios();
  }

  private static RegistrySettings settings(TestRegistry registry) {
    // one after the other, so that a script meets the same requests each time
    return RegistrySettings.defaults().withCredentials(FaultScripts.credentials(registry)).withTransfers(1)
        .withTokenService(registry.address(), "auth.registry.test:5001");
  }

  /** Does something with a registry; empty if that succeeded. */
  private static Optional<SlipwayException> attempt(MemoryRegistry registry, VirtualTimeline time, Runnable work) {
    try {
      work.run();
      judge(registry, time, Optional.empty());
      return Optional.empty();
    } catch (SlipwayException failure) {
      judge(registry, time, Optional.of(failure));
      return Optional.of(failure);
    }
  }

  private static void judge(MemoryRegistry registry, VirtualTimeline time, Optional<SlipwayException> failure) {
    FaultCourse course = new FaultCourse(registry.requests());
    owed += course.owesSuccess() && course.harmful() > 0 ? 1 : 0;
    if (failure.isPresent()) {
      refused++;
      assertThat(course.owesSuccess()).as("%s after %s", failure.get(), course).isFalse();
      assertThat(failure.get().code()).isNotEqualTo(ErrorCode.CANCELLED);
      assertThat(course.withoutAnswer(time.now())).as(course.toString()).isLessThanOrEqualTo(MINUTE);
    }
  }

  @Property(tries = PULLS, seed = "3", edgeCases = EdgeCasesMode.NONE)
  void whatIsPulledIsRightOrNothingOfItIsThere(@ForAll("scenarios") Scenario scenario) throws IOException {
    VirtualTimeline time = VirtualTimeline.start();
    Specimen specimen = Specimen.of(++images, scenario.big(), SMALL);
    Shelf into = shelf();
    try (MemoryRegistry registry = MemoryRegistry.open(scenario.settings(time));
        Registries registries = Registries.open(settings(registry), registry.transport(time), time)) {
      // every fourth one is known from before, and looked at before it is fetched
      String repository = images % 4 == 0 ? TARGET : TARGET + images;
      specimen.putInto(registry, repository);
      registry.inject(scenario.script());
      RegistryImages from = RegistryImages.in(into.store(), settings(registry), registries::repository);
      Optional<SlipwayException> failure = attempt(registry, time, () -> pull(from, into, registry.reference(repository)));
      checkPulled(into, specimen, failure.isEmpty());
    }
  }

  private static void pull(RegistryImages from, Shelf into, ImageReference reference) {
    ImagePuller puller = from.puller(into.lease(), BasePolicy.always(), TransferListener.NONE);
    PulledImage pulled = puller.pull(reference, Specimen.PLATFORM);
    for (ImageLayer layer : pulled.image().layers()) {
      var unused = layer.packed(into.lease(), Compression.GZIP);
    }
  }

  private static void checkPulled(Shelf into, Specimen specimen, boolean whole) throws IOException {
    long documents = specimen.documents().stream().filter(digest -> into.store().pin(into.lease(), digest).isPresent()).count();
    assertThat(documents).as("all of an image's documents or none").isIn(whole ? List.of(3L) : List.of(0L, 3L));
    for (byte[] layer : specimen.layers()) {
      Digest digest = Digest.sha256(layer);
      boolean there = into.store().pin(into.lease(), digest).isPresent();
      assertThat(there || !whole).isTrue();
      assertThat(there && documents == 0).isFalse();
      if (there) {
        assertThat(into.store().readAll(digest, layer.length)).isEqualTo(layer);
      }
    }
    assertThat(new HastyDisk().list(into.place().resolve("tmp"))).isEmpty();
  }

  private static Shelf shelf() throws IOException {
    if (shelf.isPresent() && images % IMAGES_IN_A_STORE != 0) {
      return shelf.get();
    }
    if (shelf.isPresent()) {
      examine(shelf.get());
      MoreFiles.deleteRecursively(shelf.get().place(), RecursiveDeleteOption.ALLOW_INSECURE);
    }
    shelf = Optional.of(Shelf.open(directory.resolve("store-" + images)));
    return shelf.get();
  }

  private static void examine(Shelf used) {
    used.close();
    Findings findings = StoreCheck.check(used.place());
    assertThat(findings.errors()).isEmpty();
    assertThat(findings.notes()).isEmpty();
  }

  @Property(tries = PUSHES, seed = "4", edgeCases = EdgeCasesMode.NONE)
  void whatIsPushedIsWholeOrNotThere(@ForAll("scenarios") Scenario scenario) {
    VirtualTimeline time = VirtualTimeline.start();
    try (MemoryRegistry registry = MemoryRegistry.open(scenario.settings(time));
        Registries registries = Registries.open(settings(registry), registry.transport(time), time)) {
      Shelf out = source();
      List<ImageContent> platforms = PLATFORMS.computeIfAbsent(scenario.big(), size -> platforms(out, size));
      // the layer of the second one can be taken over from where it came from
      specimen(scenario.big() + 1).putInto(registry, BASE);
      registry.inject(scenario.script());
      RegistryImages from = RegistryImages.in(out.store(), settings(registry), registries::repository);
      List<ImageReference> names = List.of(registry.reference(TARGET + ":1"), registry.reference(TARGET + ":2"));
      Optional<SlipwayException> failure = attempt(registry, time, () -> {
        var unused = from.pusher(out.lease(), TransferListener.NONE).push(platforms, names, PushOptions.defaults());
      });
      checkPushed(registry, failure.isEmpty());
    }
  }

  private static Specimen specimen(int size) {
    return Specimen.of(1_000_000 + size, size, SMALL);
  }

  private static Shelf source() {
    if (source.isEmpty()) {
      source = Optional.of(Shelf.open(directory.resolve("source")));
    }
    return source.get();
  }

  /** Two images as they were pulled once. */
  private static List<ImageContent> platforms(Shelf into, int big) {
    VirtualTimeline time = VirtualTimeline.start();
    ImmutableList.Builder<ImageContent> contents = ImmutableList.builder();
    try (MemoryRegistry registry = MemoryRegistry.open(ServerSettings.defaults());
        Registries registries = Registries.open(settings(registry), registry.transport(time), time)) {
      RegistryImages from = RegistryImages.in(into.store(), settings(registry), registries::repository);
      for (int size : new int[]{big, big + 1}) {
        Specimen specimen = specimen(size);
        ImageReference reference = registry.reference(BASE).withDigest(specimen.index().digest());
        specimen.putInto(registry, BASE);
        ImagePuller puller = from.puller(into.lease(), BasePolicy.always(), TransferListener.NONE);
        PulledImage pulled = puller.pull(reference, Specimen.PLATFORM);
        pulled.image().layers().forEach(layer -> {
          var unused = layer.packed(into.lease(), Compression.GZIP);
        });
        contents.add(pulled.image().content());
      }
    }
    return contents.build();
  }

  private static void checkPushed(MemoryRegistry registry, boolean whole) {
    assertThat(registry.tags(TARGET)).hasSizeLessThanOrEqualTo(2);
    if (whole) {
      assertThat(registry.tags(TARGET)).containsExactly("1", "2");
    }
    registry.tags(TARGET).forEach(tag -> checkWhole(registry, tag));
    registry.manifests(TARGET).forEach(digest -> checkWhole(registry, digest.toString()));
    registry.blobs(TARGET).forEach(digest -> assertThat(digest).isEqualTo(read(registry, digest)));
  }

  private static Digest read(MemoryRegistry registry, Digest digest) {
    try {
      return Digest.sha256(registry.blob(TARGET, digest).orElseThrow().read());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void checkWhole(MemoryRegistry registry, String reference) {
    ManifestDocument document = registry.manifest(TARGET, reference).orElseThrow();
    switch (document) {
      case Index index -> index.manifests().forEach(child -> checkWhole(registry, child.digest().toString()));
      case Manifest manifest -> {
        assertThat(registry.blob(TARGET, manifest.config().digest())).isPresent();
        manifest.layers().forEach(layer -> assertThat(registry.blob(TARGET, layer.digest())).isPresent());
      }
    }
  }
}
