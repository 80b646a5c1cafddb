package dev.slipway.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import dev.slipway.build.BuildOptions;
import dev.slipway.build.BuiltImage;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.image.Digest;
import dev.slipway.image.Image;
import dev.slipway.image.ImagePath;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Platform;
import dev.slipway.image.Stage;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.Index;
import dev.slipway.oci.ManifestDocument;
import dev.slipway.registry.BasePolicy;
import dev.slipway.registry.Credentials;
import dev.slipway.registry.PushOptions;
import dev.slipway.registry.Pushed;
import dev.slipway.registry.Registries;
import dev.slipway.registry.RegistrySettings;
import dev.slipway.registry.Repository;
import dev.slipway.store.StoreCheck;
import dev.slipway.testkit.differential.Shell;
import dev.slipway.testkit.differential.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Debian's registry and skopeo agree with us: what we push they read, what they push we pull. */
@Timeout(180)
class DebianRegistryTest {
  private static final Image TWO_PLATFORMS = Stage.scratch().copy("data", "/data").copy("more", "/more").env("A", "b").toImage()
      .forPlatforms(Platform.LINUX_AMD64, Platform.LINUX_ARM64);

  @TempDir
  Path directory;

  /** How the registry is run. */
  enum Kind {
    PLAIN, BASIC, TLS;

    DebianRegistry start(Path directory) throws IOException, InterruptedException {
      return switch (this) {
        case PLAIN -> DebianRegistry.plain(directory);
        case BASIC -> DebianRegistry.withBasicAuth(directory);
        case TLS -> DebianRegistry.withTls(directory);
      };
    }
  }

  private DebianRegistry start(Kind kind) throws IOException, InterruptedException {
    Tools.require("docker-registry", "skopeo");
    Path context = Files.createDirectories(directory.resolve("context"));
    Files.writeString(context.resolve("data"), "data\n".repeat(10_000));
    Files.writeString(context.resolve("more"), "more\n");
    return kind.start(directory.resolve("registry"));
  }

  private Context context() {
    return Context.of(directory.resolve("context"));
  }

  private String skopeo(String command, List<String> options, String... rest) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("skopeo", "--insecure-policy", command));
    line.addAll(options);
    line.addAll(List.of(rest));
    return Shell.run(directory, line.toArray(String[]::new)).orThrow().output();
  }

  @ParameterizedTest
  @EnumSource
  void whatWePushOthersRead(Kind kind) throws IOException, InterruptedException {
    try (DebianRegistry registry = start(kind); Engine engine = Engine.open(directory.resolve("store"), registry.settings())) {
      BuiltImage built = engine.build(TWO_PLATFORMS, context());
      Pushed pushed = built.push(PushOptions.defaults().annotation("org.opencontainers.image.vendor", "test"),
          registry.reference("team/app:1.0"), registry.reference("team/app"));
      assertThat(pushed.written()).hasSize(2);
      String name = "docker://" + registry.address() + "/team/app";
      assertThat(skopeo("inspect", registry.skopeo(""), "--format", "{{.Digest}}", name + ":1.0"))
          .as("the image of the index for this machine").isNotEmpty();
      String raw = skopeo("inspect", registry.skopeo(""), "--raw", name + ":1.0");
      assertThat(Digest.sha256(raw.getBytes(StandardCharsets.UTF_8))).isEqualTo(pushed.digest());
      assertThat(((Index) ManifestDocument.read(raw.getBytes(StandardCharsets.UTF_8))).annotations())
          .containsEntry("org.opencontainers.image.vendor", "test");

      var unused = skopeo("copy", registry.skopeo("src-"), "--all", "--preserve-digests", name + ":latest", "oci:copy:1.0");
      Index copied = Index.read(Files.readAllBytes(directory.resolve("copy/index.json")));
      assertThat(copied.manifests()).extracting(Descriptor::digest).containsExactly(pushed.digest());

      assertThat(built.push(PushOptions.defaults().annotation("org.opencontainers.image.vendor", "test"),
          registry.reference("team/app:1.0")).unchanged()).hasSize(1);
      Pushed elsewhere = built.push(registry.reference("other/app:1.0"));
      assertThat(elsewhere.mounted()).hasSize(2);
      assertThat(elsewhere.sent()).as("two configurations").hasSize(2);
    }
    assertThat(StoreCheck.check(directory.resolve("store")).isSound()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void whatOthersPushWePull(Kind kind) throws IOException, InterruptedException {
    try (DebianRegistry registry = start(kind);
        Engine maker = Engine.open(directory.resolve("maker"));
        Engine engine = Engine.open(directory.resolve("store"), registry.settings())) {
      BuiltImage original = maker.build(TWO_PLATFORMS, context());
      var unusedWritten = original.writeTo(OciLayout.at(directory.resolve("layout")).named("1.0"));
      var unused = skopeo("copy", registry.skopeo("dest-"), "--all", "oci:layout:1.0", "docker://" + registry.address() + "/base:oci");
      var unusedDocker = skopeo("copy", registry.skopeo("dest-"), "--all", "--format", "v2s2", "oci:layout:1.0",
          "docker://" + registry.address() + "/base:docker");
      for (String tag : List.of("oci", "docker")) {
        Stage stage = Stage.from(registry.reference("base:" + tag)).copy("more", "/again").workdir("/work");
        BuiltImage built = engine.build(stage.toImage().forPlatforms(Platform.LINUX_ARM64), context());
        List<String> paths = new ArrayList<>();
        built.tree().walk(ImagePath.ROOT, found -> paths.add(found.entry().path().toString()));
        assertThat(paths).containsExactly("/again", "/data", "/more", "/work");
        Pushed pushed = built.push(registry.reference("app/" + tag));
        assertThat(pushed.mounted()).as("those of the base, and once it has them ours").hasSize(tag.equals("oci") ? 2 : 4);
        ImageConfig config = ImageConfig
            .read(skopeo("inspect", registry.skopeo(""), "--override-arch", "arm64", "--config", "--raw",
                "docker://" + registry.address() + "/app/" + tag).getBytes(StandardCharsets.UTF_8));
        assertThat(config.digest()).isEqualTo(built.digest());
        assertThat(engine.build(built.pinned(), context(), BuildOptions.defaults().bases(BasePolicy.offline())).digest())
            .isEqualTo(built.digest());
      }
      try (Registries registries = Registries.open(registry.settings())) {
        Repository repository = registries.repository(registry.reference("base"));
        assertThat(repository.tags()).containsExactlyInAnyOrder("oci", "docker");
        Digest index = repository.manifest(registry.reference("base:docker")).digest();
        assertThat(repository.referrers(index, Optional.empty())).isEmpty();
      }
    }
    assertThat(StoreCheck.check(directory.resolve("store")).isSound()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"BASIC", "TLS"})
  void withoutCredentialsWeAreTurnedAwayAndSaySo(Kind kind) throws IOException, InterruptedException {
    try (DebianRegistry registry = start(kind)) {
      RegistrySettings anonymous = registry.settings().withCredentials(Credentials.none());
      try (Engine engine = Engine.open(directory.resolve("store"), anonymous)) {
        assertThatThrownBy(() -> engine.build(Stage.from(registry.reference("base:1.0")).toImage(), context()))
            .isInstanceOf(RegistryException.class).hasMessageContaining(registry.address())
            .extracting(e -> ((RegistryException) e).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
      }
    }
  }
}
