package dev.slipway.testkit.assertions;

import static dev.slipway.testkit.assertions.SlipwayAssertions.assertThat;

import dev.slipway.build.BuildReport;
import dev.slipway.build.BuiltImage;
import dev.slipway.build.StepReport;
import dev.slipway.image.Copy;
import dev.slipway.image.Digest;
import dev.slipway.image.DockerArchive;
import dev.slipway.image.Image;
import dev.slipway.image.OciArchive;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Platform;
import dev.slipway.image.Stage;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.Layer;
import dev.slipway.layer.Toc;
import dev.slipway.oci.ImageConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltImageAssertTest {
  private static final Stage STAGE = Stage.scratch()
      .copy("etc", "/etc/")
      .copy(Copy.of("app", "/app/").owner("1000:1000").mode("u=rwX,go=rX"))
      .copy(Copy.of("app/server", "/usr/bin/").mode("0755"))
      .env("PATH", "/app/bin:/usr/bin")
      .expose(8080)
      .workdir("/app")
      .user("app")
      .command("server");

  @TempDir
  Path directory = Path.of("");
  private Kitchen kitchen;

  @BeforeEach
  void lay() {
    kitchen = new Kitchen(directory)
        .file("etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/app:/bin/sh\ntoor:x:0:0::/root:/bin/sh\n")
        .file("app/registry.json", "{\"stations\": 3}\n")
        .file("app/data/stations.csv", "station,latitude\n")
        .file("app/server", "#!/bin/sh\n")
        .link("app/latest", "data/stations.csv")
        .link("app/absolute", "/app/data")
        .link("app/dangling", "nowhere");
  }

  @AfterEach
  void close() {
    kitchen.close();
  }

  @Test
  void configurationAndFilesOfAnImageAreSeenInOneChain() {
    BuiltImage image = kitchen.build(STAGE);
    assertThat(image)
        .runsAsNonRoot()
        .hasUser("app")
        .hasFile("/app/registry.json").withMode(0644).ownedBy(1000, 1000).withSize(16).withContent("{\"stations\": 3}\n")
        .withDigest(Digest.sha256("{\"stations\": 3}\n".getBytes(StandardCharsets.UTF_8))).containing("stations").notContaining("password")
        .and()
        .hasDirectory("/app/data").withMode(0755).and()
        .hasSymlink("/app/latest").pointingTo("data/stations.csv").leadingTo("/app/data/stations.csv").and()
        .hasFile("/app/absolute/stations.csv").containing("latitude").and()
        .hasNoFile("/app/registry.xml")
        .hasSymlink("/app/dangling").pointingTo("nowhere").and()
        .resolves("/app/latest")
        .resolves("/app/absolute/stations.csv", "/app/data/stations.csv")
        .hasFilesMatching("/app/**/*.csv")
        .hasNoFilesMatching("**/*.pyc")
        .hasNoSetuidFiles()
        .hasNoWorldWritableFiles()
        .hasNoFilesNewerThan(Instant.ofEpochSecond(1))
        .hasExecutable("server").ownedBy(0, 0).and()
        .hasExecutable("/usr/bin/server").and()
        .isSmallerThan(20_000)
        .hasConsistentHistory()
        .hasLayerCount(3)
        .exposes(8080);
    assertThat(image).report().hasSteps(4);
  }

  @Test
  void aMissingFileIsSoughtNearby() {
    BuiltImage image = kitchen.build(STAGE);
    Failing.saying(() -> assertThat(image).hasFile("/app/registri.json"), "Expected the image to have a file\n  /app/registri.json",
        "there is nothing. Did you mean '/app/registry.json'?", "/app holds", "-0644 1000:1000 16 registry.json", "d0755",
        "latest -> data/stations.csv");
    Failing.saying(() -> assertThat(image).hasFile("/opt/registry.json"), "Did you mean '/app/registry.json'?", "/ holds");
    Failing.saying(() -> assertThat(image).hasFile("/app/absolute/station.csv"), "Did you mean '/app/data/stations.csv'?",
        "/app/data holds");
    Failing.saying(() -> assertThat(image).hasFile("/app/dangling"), "it leads to '/app/nowhere', where nothing is", "/app holds");
    Failing.saying(() -> assertThat(image).hasFile("/app/data"), "there is a directory", "d0755 1000:1000 0 data");
    Failing.saying(() -> assertThat(image).hasDirectory("/app/registry.json"), "there is a file");
    Failing.saying(() -> assertThat(image).hasSymlink("/app/registry.json"), "there is a file");
    Failing.saying(() -> assertThat(image).hasNoFile("/app/absolute/stations.csv"), "there is a file", "-0644");
    Failing.saying(() -> assertThat(image).hasNoFile("/app/dangling"), "a symbolic link to 'nowhere'");
    Failing.saying(() -> assertThat(image).resolves("/app/dangling"), "leads to '/app/nowhere', where nothing is");
    Failing.saying(() -> assertThat(image).resolves("/app/dater"), "there is nothing", "Did you mean '/app/data'");
    Failing.saying(() -> assertThat(image).resolves("/app/latest", "/app/x"), "/app/x", "/app/data/stations.csv");
  }

  @Test
  void aFileThatIsAnotherIsShown() {
    BuiltImage image = kitchen.build(STAGE);
    FileAssert<BuiltImageAssert> file = assertThat(image).hasFile("/app/registry.json");
    Failing.saying(() -> file.withMode(0755), "the mode of '/app/registry.json'", "'0755'", "'0644'");
    Failing.saying(() -> file.isExecutable(), "0644", "mode(\"0755\")");
    Failing.saying(() -> file.ownedBy(0, 0), "'0:0'", "'1000:1000'");
    Failing.saying(() -> file.withSize(17), "17", "16");
    Failing.saying(() -> file.withDigest(Digest.sha256(new byte[0])), "sha256:e3b0c4");
    Failing.saying(() -> file.withContent("{}"), "{}", "{\"stations\": 3}");
    Failing.saying(() -> file.withContent(new byte[]{1}), "  ?\nbut it is\n  {\"stations\": 3}");
    Failing.saying(() -> file.containing("password"), "to contain\n  password", "{\"stations\": 3}");
    Failing.saying(() -> file.notContaining("stations"), "in line 1");
    Failing.saying(() -> file.pointingTo("x"), "it is a file");
    Failing.saying(() -> file.withModificationTime(Instant.EPOCH), "1970-01-01T00:00:00Z", "1970-01-01T00:00:01Z");
    Failing.saying(() -> file.withAttribute("user.x", (byte) 1), "attribute 'user.x'", "there is: nothing");
    Failing.saying(() -> assertThat(image).hasSymlink("/app/latest").pointingTo("data"), "'data'", "'data/stations.csv'");
    Failing.saying(() -> assertThat(image).hasSymlink("/app/latest").leadingTo("/app/data"), "/app/data/stations.csv");
    Failing.saying(() -> assertThat(image).hasSymlink("/app/dangling").leadingTo("/app/nowhere"), "nothing is at '/app/nowhere'");
  }

  @Test
  void aFileOfThisMachineIsCompared() {
    BuiltImage image = kitchen.build(STAGE);
    Path server = directory.resolve("context/app/server");
    assertThat(image).hasFile("/app/server").withContentOf(server);
    Failing.saying(() -> assertThat(image).hasFile("/app/registry.json").withContentOf(server), "#!/bin/sh");
    Assertions.assertThatThrownBy(() -> assertThat(image).hasFile("/app/server").withContentOf(directory.resolve("absent")))
        .hasMessageContaining("absent");
  }

  @Test
  void patternsAndDangerousFilesListWhatFits() {
    BuiltImage image = kitchen.build(STAGE
        .copy(Copy.of("app/server", "/usr/bin/su").mode("4755"))
        .copy(Copy.of("app/server", "/usr/bin/wall").mode("2755"))
        .copy(Copy.of("app/server", "/app/open").mode("0666")));
    Failing.saying(() -> assertThat(image).hasNoFilesMatching("/app/**/*.csv"), "/app/**/*.csv",
        "-0644 1000:1000 17 /app/data/stations.csv");
    Failing.saying(() -> assertThat(image).hasNoFilesMatching("**/data"), "/app/data/stations.csv");
    Failing.saying(() -> assertThat(image).hasFilesMatching("/app/*.pyc"), "there are none", "/app holds");
    Failing.saying(() -> assertThat(image).hasNoSetuidFiles(), "-4755 0:0 10 /usr/bin/su", "-2755 0:0 10 /usr/bin/wall", "chmod a-s");
    Failing.saying(() -> assertThat(image).hasNoWorldWritableFiles(), "-0666 0:0 10 /app/open");
    Failing.saying(() -> assertThat(image).hasNoFilesNewerThan(Instant.EPOCH), "newer than 1970-01-01T00:00:00Z", "/app/registry.json");
    Failing.saying(() -> assertThat(image).hasExecutable("registry.json"), "a program 'registry.json'",
        "Did you mean '/app/registry.json'?", "/app/bin/registry.json");
    Failing.saying(() -> assertThat(image).hasExecutable("/app/registry.json"), "mode is 0644");
    Failing.saying(() -> assertThat(image).isSmallerThan(2_000), "less than 2000 bytes", "COPY");
  }

  @Test
  void aNameOfTheImageThatStandsForRootIsRoot() {
    Failing.saying(() -> assertThat(kitchen.build(STAGE.user("toor"))).runsAsNonRoot(), "'toor', who has the number 0 in /etc/passwd");
    Failing.saying(() -> assertThat(kitchen.build(STAGE.user("nobody"))).runsAsNonRoot(), "'nobody', who is not in /etc/passwd");
    assertThat(kitchen.build(STAGE.user("toor:1000")).config()).runsAsNonRoot();
    assertThat(kitchen.build(Stage.scratch().user("1000"))).runsAsNonRoot();
  }

  @Test
  void ofSeveralPlatformsOneIsChosen() {
    BuiltImage image = kitchen.build(STAGE.toImage().forPlatforms(Platform.LINUX_AMD64, Platform.LINUX_ARM64));
    assertThat(image).isBuiltFor(Platform.LINUX_ARM64, Platform.LINUX_AMD64)
        .onPlatform(Platform.LINUX_ARM64).hasPlatform(Platform.LINUX_ARM64).hasFile("/app/registry.json").containing("stations").and()
        .onPlatform("linux/amd64").hasPlatform(Platform.LINUX_AMD64);
    Failing.saying(() -> assertThat(image).hasUser("app"), "linux/amd64, linux/arm64", "onPlatform(\"linux/amd64\")");
    Failing.saying(() -> assertThat(image).onPlatform("linux/arm/v7"), "linux/arm/v7", "linux/arm64");
    Failing.saying(() -> assertThat(image).isBuiltFor(Platform.LINUX_AMD64), "[linux/amd64]", "[linux/amd64, linux/arm64]");
    Failing.saying(() -> assertThat(image).as("nightly").onPlatform("linux/arm64").hasUser("x"), "[nightly]", "the image for linux/arm64");
  }

  @Test
  void anImageOnDiskIsReadFromAllFormats() {
    BuiltImage image = kitchen.build(STAGE);
    OciLayout layout = OciLayout.at(directory.resolve("layout")).named("1.0");
    OciArchive archive = OciArchive.at(directory.resolve("oci.tar"));
    DockerArchive docker = DockerArchive.at(directory.resolve("docker.tar")).named("app:1.0");
    var unusedLayout = image.writeTo(layout);
    var unusedArchive = image.writeTo(archive);
    var unusedDocker = image.writeTo(docker);
    assertThat(layout).runsAsNonRoot().hasFile("/app/registry.json").withMode(0644).containing("stations").and().hasLayerCount(3)
        .isSmallerThan(20_000);
    assertThat(archive).hasCommand("server").hasFile("/app/latest").withContent("station,latitude\n");
    assertThat(docker).hasWorkingDirectory("/app").hasNoFile("/root").files().hasDirectory("/app");
    Failing.saying(() -> assertThat(layout).hasFile("/app/x.json"), "the image in the OCI layout '" + layout.path() + "'", "/app holds");
    Failing.saying(() -> assertThat(archive).hasUser("x"), "OCI archive", "'app'");
    Failing.saying(() -> assertThat(docker).hasUser("x"), "docker archive");
  }

  @Test
  void anImageOnDiskForAnotherProcessorIsChosenByItsPlatform() {
    BuiltImage image = kitchen.build(STAGE.toImage().forPlatforms(Platform.of("linux", "riscv64")));
    OciLayout layout = OciLayout.at(directory.resolve("layout"));
    var unused = image.writeTo(layout);
    assertThat(layout).onPlatform("linux/riscv64").hasUser("app");
    Assertions.assertThatThrownBy(() -> assertThat(layout).hasUser("app")).hasMessageContaining("linux/riscv64");
  }

  @Test
  void aTreeIsReadWhereItsStoreIsKnown() {
    BuiltImage image = kitchen.build(STAGE);
    assertThat(image.tree()).hasFile("/app/registry.json").withContent("{\"stations\": 3}\n");
    assertThat(image.tree()).readingFrom(kitchen.engine().store()).hasFile("/app/registry.json").containing("3").and()
        .hasExecutable("server").and().hasNoSetuidFiles().hasSymlink("/app/latest");
    Failing.saying(() -> assertThat(image.tree()).hasFile("/app/registry.json").containing("3"), "readingFrom(engine.store())");
    Failing.saying(() -> assertThat(image.tree()).hasFile("/app/registry.json").withContent("x"), "other bytes: 16 of them, sha256:");
    Failing.saying(() -> assertThat(image.tree()).as("tree").hasFile("/x"), "[tree]", "Expected the tree to have a file");
  }

  @Test
  void whatIsNullIsRefused() {
    Failing.saying(() -> assertThat((BuiltImage) null).hasUser("x"), "not to be null");
    Failing.saying(() -> assertThat((BuiltImage) null).onPlatform("linux/amd64"), "not to be null");
    Failing.saying(() -> assertThat((OciLayout) null).hasUser("x"), "not to be null");
    Failing.saying(() -> assertThat((ImageConfig) null).hasUser("x"), "not to be null");
    Failing.saying(() -> assertThat((FileTree) null).hasFile("/x"), "not to be null");
    Failing.saying(() -> assertThat((Toc) null).hasEntry("/x"), "not to be null");
    Failing.saying(() -> assertThat((Layer) null).isSmallerThan(1), "not to be null");
    Failing.saying(() -> assertThat((BuildReport) null).rebuiltNothing(), "not to be null");
    Failing.saying(() -> assertThat((StepReport) null).isHit(), "not to be null");
    Failing.saying(() -> assertThat((Stage) null).hasUser("x"), "not to be null");
    Failing.saying(() -> assertThat((Image) null).hasPinnedBases(), "not to be null");
    Failing.saying(() -> assertThat((Image) null).hasStageNamed("x"), "not to be null");
  }
}
