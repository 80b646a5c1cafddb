package dev.slipway.registry;

import static dev.slipway.registry.UserHome.auth;
import static dev.slipway.registry.UserHome.auths;
import static dev.slipway.registry.UserHome.base64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.docker.CliDockerClient;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.cloud.tools.jib.image.ImageTarball;
import com.google.cloud.tools.jib.registry.credentials.CredentialHelperUnhandledServerUrlException;
import com.google.cloud.tools.jib.registry.credentials.DockerCredentialHelper;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What keeps us from using more of Jib: each of these is a reason for code of our own. One that fails after an update is
 * good news, and a reason to look at that code again.
 */
@Timeout(60)
class JibAsItIsTest {
  private static final String CANARY = "canary-4711";

  @TempDir
  Path root;

  private UserHome home;

  @BeforeEach
  void home() {
    home = new UserHome(root);
  }

  private Optional<Credential> config(String repository, String content) throws Exception {
    home.config(content);
    return CredentialRetrieverFactory.forImage(ImageReference.parse(repository), event -> {}).dockerConfig(home.path(".docker/config.json"))
        .retrieve();
  }

  private DockerCredentialHelper helper(String script) {
    home.helper("test", script);
    return new DockerCredentialHelper("ghcr.io", home.path("bin/docker-credential-test"), Map.of());
  }

  private CliDockerClient docker(String script) throws IOException {
    Path command = home.path("bin/docker");
    Files.createDirectories(command.getParent());
    Files.writeString(command, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new CliDockerClient(command, Map.of());
  }

  /** An archive that is written by us. */
  private interface Bytes {
    void writeTo(OutputStream out) throws IOException;
  }

  private static ImageTarball tarball(Bytes bytes) {
    return new ImageTarball(null, null, ImmutableSet.of()) {
      @Override
      public void writeTo(OutputStream out) throws IOException {
        bytes.writeTo(out);
      }

      @Override
      public long getTotalLayerSize() {
        return 1;
      }
    };
  }

  @Test
  void itReadsAPlainConfigurationAsWeDo() throws Exception {
    assertThat(config("ghcr.io/team/app", auths(auth("ghcr.io", "me", CANARY)))).contains(Credential.from("me", CANARY));
  }

  @Test
  void itRepeatsAHelpersAnswerInAnException() {
    assertThatThrownBy(() -> helper("echo '{\"Username\":\"\",\"Secret\":\"canary-4711\"}'").retrieve()).hasStackTraceContaining(CANARY);
  }

  @Test
  void itTakesAHelpersFailureForNothingFound() {
    assertThatThrownBy(() -> helper("echo locked >&2; exit 3").retrieve()).isInstanceOf(CredentialHelperUnhandledServerUrlException.class);
  }

  @Test
  void itLeavesAHelperRunningWhenInterrupted() throws Exception {
    Thread asking = Thread.ofPlatform().daemon().start(() -> {
      var unused = catchThrowable(() -> helper("exec sleep 600").retrieve());
    });
    assertInterruptIsIgnored(asking);
  }

  @Test
  void itUsesAnIdentityTokenForOneUserNameOnly() throws Exception {
    String entry = "'ghcr.io': {'auth': '" + base64("me:old") + "', 'identitytoken': 'id'}";

    assertThat(config("ghcr.io/app", auths(entry))).contains(Credential.from("me", "old"));
  }

  @Test
  void itSendsTheCredentialOfOnePathToAnother() throws Exception {
    assertThat(config("ghcr.io/app", auths(auth("ghcr.io/team", "team", "1"), auth("ghcr.io/app", "app", "2"))))
        .contains(Credential.from("team", "1"));
  }

  @Test
  void itEndsHalfAnArchiveAsIfThatWereAll() throws Exception {
    Path marker = home.path("loaded");
    CliDockerClient client = docker("head -c 5 >/dev/null && cat >/dev/null; echo done >'" + marker + "'");

    assertThatThrownBy(() -> client.load(tarball(out -> {
      out.write(new byte[10]);
      throw new IOException("no more");
    }), bytes -> {})).isInstanceOf(IOException.class);

    assertThat(marker).exists();
  }

  @Test
  void itLeavesDockerRunningWhenInterrupted() throws Exception {
    CliDockerClient client = docker("exec sleep 600");
    Thread loading = Thread.ofPlatform().daemon().start(() -> {
      var unused = catchThrowable(() -> client.load(tarball(out -> out.write(1)), bytes -> {}));
    });
    assertInterruptIsIgnored(loading);
  }

  private static void assertInterruptIsIgnored(Thread thread) throws InterruptedException {
    ProcessHandle child = child();
    thread.interrupt();
    thread.join(500);
    try {
      assertThat(child.isAlive()).isTrue();
    } finally {
      var unused = child.destroyForcibly();
      thread.join();
    }
  }

  private static ProcessHandle child() throws InterruptedException {
    while (true) {
      Optional<ProcessHandle> child = ProcessHandle.current().children()
          .filter(process -> process.info().commandLine().orElse("").contains("sleep 600")).findFirst();
      if (child.isPresent()) {
        return child.get();
      }
      Thread.sleep(20);
    }
  }
}
