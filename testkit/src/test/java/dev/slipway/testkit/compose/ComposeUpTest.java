package dev.slipway.testkit.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.compose.Compose;
import dev.slipway.compose.ComposeReading;
import dev.slipway.compose.Writing;
import dev.slipway.compose.load.LoadRequest;
import dev.slipway.testkit.differential.Shell;
import dev.slipway.testkit.differential.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A project that code makes is brought up by the command-line tool, works, and is taken down. */
class ComposeUpTest {
  private static final String NAME = "slipway-up";
  private static final long HEALTHY_SECONDS = 30;
  private static final Map<String, String> VARIABLES = ImmutableMap.of("GREETING", "it costs 5$");

  @TempDir
  static Path images;

  private static Optional<IsolatedDaemon> started = Optional.empty();

  @TempDir
  Path work;

  @BeforeAll
  static void start() throws Exception {
    Tools.require("crun");
    started = Optional.of(IsolatedDaemon.start());
    Storefront.build(images, daemon().asOurs());
  }

  @AfterAll
  static void stop() throws Exception {
    if (started.isPresent()) {
      daemon().close();
    }
  }

  @AfterEach
  void clear() throws Exception {
    daemon().clear();
  }

  private static IsolatedDaemon daemon() {
    return started.orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aProjectThatWeWroteIsBroughtUpBecomesHealthyAndIsTakenDown(boolean minimal) throws Exception {
    Storefront.writeFiles(work);
    String text = Storefront.project().toYaml(minimal ? Writing.MINIMAL : Writing.CANONICAL);
    // long forms say of dependencies and mounts what the old tool does not know
    Files.writeString(work.resolve("docker-compose.yaml"), minimal ? text : OldKeys.without(text));
    List<String> networksBefore = daemon().docker("network", "ls", "--quiet");
    String begin = Long.toString(System.currentTimeMillis() / 1000);

    var unusedUp = compose("up", "--detach");
    everythingIsHealthy();
    everyServiceWaitedForThoseItDependsOn(begin);
    secretsVariablesAndFilesArriveAsTheyAre();
    networksAreApart();
    whatIsInAProfileComesOnlyWithIt();

    var unusedDown = compose("--profile", "tools", "down", "--volumes", "--timeout", "1");
    assertThat(daemon().docker("ps", "--all", "--quiet")).isEmpty();
    assertThat(daemon().docker("volume", "ls", "--quiet")).isEmpty();
    assertThat(daemon().docker("network", "ls", "--quiet")).containsExactlyInAnyOrderElementsOf(networksBefore);
  }

  private String compose(String... arguments) throws Exception {
    String[] all = ImmutableList.<String>builder().add("--project-name", NAME).add(arguments).build().toArray(String[]::new);
    Shell.Ended ended = daemon().compose(work, VARIABLES, all);
    assertThat(ended.code()).as("docker-compose %s: %s\n%s", String.join(" ", arguments), ended.output(),
        Files.readString(work.resolve("docker-compose.yaml"))).isZero();
    return ended.output();
  }

  private String inside(String service, String... command) throws Exception {
    String[] all = ImmutableList.<String>builder().add("exec", NAME + "_" + service + "_1").add(command).build().toArray(String[]::new);
    return String.join("\n", daemon().docker(all));
  }

  private void everythingIsHealthy() throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(HEALTHY_SECONDS);
    ImmutableMap<String, String> wanted = ImmutableMap.of("web_1", "running healthy", "worker_1", "running healthy", "worker_2",
        "running healthy", "prepare_1", "exited 0");
    while (!states().equals(wanted) && System.nanoTime() < deadline) {
      Thread.sleep(200);
    }
    assertThat(states()).as(compose("logs", "--no-color")).isEqualTo(wanted);
    assertThat(daemon().fetch("http://127.0.0.1:" + Storefront.PORT + "/index.html")).isEqualTo(Storefront.PAGE);
  }

  private ImmutableMap<String, String> states() throws Exception {
    String template = "{{.Name}}={{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else}}{{.State.ExitCode}}{{end}}";
    ImmutableMap.Builder<String, String> states = ImmutableMap.builder();
    for (String container : daemon().docker("ps", "--all", "--quiet")) {
      List<String> parts = Splitter.on('=').splitToList(daemon().docker("inspect", "--format", template, container).get(0));
      states.put(parts.get(0).substring(NAME.length() + 2), parts.get(1));
    }
    return states.buildOrThrow();
  }

  private void everyServiceWaitedForThoseItDependsOn(String begin) throws Exception {
    String service = "{{index .Actor.Attributes \"com.docker.compose.service\"}}";
    List<String> events = daemon().docker("events", "--since", begin, "--until", Long.toString(System.currentTimeMillis() / 1000),
        "--filter",
        "type=container", "--filter", "event=start", "--filter", "event=die", "--filter", "event=health_status", "--format",
        service + " {{.Action}} {{index .Actor.Attributes \"exitCode\"}}");
    assertThat(events).containsSubsequence("prepare start", "prepare die 0", "web start", "web health_status: healthy", "worker start",
        "worker health_status: healthy");
    assertThat(events.indexOf("worker start")).isGreaterThan(events.indexOf("web health_status: healthy"));
  }

  private void secretsVariablesAndFilesArriveAsTheyAre() throws Exception {
    assertThat(inside("web", "cat", "/run/secrets/shop-token")).isEqualTo(Storefront.TOKEN);
    assertThat(daemon().fetch("http://127.0.0.1:" + Storefront.PORT + "/data/prepared")).isEqualTo("prepared with\n" + Storefront.TOKEN);
    assertThat(inside("worker", "cat", "/tmp/seen")).isEqualTo("prepared with\n" + Storefront.TOKEN);
    assertThat(inside("web", "sh", "-c", "echo \"$MOTD\"").lines()).containsExactlyElementsOf(IsolatedDaemon.lines(Storefront.MOTD));
    assertThat(inside("web", "sh", "-c", "echo \"$GREETING\"")).isEqualTo("it costs 5$");
    assertThat(inside("web", "sh", "-c", "touch /srv/data/new 2>&1 || true")).contains("Read-only file system");
    assertThat(daemon().docker("inspect", "--format", "{{index .Config.Labels \"com.example.price\"}}", NAME + "_web_1"))
        .containsExactly("5$");
    ComposeReading read = Compose.read(LoadRequest.of(work.resolve("docker-compose.yaml")).withEnvironment(VARIABLES));
    assertThat(read.project().service("web").orElseThrow().environment(name -> Optional.empty()))
        .containsEntry("MOTD", Storefront.MOTD).containsEntry("GREETING", "it costs 5$");
  }

  private void networksAreApart() throws Exception {
    assertThat(daemon().docker("network", "inspect", "--format", "{{.Internal}}", NAME + "_back", NAME + "_front")).containsExactly("true",
        "false");
    assertThat(inside("worker", "sh", "-c", reachable("back"))).isEqualTo("reachable");
    assertThat(inside("worker", "sh", "-c", reachable("front"))).isEqualTo("unreachable");
  }

  /** A line that asks for the page, by the address that the server has in a network. */
  private String reachable(String network) throws Exception {
    String address = daemon()
        .docker("inspect", "--format", "{{(index .NetworkSettings.Networks \"" + NAME + "_" + network + "\").IPAddress}}",
            NAME + "_web_1")
        .get(0);
    return "if busybox timeout 2 wget -q -O /dev/null http://" + address
        + ":8080/index.html 2>/dev/null; then echo reachable; else echo unreachable; fi";
  }

  private void whatIsInAProfileComesOnlyWithIt() throws Exception {
    assertThat(states()).doesNotContainKey("inspector_1");
    var unused = compose("--profile", "tools", "up", "--detach");
    assertThat(states()).containsEntry("inspector_1", "running 0");
    // workers are in another network
    assertThat(inside("inspector", "wget", "-q", "-O", "-", "http://web:8080/index.html")).isEqualTo(Storefront.PAGE);
    assertThat(inside("inspector", "sh", "-c", "nslookup worker >/dev/null 2>&1 || echo unknown")).isEqualTo("unknown");
  }
}
