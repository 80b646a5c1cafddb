package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.RegistryException;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command is a shell script here; real daemons are asked in the testkit. */
@Timeout(60)
class DockerClientTest {
  private static final ImageReference APP = ImageReference.parse("app:1");
  private static final Digest ID = Digest.sha256(new byte[]{1});
  private static final String CANARY = "canary-4711";

  @TempDir
  Path root;

  private UserHome home;

  @BeforeEach
  void home() {
    home = new UserHome(root);
  }

  @AfterEach
  void nothingIsLeftRunning() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (ProcessHandle.current().descendants().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).doesNotContain("slipway-process");
  }

  private Path script(String name, String text) {
    try {
      Path file = home.path("bin/" + name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "#!/bin/sh\n" + text + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      return file;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private DockerClient docker(String text) {
    return docker(text, DockerDaemon.local());
  }

  private DockerClient docker(String text, DockerDaemon daemon) {
    var unused = script("docker", text);
    return new DockerClient(daemon, home::surroundings);
  }

  private static RegistryException failure(ThrowingCall call) {
    return catchThrowableOfType(RegistryException.class, call::run);
  }

  private interface ThrowingCall {
    void run() throws Exception;
  }

  @Test
  void anImageIsIdentifiedByWhatTheDaemonSays() {
    assertThat(docker("test \"$*\" = 'image inspect --format {{.Id}} app:1' && echo " + ID).image(APP)).isEqualTo(ID);
    assertThat(docker("echo " + ID.hex()).image(APP)).as("podman leaves the algorithm out").isEqualTo(ID);
  }

  @Test
  void anIdThatIsNoDigestIsRefused() {
    assertThat(failure(() -> docker("echo nonsense").image(APP)).code()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
  }

  @Test
  void anArchiveIsStreamedWithoutAFile() throws IOException {
    byte[] bytes = new byte[3 << 20];
    Arrays.fill(bytes, (byte) 7);

    docker("test \"$*\" = 'load --quiet' && cat >'" + home.path("loaded") + "'").load(out -> out.write(bytes));

    assertThat(Files.readAllBytes(home.path("loaded"))).isEqualTo(bytes);
  }

  @Test
  void anImageIsSavedToAStream() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    docker("test \"$*\" = 'save " + ID + "' && head -c 3000000 /dev/zero").save(ID, out);

    assertThat(out.toByteArray()).hasSize(3_000_000);
  }

  @Test
  void aDaemonThatReadsNoFurtherThanItMustIsContent() {
    byte[] bytes = new byte[1 << 20];

    docker("head -c 1000 >/dev/null; exit 0").load(out -> out.write(bytes));
  }

  @Test
  void withoutTheCommandItIsSaidWhereItWasLookedFor() {
    home.variable("PATH", "/nonexistent");

    RegistryException failure = failure(() -> new DockerClient(DockerDaemon.local(), home::surroundings).image(APP));

    assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(failure).hasMessageContaining("'/nonexistent'").hasMessageContaining("withExecutable");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running? | UNAVAILABLE | systemctl start docker",
      "error during connect: Get \"http://x:1/v1.50/images\": dial tcp: lookup x: no such host | UNAVAILABLE | DockerDaemon.at",
      "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock | FORBIDDEN | the group",
      "Got permission denied while trying to connect to the Docker daemon socket | FORBIDDEN | the group",
      "Error: No such image: app:1 | NOT_FOUND | pull or build it",
      "Error response from daemon: reference does not exist | NOT_FOUND | pull or build it",
      "Error response from daemon: write /data: no space left on device | UNAVAILABLE | no space left on device",
      "something else | UNAVAILABLE | exit code 1, 'something else'"})
  void aFailureOfTheDaemonSaysWhatToDo(String stderr, ErrorCode code, String part) {
    for (ThrowingCall call : new ThrowingCall[]{() -> docker("echo '" + stderr + "' >&2; exit 1").image(APP),
        () -> docker("echo '" + stderr + "' >&2; exit 1").load(out -> out.write(new byte[1 << 20])),
        () -> docker("echo '" + stderr + "' >&2; exit 1").save(APP, new ByteArrayOutputStream())}) {
      assertThat(failure(call)).hasMessageContaining(part).extracting(RegistryException::code).isEqualTo(code);
    }
  }

  @Test
  void aComplaintIsRepeatedInOneLineAndOnlyItsBeginning() {
    RegistryException failure = failure(
        () -> docker("(printf 'bad\\033[31m\\nthing at tcp://me:canary-4711@host:1 '; yes bad | head -c 100000) >&2; exit 1")
            .image(APP));

    assertThat(failure.getMessage()).hasSizeLessThan(700).contains("'bad", "thing at tcp://host:1 bad bad").doesNotContain(CANARY, "\n",
        "\033");
  }

  @RepeatedTest(20)
  void anArchiveThatCannotBeMadeIsNotTakenForAWholeOne() {
    StoreException damaged = new StoreException(ErrorCode.STORE_DAMAGED, "a layer is damaged");
    Path marker = home.path("loaded");

    assertThatThrownBy(() -> docker("cat >/dev/null; echo done >'" + marker + "'").load(out -> {
      out.write(new byte[1 << 20]);
      throw damaged;
    })).isSameAs(damaged);

    assertThat(marker).doesNotExist();
  }

  @Test
  void aSourceThatFailsIsNotTheDaemonsFault() {
    RegistryException failure = failure(() -> docker("cat >/dev/null").load(out -> {
      throw new IOException("the disk is gone");
    }));

    assertThat(failure.code()).isEqualTo(ErrorCode.IO);
    assertThat(failure).hasMessageContaining("the disk is gone");
  }

  @Test
  void whatCannotBeWrittenEndsTheSaving() {
    RegistryException failure = failure(() -> docker("cat /dev/zero").save(APP, new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        throw new IOException("no space left");
      }
    }));

    assertThat(failure.code()).isEqualTo(ErrorCode.IO);
    assertThat(failure).hasMessageContaining("no space left");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sleep 600", "cat >/dev/null & sleep 600", "trap '' TERM; sleep 600; sleep 600"})
  void aDaemonThatHangsIsGivenUp(String text) {
    DockerDaemon hasty = DockerDaemon.local().withTimeout(Duration.ofMillis(700));

    RegistryException failure = failure(() -> docker(text, hasty).load(out -> out.write(new byte[1 << 20])));

    assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("did not load the image within").hasMessageContaining("withTimeout");
    assertThat(failure(() -> docker(text, hasty).image(APP)).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(failure(() -> docker(text, hasty).save(APP, new ByteArrayOutputStream())).code()).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void anInterruptStopsTheCommandAndIsKept() {
    Thread me = Thread.currentThread();
    DockerClient client = docker("echo started >'" + home.path("started") + "'; sleep 600");
    Thread.ofPlatform().daemon().start(() -> {
      while (!Files.exists(home.path("started"))) {
        Thread.onSpinWait();
      }
      me.interrupt();
    });

    assertThat(failure(() -> client.load(out -> out.write(new byte[1 << 20]))).code()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void theAddressGoesByAVariableAndReplacesTheContext() throws IOException {
    home.variable("DOCKER_HOST", "unix:///other").variable("DOCKER_CONTEXT", "other");
    String text = "echo \"$DOCKER_HOST,$DOCKER_CONTEXT,$*\" >'" + home.path("seen") + "'; echo " + ID;
    String arguments = "image inspect --format {{.Id}} app:1";

    assertThat(docker(text, DockerDaemon.at("tcp://me:" + CANARY + "@host:1")).image(APP)).isEqualTo(ID);
    assertThat(home.path("seen")).hasContent("tcp://me:" + CANARY + "@host:1,," + arguments);
    assertThat(docker(text, DockerDaemon.local().withContext("desktop")).image(APP)).isEqualTo(ID);
    assertThat(home.path("seen")).hasContent(",desktop," + arguments);
    assertThat(docker(text).image(APP)).isEqualTo(ID);
    assertThat(home.path("seen")).hasContent("unix:///other,other," + arguments);
  }

  @Test
  void anotherCommandCanBeNamed() throws IOException {
    Path podman = script("podman", "echo " + ID);

    assertThat(docker("exit 1", DockerDaemon.local().withExecutable(podman)).image(APP)).isEqualTo(ID);
    RegistryException failure = failure(
        () -> docker("exit 1", DockerDaemon.local().withExecutable(Path.of("/nonexistent/docker"))).image(APP));
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("cannot be started");
  }

  @Test
  void anAddressIsCheckedAndItsPasswordNeverPrinted() {
    for (String wrong : new String[]{"", "host:1", "-H", "file:///x", "tcp://", "tcp://a b", "tcp://" + CANARY + "\n"}) {
      assertThatThrownBy(() -> DockerDaemon.at(wrong)).isInstanceOf(InvalidValueException.class).hasMessageNotContaining(CANARY);
    }
    assertThatThrownBy(() -> DockerDaemon.local().withContext("a b")).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> DockerDaemon.local().withTimeout(Duration.ZERO)).isInstanceOf(InvalidValueException.class);
    assertThat(DockerDaemon.at("tcp://me:" + CANARY + "@host:1")).hasToString("the Docker daemon at 'tcp://host:1'");
  }
}
