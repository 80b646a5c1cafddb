package dev.slipway.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.slipway.BuildException;
import dev.slipway.InvalidValueException;
import dev.slipway.build.BuildOptions;
import dev.slipway.build.Context;
import dev.slipway.build.Grant;
import dev.slipway.dockerfile.IgnoreFile;
import dev.slipway.image.Base;
import dev.slipway.image.Image;
import dev.slipway.image.ImageReference;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Platform;
import dev.slipway.image.Stage;
import dev.slipway.run.RunNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildPlanTest {
  @TempDir
  private Path directory;

  private static BuildPlan plan(Project project, String service) {
    BuildPlan plan = project.builds().get(service);
    assertThat(plan).isNotNull();
    return plan;
  }

  private static ReadBuild read(BuildPlan plan) {
    return plan.read(ImmutableMap.of(), name -> Optional.of("from " + name));
  }

  @Test
  void aBuildSectionIsAnImageOfTheCore() throws IOException {
    Files.writeString(directory.resolve("Dockerfile"), """
        FROM debian:12 AS base
        ARG VERSION
        RUN echo $VERSION
        FROM base AS app
        COPY . /app
        FROM base AS other
        """);
    Build build = Build.of(directory.toString()).target("app").arg("VERSION", "1.0").arg("BY_NAME").platforms(Platform.LINUX_ARM64)
        .label("com.example", "5$").tag("example/app:1");
    BuildPlan plan = plan(Project.named("shop").with(Service.named("app").build(build)), "app");
    ReadBuild read = read(plan);
    Stage expected = Stage.from(Stage.from("debian:12").named("base").arg("VERSION").run("echo $VERSION")).named("app").copy(".", "/app");
    assertThat(read.image().target().toString()).isEqualTo("app");
    assertThat(read.image().withTarget(expected.label("com.example", "5\\$")).target()).isEqualTo(read.image().target());
    assertThat(read.image().platforms()).containsExactly(Platform.LINUX_ARM64);
    assertThat(read.context().directory()).contains(directory);
    assertThat(read.options().arguments()).isEqualTo(ImmutableMap.of("BY_NAME", "from BY_NAME", "VERSION", "1.0"));
    assertThat(plan.names()).isEqualTo(ImmutableSet.of(ImageReference.parse("shop-app"), ImageReference.parse("example/app:1")));
    assertThat(plan.leftOut()).isEmpty();
    assertThat(plan.grants()).isEmpty();
  }

  @Test
  void aDockerfileMayStandInTheProject() {
    Build build = Build.of(directory.toString()).dockerfileInline("FROM scratch\nCOPY a /a\n");
    Image image = read(plan(Project.named("p").with(Service.named("app").build(build)), "app")).image();
    assertThat(image).isEqualTo(Stage.scratch().copy("a", "/a").toImage());
  }

  @Test
  void rulesBesideTheDockerfileGoBeforeThoseOfTheDirectory() throws IOException {
    Files.writeString(directory.resolve("app.Dockerfile"), "FROM scratch\nCOPY . /\n");
    Files.writeString(directory.resolve(".dockerignore"), "everything\n");
    Files.writeString(directory.resolve("app.Dockerfile.dockerignore"), "secret\n");
    Build build = Build.of(directory.toString()).dockerfile("app.Dockerfile");
    Context context = read(plan(Project.named("p").with(Service.named("app").build(build)), "app")).context();
    assertThat(context.ignore()).contains(IgnoreFile.of("secret"));
  }

  @Test
  void otherContextsAreDirectoriesImagesAndServices() {
    Build build = Build.of(directory.toString())
        .dockerfileInline("FROM tools AS t\nFROM scratch\nCOPY --from=files a /\nCOPY --from=lib b /\nCOPY --from=t c /\n")
        .additionalContext("files", directory.resolve("files").toString()).additionalContext("tools", "docker-image://busybox:1")
        .additionalContext("lib", "service:library");
    Project project = Project.named("p").with(Service.named("app").build(build), Service.named("library").build("./lib"));
    BuildPlan plan = plan(project, "app");
    assertThat(plan.services()).isEqualTo(ImmutableMap.of("lib", "library"));
    assertThat(plan.directories()).isEqualTo(ImmutableMap.of("files", directory.resolve("files")));
    ReadBuild read = plan.read(ImmutableMap.of("library", OciLayout.at(Path.of("/built/library"))), name -> Optional.empty());
    assertThat(read.context().named()).isEqualTo(ImmutableMap.of("files", directory.resolve("files")));
    assertThat(read.image().references()).containsExactly(Base.image(ImageReference.parse("busybox:1")));
    assertThatThrownBy(() -> read(plan)).isInstanceOf(InvalidValueException.class)
        .hasMessage("service 'app' copies from the image of 'library': build that first, and say where its image is");
  }

  @Test
  void secretsAgentsAndNetworkAreGivenToTheEngine() {
    Secret token = Secret.environment("token", "TOKEN");
    Build build = Build.of(directory.toString()).dockerfileInline("FROM scratch\n")
        .with(Build.SECRETS, ImmutableList.of(FileGrant.of("token")))
        .with(Build.SSH, ImmutableMap.of("default", Setting.ofNull(), "deploy", Setting.of(Text.of("/run/agent"))))
        .with(Build.NETWORK, Text.of("none")).with(Build.ENTITLEMENTS, Collected.texts("network.host", "security.insecure"))
        .with(Build.CACHE_FROM, Collected.texts("type=gha"));
    BuildPlan plan = plan(Project.named("p").with(Service.named("app").build(build), token), "app");
    BuildOptions options = plan.read(ImmutableMap.of(), name -> Optional.of("/tmp/agent")).options();
    assertThat(options.runs().secrets()).isEqualTo(ImmutableMap.of("token", dev.slipway.build.Secret.environment("TOKEN")));
    assertThat(options.runs().agents()).isEqualTo(ImmutableMap.of("default", Path.of("/tmp/agent"), "deploy", Path.of("/run/agent")));
    assertThat(options.runs().network()).isEqualTo(RunNetwork.NONE);
    assertThat(options.runs().grants()).isEmpty();
    assertThat(plan.grants()).containsExactlyInAnyOrder(Grant.HOST_NETWORK, Grant.INSECURE);
    assertThat(plan.leftOut()).containsExactly("cache_from");
  }

  @Test
  void repositoriesAreNotFetched() {
    BuildPlan plan = plan(Project.named("p").with(Service.named("app").build("https://example.com/app.git#main")), "app");
    assertThat(plan.directory()).isEmpty();
    assertThat(plan.repository()).contains("https://example.com/app.git#main");
    assertThatThrownBy(() -> read(plan)).isInstanceOf(BuildException.class).hasMessage("service 'app' is built from"
        + " 'https://example.com/app.git#main': repositories are not fetched here; check it out and name the directory");
  }
}
