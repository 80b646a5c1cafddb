package dev.slipway.testkit.assertions;

import static dev.slipway.testkit.assertions.SlipwayAssertions.assertThat;

import dev.slipway.image.Digest;
import dev.slipway.image.Platform;
import dev.slipway.oci.ContainerConfig;
import dev.slipway.oci.HealthcheckConfig;
import dev.slipway.oci.HistoryEntry;
import dev.slipway.oci.ImageConfig;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageConfigAssertTest {
  private static final Digest LAYER = Digest.sha256("layer".getBytes(StandardCharsets.UTF_8));
  private static final ImageConfig EMPTY = ImageConfig.of(Platform.LINUX_AMD64);
  private static final ContainerConfig CONTAINER = ContainerConfig.EMPTY.withUser("1000:1000")
      .withEnvironment(List.of("PATH=/bin", "EMPTY=", "WITHOUT", "PATH=/usr/bin"))
      .withLabels(Map.of("version", "1"))
      .withExposedPorts(List.of("8080/tcp", "53/udp"))
      .withVolumes(List.of("/data"))
      .withEntrypoint(List.of("/server"))
      .withCommand(List.of("--fast"))
      .withWorkingDirectory("/app")
      .withStopSignal("SIGINT")
      .withHealthcheck(HealthcheckConfig.of(List.of("CMD", "true")));
  private static final ImageConfig CONFIG = EMPTY.withContainer(CONTAINER).withCreated(Instant.ofEpochSecond(1))
      .withLayer(LAYER, HistoryEntry.layer("COPY . .")).withStep(HistoryEntry.configuration("USER 1000:1000"));

  private static ImageConfig with(ContainerConfig container) {
    return EMPTY.withContainer(container);
  }

  @Test
  void allSettingsOfAConfigurationAreSeen() {
    assertThat(CONFIG)
        .hasUser("1000:1000").runsAsNonRoot()
        .hasEnvironment("PATH", "/usr/bin").hasEnvironment("EMPTY", "").hasNoEnvironment("HOME")
        .hasLabel("version", "1").hasNoLabel("author")
        .exposes(8080).exposes("53/udp")
        .hasVolume("/data")
        .hasEntrypoint("/server").hasCommand("--fast").startsSomething()
        .hasWorkingDirectory("/app")
        .hasStopSignal("SIGINT")
        .hasHealthcheck().hasHealthcheck("CMD", "true")
        .hasPlatform(Platform.LINUX_AMD64)
        .wasCreatedAt(Instant.ofEpochSecond(1))
        .hasLayerCount(1).hasLayers(LAYER)
        .hasConsistentHistory().hasHistory("COPY .")
        .hasDigest(CONFIG.digest());
    assertThat(EMPTY).hasNoEntrypoint().hasNoHealthcheck().exposesNothing().hasWorkingDirectory("/").hasLayers();
  }

  @Test
  void eachSettingThatIsAnotherIsNamedWithWhatItIs() {
    Failing.saying(() -> assertThat(CONFIG).hasUser("app"), "the user of the configuration", "'app'", "'1000:1000'");
    Failing.saying(() -> assertThat(CONFIG).hasEnvironment("PAHT", "x"), "'PAHT'", "Did you mean 'PATH'?", "PATH=/usr/bin");
    Failing.saying(() -> assertThat(CONFIG).hasEnvironment("PATH", "/bin"), "'/bin'", "'/usr/bin'");
    Failing.saying(() -> assertThat(CONFIG).hasNoEnvironment("PATH"), "'/usr/bin'");
    Failing.saying(() -> assertThat(CONFIG).hasLabel("version", "2"), "'2'", "'1'");
    Failing.saying(() -> assertThat(CONFIG).hasNoLabel("version"), "label 'version'", "'1'");
    Failing.saying(() -> assertThat(CONFIG).exposes("8080/udp"), "'8080/udp'", "Did you mean '8080/tcp'", "53/udp");
    Failing.saying(() -> assertThat(CONFIG).exposesNothing(), "no port", "8080/tcp");
    Failing.saying(() -> assertThat(CONFIG).hasVolume("/date"), "Did you mean '/data'?");
    Failing.saying(() -> assertThat(CONFIG).hasEntrypoint("server"), "[server]", "[/server]");
    Failing.saying(() -> assertThat(CONFIG).hasNoEntrypoint(), "[/server]");
    Failing.saying(() -> assertThat(EMPTY).hasCommand("--fast"), "[--fast]", "there is none");
    Failing.saying(() -> assertThat(EMPTY).startsSomething(), "neither");
    Failing.saying(() -> assertThat(with(ContainerConfig.EMPTY.withCommand(List.of()))).startsSomething(), "neither");
    Failing.saying(() -> assertThat(CONFIG).hasWorkingDirectory("/"), "'/'", "'/app'");
    Failing.saying(() -> assertThat(CONFIG).hasStopSignal("SIGTERM"), "'SIGTERM'", "'SIGINT'");
    Failing.saying(() -> assertThat(CONFIG).hasPlatform(Platform.LINUX_ARM64), "linux/arm64", "linux/amd64");
    Failing.saying(() -> assertThat(EMPTY).wasCreatedAt(Instant.EPOCH), "1970-01-01T00:00:00Z", "none");
    Failing.saying(() -> assertThat(EMPTY).hasDigest(LAYER), LAYER.toString(), EMPTY.digest().toString());
  }

  @Test
  void aHealthcheckIsAProbe() {
    ImageConfig off = with(ContainerConfig.EMPTY.withHealthcheck(HealthcheckConfig.of(List.of("NONE"))));
    assertThat(off).hasNoHealthcheck();
    Failing.saying(() -> assertThat(off).hasHealthcheck(), "switches off");
    Failing.saying(() -> assertThat(EMPTY).hasHealthcheck(), "there is none", "add healthcheck(");
    Failing.saying(() -> assertThat(CONFIG).hasHealthcheck("CMD", "false"), "[CMD, false]", "[CMD, true]");
    Failing.saying(() -> assertThat(CONFIG).hasNoHealthcheck(), "[CMD, true]");
  }

  @Test
  void rootIsRootUnderAllItsNames() {
    Failing.saying(() -> assertThat(EMPTY).runsAsNonRoot(), "it names no user", "user(\"app\")");
    for (String user : List.of("root", "0", "0:1000", "000", "root:app")) {
      Failing.saying(() -> assertThat(with(ContainerConfig.EMPTY.withUser(user))).runsAsNonRoot(), "'" + user + "'");
    }
    Failing.saying(() -> assertThat(with(ContainerConfig.EMPTY.withUser(":1000"))).runsAsNonRoot(), "it names no user");
    assertThat(with(ContainerConfig.EMPTY.withUser("app"))).runsAsNonRoot();
  }

  @Test
  void layersAndHistoryAreShownWhereTheyDiffer() {
    Failing.saying(() -> assertThat(CONFIG).hasLayerCount(2), "2 layers", "it has 1", "layer     COPY . .", "no layer  USER 1000:1000");
    Failing.saying(() -> assertThat(CONFIG).hasLayers(), LAYER.toString());
    Failing.saying(() -> assertThat(CONFIG.withDiffIds(List.of(LAYER, LAYER))).hasConsistentHistory(), "2 layers", "it has 1", "COPY . .");
    Failing.saying(() -> assertThat(CONFIG).hasHistory("RUN"), "'RUN'", "COPY . .");
    Failing.saying(() -> assertThat(EMPTY).hasHistory("RUN"), "history: nothing");
  }
}
