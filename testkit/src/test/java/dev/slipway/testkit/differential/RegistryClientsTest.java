package dev.slipway.testkit.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.slipway.build.BuiltImage;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.image.Digest;
import dev.slipway.image.DockerArchive;
import dev.slipway.image.Image;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Platform;
import dev.slipway.image.Stage;
import dev.slipway.oci.Index;
import dev.slipway.oci.Manifest;
import dev.slipway.oci.MediaType;
import dev.slipway.testkit.registry.Access;
import dev.slipway.testkit.registry.EmbeddedRegistry;
import dev.slipway.testkit.registry.RecordedRequest;
import dev.slipway.testkit.registry.ServerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real clients push to the embedded registry and pull from it, in each of the ways in which it can be served. */
class RegistryClientsTest {
  private static final String USER = "user";
  private static final String PASSWORD = "pass-word";

  @TempDir
  Path directory = Path.of("");

  /** How the registry is served. */
  enum Serving {
    HTTP(ServerSettings.defaults()), HTTP_BASIC(ServerSettings.defaults().withAccess(Access.basic(USER, PASSWORD))), HTTPS_BASIC(
        ServerSettings.defaults().withTls().withAccess(Access.basic(USER, PASSWORD))), HTTPS_TOKENS(
            ServerSettings.defaults().withTls().withAccess(Access.tokens(USER, PASSWORD)));

    final ServerSettings settings;

    Serving(ServerSettings settings) {
      this.settings = settings;
    }

    boolean hasUsers() {
      return !settings.access().equals(Access.open());
    }
  }

  /** Writes an index of two platforms and an archive of one; the files are larger than what the registry keeps in memory. */
  private Index build() throws Exception {
    Files.write(directory.resolve("large"), new byte[3 << 20]);
    Files.writeString(directory.resolve("hello"), "hello");
    Stage stage = Stage.scratch().copy("large", "/large").copy("hello", "/hello").env("A", "b").command("/hello");
    try (Engine engine = Engine.open(directory.resolve("store"))) {
      Image both = stage.toImage().forPlatforms(Platform.parse("linux/amd64"), Platform.parse("linux/arm64"));
      var index = engine.build(both, Context.of(directory)).writeTo(OciLayout.at(directory.resolve("layout")).named("both"));
      BuiltImage one = engine.build(stage.toImage(), Context.of(directory));
      var archive = one.writeTo(DockerArchive.at(directory.resolve("image.tar")).named("slipway-test:archive"));
      assertThat(archive.size()).isPositive();
      return Index.read(Files.readAllBytes(directory.resolve("layout/blobs/sha256").resolve(index.digest().hex())));
    }
  }

  @Nested
  class Skopeo {
    private Index index = Index.of(List.of());

    @BeforeEach
    void makeImage() throws Exception {
      Tools.require("skopeo");
      index = build();
    }

    private String skopeo(Serving serving, String side, String command, String... arguments) throws Exception {
      List<String> all = new ArrayList<>(List.of("skopeo", command));
      all.add(serving.settings.tls()
          ? "--" + side + "cert-dir=" + EmbeddedRegistry.certificate().getParent()
          : "--" + side + "tls-verify=false");
      if (serving.hasUsers()) {
        all.add("--" + side + "creds=" + USER + ":" + PASSWORD);
      }
      all.addAll(List.of(arguments));
      return Shell.run(directory, all.toArray(String[]::new)).orThrow().output();
    }

    @ParameterizedTest
    @EnumSource(Serving.class)
    void pushesInspectsListsPullsAndDeletes(Serving serving) throws Exception {
      try (EmbeddedRegistry registry = EmbeddedRegistry.start(serving.settings)) {
        String image = "docker://" + registry.address() + "/team/app:1.0";
        String pushed = skopeo(serving, "dest-", "copy", "--all", "oci:layout:both", image);
        assertThat(pushed).contains("Storing list signatures");
        assertThat(registry.manifest("team/app", "1.0")).contains(index);
        assertThat(skopeo(serving, "", "inspect", "--raw", image)).isEqualTo(Files.readString(
            directory.resolve("layout/blobs/sha256").resolve(index.digest().hex())));
        assertThat(skopeo(serving, "", "inspect", "--override-arch=arm64", image)).contains("\"Architecture\": \"arm64\"", "\"1.0\"");
        assertThat(skopeo(serving, "", "list-tags", "docker://" + registry.address() + "/team/app")).contains("\"1.0\"");
        String pulled = skopeo(serving, "src-", "copy", "--all", image, "oci:back:both");
        assertThat(pulled).contains("Storing list signatures");
        assertThat(blobs("back")).isEqualTo(blobs("layout"));
        assertThat(skopeo(serving, "", "delete", image)).isEmpty();
        assertThat(registry.tags("team/app")).isEmpty();
      }
    }

    private Set<String> blobs(String layout) throws Exception {
      try (var files = Files.list(directory.resolve(layout).resolve("blobs/sha256"))) {
        return Set.copyOf(files.map(file -> file.getFileName().toString()).toList());
      }
    }

    @Test
    void pushesDockersFormatAndCopiesBetweenRegistries() throws Exception {
      try (EmbeddedRegistry from = EmbeddedRegistry.start(Serving.HTTP.settings);
          EmbeddedRegistry to = EmbeddedRegistry.start(Serving.HTTPS_TOKENS.settings)) {
        String image = "docker://" + from.address() + "/app:docker";
        var pushed = skopeo(Serving.HTTP, "dest-", "copy", "--format=v2s2", "docker-archive:image.tar", image);
        assertThat(pushed).contains("Storing signatures");
        assertThat(from.manifest("app", "docker").orElseThrow().mediaType()).isEqualTo(MediaType.DOCKER_MANIFEST);
        var copied = skopeo(Serving.HTTPS_TOKENS, "dest-", "copy", "--src-tls-verify=false", image,
            "docker://" + to.address() + "/copy/app:x");
        assertThat(copied).contains("Storing signatures");
        assertThat(to.manifest("copy/app", "x")).isEqualTo(from.manifest("app", "docker"));
      }
    }
  }

  @Nested
  class Docker {
    @ParameterizedTest
    @EnumSource(value = Serving.class, names = {"HTTP", "HTTP_BASIC"})
    void pushesAndPulls(Serving serving) throws Exception {
      DockerDaemon docker = Tools.docker();
      var unused = build();
      try (EmbeddedRegistry registry = EmbeddedRegistry.start(serving.settings)) {
        String image = registry.address() + "/team/app:1.0";
        docker.tag(docker.load(directory.resolve("image.tar")), image);
        String id = docker.id(image);
        if (serving.hasUsers()) {
          docker.login(registry.address(), USER, PASSWORD);
        }
        docker.push(image);
        Manifest manifest = (Manifest) registry.manifest("team/app", "1.0").orElseThrow();
        assertThat(manifest.config().digest()).hasToString(id);
        String second = registry.address() + "/team/second:1.0";
        docker.tag(image, second);
        docker.push(second);
        assertThat(registry.requests("POST", "/v2/team/second/blobs/uploads/")).as("blobs are mounted")
            .filteredOn(request -> request.status().orElse(0) == 201).hasSizeGreaterThanOrEqualTo(manifest.layers().size());
        docker.remove(image, second, "slipway-test:archive");
        docker.pull(image);
        assertThat(docker.id(image)).isEqualTo(id);
        docker.remove(image);
      }
    }
  }

  @Nested
  class JibCore {
    @ParameterizedTest
    @EnumSource(value = Serving.class, names = {"HTTPS_BASIC", "HTTPS_TOKENS"})
    void pushesAndBuildsOnWhatItPushed(Serving serving) throws Exception {
      try (EmbeddedRegistry registry = EmbeddedRegistry.start(serving.settings)) {
        pushAndBuildOn(registry);
      }
    }

    /** It tries https first, which the server of http waits out; hence the short timeout. */
    @Test
    void pushesOverHttp() throws Exception {
      String timeout = "jib.httpTimeout";
      System.setProperty(timeout, "1000");
      try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
        pushAndBuildOn(registry);
      } finally {
        System.clearProperty(timeout);
      }
    }

    private void pushAndBuildOn(EmbeddedRegistry registry) throws Exception {
      Path file = Files.writeString(directory.resolve("file"), "content");
      JibContainer base = containerize(Jib.fromScratch().addLayer(List.of(file), "/"), registry.address() + "/team/base:1.0");
      JibContainer derived = containerize(Jib.from(image(registry.address() + "/team/base:1.0")).setEntrypoint("/file"),
          registry.address() + "/team/app:1.0");
      assertThat(registry.manifest("team/app", "1.0").orElseThrow().digest()).isEqualTo(Digest.parse(derived.getDigest().toString()));
      Manifest first = (Manifest) registry.manifest("team/base", base.getDigest().toString()).orElseThrow();
      Manifest second = (Manifest) registry.manifest("team/app", "1.0").orElseThrow();
      assertThat(second.layers()).isEqualTo(first.layers());
      assertThat(registry.requests("POST", "/v2/team/app/.*")).extracting(RecordedRequest::query)
          .anyMatch(query -> query.contains("mount="));
    }

    private RegistryImage image(String name) throws Exception {
      return RegistryImage.named(name).addCredential(USER, PASSWORD);
    }

    private JibContainer containerize(JibContainerBuilder builder, String name) throws Exception {
      Path cache = Files.createTempDirectory(directory, "cache");
      try {
        return builder.containerize(Containerizer.to(image(name)).setAllowInsecureRegistries(true).setApplicationLayersCache(cache)
            .setBaseImageLayersCache(cache));
      } finally {
        MoreFiles.deleteRecursively(cache, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    }
  }
}
