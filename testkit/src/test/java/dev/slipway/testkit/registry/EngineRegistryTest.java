package dev.slipway.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.build.BuildOptions;
import dev.slipway.build.BuiltImage;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.image.Digest;
import dev.slipway.image.Image;
import dev.slipway.image.ImagePath;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Platform;
import dev.slipway.image.Stage;
import dev.slipway.layer.Compression;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Index;
import dev.slipway.oci.Manifest;
import dev.slipway.registry.BasePolicy;
import dev.slipway.registry.PushOptions;
import dev.slipway.registry.Pushed;
import dev.slipway.registry.RegistrySettings;
import dev.slipway.store.CollectionPolicy;
import dev.slipway.store.StoreCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An engine and a registry over HTTP: what is asked, counted request by request. */
@Timeout(120)
class EngineRegistryTest {
  @RegisterExtension
  static final RegistryExtension REGISTRY = RegistryExtension.open();

  private static final String MANIFESTS = ".*/manifests/.*";
  private static final String BLOBS = ".*/blobs/sha256:.*";

  @TempDir
  Path directory;

  private EmbeddedRegistry registry;
  private Engine engine;

  @BeforeEach
  void open() throws IOException {
    registry = REGISTRY.registry();
    Path context = Files.createDirectories(directory.resolve("context"));
    byte[] noise = new byte[300_000];
    new Random(7).nextBytes(noise);
    Files.write(context.resolve("noise"), noise);
    Files.writeString(context.resolve("text"), "text\n");
    engine = Engine.open(directory.resolve("store"), RegistrySettings.defaults());
  }

  @AfterEach
  void close() {
    engine.close();
    var findings = StoreCheck.check(directory.resolve("store"));
    assertThat(findings.isSound()).as(findings.toString()).isTrue();
  }

  private Context context() {
    return Context.of(directory.resolve("context"));
  }

  private static Stage base() {
    return Stage.scratch().copy("noise", "/noise").copy("text", "/text").env("BASE", "yes");
  }

  /** Puts an image into the registry from elsewhere. */
  private Digest publish(ImageReference name, Image image) {
    try (Engine elsewhere = Engine.open(directory.resolve("elsewhere"), RegistrySettings.defaults())) {
      Digest digest = elsewhere.build(image, context()).push(name).digest();
      registry.clearRequests();
      return digest;
    }
  }

  private List<String> asked() {
    List<String> asked = registry.requests().stream().map(request -> request.method() + " " + request.path()).toList();
    registry.clearRequests();
    return asked;
  }

  private List<Digest> layers(String repository, String tag) {
    return ((Manifest) registry.manifest(repository, tag).orElseThrow()).layers().stream().map(Descriptor::digest).toList();
  }

  @Test
  void anUnchangedPushIsOneRequestForEachTag() {
    BuiltImage built = engine.build(base().toImage(), context());
    ImageReference app = registry.reference("team/app:1.0");
    Pushed first = built.push(app, app.withTag("latest"));
    assertThat(first.sent()).hasSize(3);
    List<String> order = asked();
    assertThat(order.subList(order.size() - 2, order.size())).containsExactly("PUT /v2/team/app/manifests/1.0",
        "PUT /v2/team/app/manifests/latest");
    assertThat(built.push(app, app.withTag("latest")).unchanged()).hasSize(2);
    assertThat(asked()).containsExactlyInAnyOrder("HEAD /v2/team/app/manifests/1.0", "HEAD /v2/team/app/manifests/latest");
  }

  @Test
  void settingsOnABaseMoveNoLayerAlsoWhenPushedBack() {
    ImageReference base = registry.reference("base:1.0");
    publish(base, base().toImage());
    BuiltImage built = engine.build(Stage.from(base).env("A", "b").command("/text").toImage(), context());
    assertThat(asked()).filteredOn(line -> line.contains("/base/")).hasSize(2).allMatch(line -> line.startsWith("GET"));
    Pushed pushed = built.push(registry.reference("app:1.0"));
    assertThat(pushed.mounted()).containsExactlyInAnyOrderElementsOf(layers("base", "1.0"));
    for (Digest layer : layers("base", "1.0")) {
      assertThat(registry.requests("GET", ".*" + layer)).isEmpty();
      assertThat(registry.requests("PUT", ".*" + layer)).isEmpty();
    }
    assertThat(registry.requests("POST", ".*/blobs/uploads/").stream().filter(request -> request.query().contains("mount="))).hasSize(2);
    assertThat(layers("app", "1.0")).isEqualTo(layers("base", "1.0"));
  }

  @Test
  void anotherRegistryGetsTheLayersByWayOfTheStore() throws IOException {
    ImageReference base = registry.reference("base:1.0");
    publish(base, base().toImage());
    BuiltImage built = engine.build(Stage.from(base).env("A", "b").toImage(), context());
    try (EmbeddedRegistry second = EmbeddedRegistry.start(ServerSettings.defaults())) {
      Pushed pushed = built.push(second.reference("copy:1.0"), registry.reference("copy:1.0"));
      assertThat(pushed.written()).hasSize(2);
      assertThat(second.blobs("copy")).hasSize(3).containsAll(layers("base", "1.0"));
    }
    for (Digest layer : layers("base", "1.0")) {
      assertThat(registry.requests("GET", ".*" + layer)).hasSize(1);
    }
  }

  @Test
  void twoPlatformsAreOneIndexWithAnnotations() {
    Image image = base().toImage().forPlatforms(Platform.LINUX_AMD64, Platform.LINUX_ARM64);
    ImageReference app = registry.reference("app:1.0");
    Pushed pushed = engine.build(image, context()).push(
        PushOptions.defaults().compression(Compression.ZSTD).annotation("org.opencontainers.image.title", "app"), app);
    Index index = (Index) registry.manifest("app", "1.0").orElseThrow();
    assertThat(index.digest()).isEqualTo(pushed.digest());
    assertThat(index.annotations()).containsEntry("org.opencontainers.image.title", "app");
    assertThat(registry.manifests("app")).hasSize(3);
    assertThat(registry.blobs("app")).as("two layers and two configurations").hasSize(4);
    BuiltImage child = engine.build(Stage.from(app).copy("text", "/more").toImage().forPlatforms(Platform.LINUX_ARM64), context());
    assertThat(child.config().platform()).isEqualTo(Platform.LINUX_ARM64);
    assertThat(child.tree().lookup(ImagePath.of("/noise"))).isPresent();
  }

  @Test
  void nothingIsAskedForWhatIsPinnedOrOffline() {
    ImageReference base = registry.reference("base:1.0");
    publish(base, base().toImage().forPlatforms(Platform.LINUX_AMD64, Platform.LINUX_ARM64));
    Image image = Stage.from(base).copy("text", "/more").toImage().forPlatforms(Platform.LINUX_AMD64, Platform.LINUX_ARM64);
    BuiltImage built = engine.build(image, context());
    asked();
    assertThat(engine.build(built.pinned(), context()).digest()).isEqualTo(built.digest());
    assertThat(engine.build(image, context(), BuildOptions.defaults().bases(BasePolicy.offline())).digest()).isEqualTo(built.digest());
    assertThat(asked()).isEmpty();
    assertThat(engine.build(image, context()).digest()).isEqualTo(built.digest());
    assertThat(asked()).containsExactly("HEAD /v2/base/manifests/1.0");
    assertThat(engine.pinned(image)).isEqualTo(built.pinned());
    assertThatThrownBy(() -> engine.build(Stage.from(registry.reference("never:1.0")).toImage(), context(),
        BuildOptions.defaults().bases(BasePolicy.offline()))).hasMessageContaining("was never pulled");
  }

  @Test
  void aCollectionInBetweenOnlyCostsRequests() {
    ImageReference base = registry.reference("base:1.0");
    publish(base, base().toImage());
    Image image = Stage.from(base).copy("text", "/more").toImage();
    BuiltImage built = engine.build(image, context());
    var unused = engine.store().collect(CollectionPolicy.everything());
    assertThat(built.push(registry.reference("app:1.0")).written()).hasSize(1);
    assertThat(built.tree().lookup(ImagePath.of("/noise"))).isPresent();
  }

  @Test
  void bytesThatArriveDamagedAreFetchedAgain() {
    ImageReference base = registry.reference("base:1.0");
    publish(base, base().toImage());
    BuiltImage built = engine.build(Stage.from(base).env("A", "b").toImage(), context());
    registry.inject(FaultScript.of(Fault.wrongBytes(1000), Fault.answer(Answer.of(503)), Fault.cut(1000)));
    assertThat(built.tree().lookup(ImagePath.of("/noise"))).isPresent();
  }

  @Test
  void fourProcessesFetchALayerOnce() throws IOException, InterruptedException {
    ImageReference base = registry.reference("base:1.0");
    publish(base, base().toImage());
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Path log = directory.resolve("log" + i);
      processes.add(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
          "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), PullProcess.class.getName(), base.toString(),
          directory.resolve("store").toString()).redirectErrorStream(true).redirectOutput(log.toFile()).start());
    }
    for (int i = 0; i < processes.size(); i++) {
      assertThat(processes.get(i).waitFor(100, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(directory.resolve("log" + i), StandardCharsets.UTF_8)).contains("read 2 layers");
    }
    assertThat(registry.requests("GET", BLOBS).stream().filter(request -> layers("base", "1.0").stream()
        .anyMatch(layer -> request.path().endsWith(layer.toString())))).hasSize(2);
    assertThat(registry.requests("GET", MANIFESTS).size() + registry.requests("HEAD", MANIFESTS).size()).isBetween(4, 8);
  }
}
