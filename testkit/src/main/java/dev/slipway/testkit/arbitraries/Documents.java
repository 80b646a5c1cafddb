package dev.slipway.testkit.arbitraries;

import static dev.slipway.testkit.arbitraries.Generators.changed;
import static dev.slipway.testkit.arbitraries.Generators.flags;
import static dev.slipway.testkit.arbitraries.Generators.mostly;
import static dev.slipway.testkit.arbitraries.Generators.oneOf;
import static dev.slipway.testkit.arbitraries.Generators.ready;
import static dev.slipway.testkit.arbitraries.Generators.withExamples;
import static dev.slipway.testkit.arbitraries.Names.lists;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Digest;
import dev.slipway.image.Platform;
import dev.slipway.image.Port;
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
import dev.slipway.oci.SavedImages.SavedImage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** The documents of images: manifests, indexes, configurations. All of them can be written and read. */
final class Documents {
  private static final List<MediaType> LAYERS = List.of(MediaType.OCI_LAYER, MediaType.OCI_LAYER_GZIP, MediaType.OCI_LAYER_ZSTD,
      MediaType.DOCKER_LAYER_GZIP, MediaType.OCI_FOREIGN_LAYER_GZIP);
  private static final List<MediaType> KNOWN = ImmutableList.<MediaType>builder()
      .add(MediaType.OCI_MANIFEST, MediaType.OCI_INDEX, MediaType.OCI_CONFIG, MediaType.OCI_EMPTY)
      .add(MediaType.DOCKER_MANIFEST, MediaType.DOCKER_INDEX, MediaType.DOCKER_CONFIG)
      .addAll(LAYERS).build();

  private Documents() {}

  static Arbitrary<MediaType> mediaTypes() {
    Arbitrary<MediaType> others = Texts.named("aixz", "aixz09.+-", 8).map(name -> MediaType.of("application/vnd.example." + name));
    return withExamples(mostly(3, Arbitraries.of(KNOWN), others), MediaType.OCI_MANIFEST, MediaType.of("text/plain"));
  }

  static Arbitrary<Descriptor> descriptors() {
    return withExamples(descriptors(ready(mediaTypes())), Descriptor.of(MediaType.OCI_EMPTY, "{}".getBytes(UTF_8)));
  }

  private static Arbitrary<Descriptor> descriptors(Arbitrary<MediaType> types) {
    Arbitrary<Descriptor> named = Combinators
        .combine(types, ready(Texts.digests()), Arbitraries.longs().between(0, Descriptor.MAX_SIZE)).as(Descriptor::of);
    Arbitrary<Descriptor> embedded = Combinators.combine(types, Arbitraries.bytes().array(byte[].class).ofMaxSize(20))
        .as((type, bytes) -> Descriptor.of(type, bytes).withData(bytes));
    List<Arbitrary<UnaryOperator<Descriptor>>> changes = List.of(
        change(Names.platforms(), Descriptor::withPlatform),
        change(annotations(), Descriptor::withAnnotations),
        change(lists(Arbitraries.of("https://example.org/layer", "urn:x"), 0, 2), Descriptor::withUrls),
        change(mediaTypes(), Descriptor::withArtifactType));
    return changed(mostly(5, named, embedded), changes, 2);
  }

  static Arbitrary<Manifest> manifests() {
    Arbitrary<Descriptor> configs = descriptors(mostly(4, Arbitraries.of(MediaType.OCI_CONFIG, MediaType.DOCKER_CONFIG),
        Arbitraries.just(MediaType.OCI_EMPTY)));
    Arbitrary<Manifest> plain = Combinators.combine(configs, lists(descriptors(Arbitraries.of(LAYERS)), 0, 3)).as(Manifest::of);
    List<Arbitrary<UnaryOperator<Manifest>>> changes = List.of(change(annotations(), Manifest::withAnnotations),
        change(descriptors(Arbitraries.of(MediaType.OCI_MANIFEST)), Manifest::withSubject));
    return changed(plain, changes, 2);
  }

  static Arbitrary<Index> indexes() {
    Arbitrary<Descriptor> entries = descriptors(Arbitraries.of(MediaType.OCI_MANIFEST, MediaType.OCI_INDEX, MediaType.DOCKER_MANIFEST));
    Arbitrary<Index> plain = lists(entries, 0, 4).map(Index::of);
    return withExamples(ready(Combinators.combine(plain, annotations().optional(0.5))
        .as((index, annotations) -> annotations.map(index::withAnnotations).orElse(index))), Index.of(List.of()));
  }

  static Arbitrary<ManifestDocument> manifestDocuments() {
    return oneOf(manifests(), indexes());
  }

  static Arbitrary<HealthcheckConfig> healthchecks() {
    Arbitrary<HealthcheckConfig> tests = Combinators
        .combine(Arbitraries.of("NONE", "CMD", "CMD-SHELL"), lists(ready(Texts.texts()), 0, 2))
        .as((kind, more) -> HealthcheckConfig.of(ImmutableList.<String>builder().add(kind).addAll(more).build()));
    Arbitrary<Duration> durations = Arbitraries.longs().greaterOrEqual(0).map(Duration::ofNanos);
    List<Arbitrary<UnaryOperator<HealthcheckConfig>>> changes = List.of(
        change(durations, HealthcheckConfig::withInterval), change(durations, HealthcheckConfig::withTimeout),
        change(durations, HealthcheckConfig::withStartPeriod), change(durations, HealthcheckConfig::withStartInterval),
        change(Arbitraries.longs().greaterOrEqual(0), HealthcheckConfig::withRetries));
    return changed(tests, changes, 4);
  }

  static Arbitrary<ContainerConfig> containers() {
    Arbitrary<String> texts = ready(Texts.texts());
    Arbitrary<ImmutableList<String>> lists = lists(texts, 0, 3);
    Arbitrary<String> variables = Combinators.combine(Texts.variableNames(), texts).as((name, value) -> name + "=" + value);
    List<Arbitrary<UnaryOperator<ContainerConfig>>> changes = List.of(
        change(ready(Texts.users()).map(Object::toString), ContainerConfig::withUser),
        change(lists(ready(Names.ports()).map(Port::toString), 0, 3), ContainerConfig::withExposedPorts),
        change(lists(variables, 0, 3), (config, list) -> config.withEnvironment(list)),
        change(lists, ContainerConfig::withEntrypoint), change(lists, ContainerConfig::withCommand),
        change(lists(texts.map(text -> "/" + text), 0, 2), ContainerConfig::withVolumes),
        change(texts.map(text -> "/" + text), ContainerConfig::withWorkingDirectory),
        change(annotations(), ContainerConfig::withLabels),
        change(Arbitraries.of("SIGTERM", "9", ""), ContainerConfig::withStopSignal),
        change(flags(), ContainerConfig::withArgsEscaped),
        change(healthchecks(), ContainerConfig::withHealthcheck),
        change(lists, ContainerConfig::withOnBuild), change(lists, ContainerConfig::withShell),
        change(Arbitraries.longs().between(0, 3600), ContainerConfig::withStopTimeout));
    return withExamples(changed(Arbitraries.just(ContainerConfig.EMPTY), changes, 6), ContainerConfig.EMPTY,
        ContainerConfig.EMPTY.withEntrypoint(List.of()));
  }

  static Arbitrary<HistoryEntry> history() {
    List<Arbitrary<UnaryOperator<HistoryEntry>>> changes = List.of(
        change(instants(), HistoryEntry::withCreated), change(ready(Texts.texts()), HistoryEntry::withAuthor),
        change(ready(Texts.texts()), HistoryEntry::withComment));
    Arbitrary<HistoryEntry> plain = Combinators.combine(ready(Texts.texts()), flags())
        .as((text, layer) -> layer ? HistoryEntry.layer(text) : HistoryEntry.configuration(text));
    return changed(plain, changes, 3);
  }

  /** Configurations whose history accounts for their layers, as for one that builds make. */
  static Arbitrary<ImageConfig> configs() {
    Arbitrary<Digest> layers = Arbitraries.strings().withChars("0123456789abcdef").ofLength(64)
        .map(hex -> new Digest(Digest.Algorithm.SHA256, hex));
    Arbitrary<UnaryOperator<ImageConfig>> withLayers = Combinators.combine(ready(layers), history())
        .as((layer, entry) -> config -> config.withLayer(layer, entry));
    List<Arbitrary<UnaryOperator<ImageConfig>>> changes = List.of(withLayers, withLayers, change(history(), ImageConfig::withStep),
        change(containers(), ImageConfig::withContainer), change(instants(), ImageConfig::withCreated),
        change(ready(Texts.texts()), ImageConfig::withAuthor));
    Arbitrary<ImageConfig> plain = ready(Names.platforms()).map(ImageConfig::of);
    return withExamples(changed(plain, changes, 6),
        ImageConfig.of(Platform.LINUX_AMD64));
  }

  static Arbitrary<SavedImage> savedImages() {
    Arbitrary<String> files = ready(Texts.digests()).map(digest -> "blobs/" + digest.algorithm().id() + "/" + digest.hex());
    Arbitrary<String> tags = ready(Names.tags()).map(tag -> "app:" + tag);
    return ready(Combinators.combine(files, lists(tags, 0, 2), lists(files, 0, 3)).as(SavedImage::new));
  }

  static Arbitrary<SavedImages> savedArchives() {
    return lists(savedImages(), 0, 3).map(SavedImages::new);
  }

  /** Whole and broken seconds that RFC 3339 can say. */
  static Arbitrary<Instant> instants() {
    return Combinators.combine(Arbitraries.longs().between(0, 253_402_300_799L), Arbitraries.of(0, 1, 500_000_000, 999_999_999))
        .as(Instant::ofEpochSecond);
  }

  private static Arbitrary<Map<String, String>> annotations() {
    Arbitrary<String> keys = oneOf(Arbitraries.of("org.opencontainers.image.ref.name", "org.opencontainers.image.created"),
        Texts.named("aixz", "aixz.-", 6));
    return ready(Arbitraries.maps(keys, ready(Texts.texts())).ofMaxSize(3));
  }

  private static <T, V> Arbitrary<UnaryOperator<T>> change(Arbitrary<? extends V> values, BiFunction<T, V, T> change) {
    return values.map(value -> target -> change.apply(target, value));
  }
}
