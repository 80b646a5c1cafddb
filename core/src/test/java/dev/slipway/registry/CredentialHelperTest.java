package dev.slipway.registry;

import static dev.slipway.registry.UserHome.auth;
import static dev.slipway.registry.UserHome.identity;
import static dev.slipway.registry.UserHome.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.RegistryException;
import dev.slipway.image.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CredentialHelperTest {
  private static final String CANARY = "canary-4711";
  private static final ImageReference APP = ImageReference.parse("ghcr.io/team/app:1");

  @TempDir
  Path root;

  private UserHome home;

  @BeforeEach
  void home() {
    home = new UserHome(root);
  }

  private Credentials.Lookup ask(String script) {
    return home.helper("test", script).helper("test").find(APP);
  }

  @Test
  void aHelperIsAskedForTheRegistryOnItsInput() {
    home.helper("test", "ghcr.io", "me", "secret");

    assertThat(home.helper("test").find(APP).credential()).isEqualTo(login("me", "secret"));
    assertThat(home.asked()).containsExactly("get ghcr.io");
  }

  @Test
  void theServerIsNoPartOfTheCommand() {
    Credentials.Lookup lookup = ask("echo '{\"Username\":\"me\",\"Secret\":\"'$#-$1'\"}'");

    assertThat(lookup.credential()).isEqualTo(login("me", "1-get"));
  }

  @Test
  void aTokenForAUserIsAnIdentityToken() {
    assertThat(ask("echo '{\"Username\":\"<token>\",\"Secret\":\"refresh\"}'").credential()).isEqualTo(identity("refresh"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo 'credentials not found in native keychain'; exit 1", "echo credentials not found in native keychain",
      "echo '{\"Username\":\"\",\"Secret\":\"\"}'", "echo '{}'"})
  void nothingFoundIsNoFailure(String script) {
    Credentials.Lookup lookup = ask(script);

    assertThat(lookup.credential()).isEmpty();
    assertThat(lookup.places()).containsExactly("docker-credential-test (has nothing for 'ghcr.io')");
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo canary-4711; exit 3", "echo canary-4711 >&2; exit 1",
      "echo '{\"Username\":\"me\",\"Secret\":\"canary-4711\"}'; exit 1",
      "echo '{\"Username\":\"me\",\"Secret\":\"canary-4711\"'", "echo canary-4711", "echo '[\"canary-4711\"]'", "echo '\"canary-4711\"'",
      "echo '{\"Secret\":\"canary-4711\"}'", "echo '{\"Username\":\"canary-4711\"}'",
      "echo '{\"Username\":\"me\",\"Secret\":[\"canary-4711\"]}'",
      "echo '{\"Username\":\"canary-4711:\",\"Secret\":\"canary-4711\"}'",
      "echo '{\"Username\":\"<token>\",\"Secret\":\"canary-4711\\n\"}'",
      "echo '{\"Username\":\"me\",\"Secret\":\"canary-4711\",\"Secret\":\"b\"}'", "exit 0",
      "echo '{\"Username\":\"me\",\"Secret\":\"canary-4711\"} more'", "kill -9 $$", "printf '\\377\\376canary-4711'"})
  void anAnswerThatIsNoneIsToldWithoutRepeatingIt(String script) {
    Credentials.Lookup lookup = ask(script);

    assertThat(lookup.credential()).isEmpty();
    assertThat(lookup.places()).singleElement().asString().startsWith("docker-credential-test (").doesNotContain(CANARY, "has nothing");
  }

  @Test
  void aMissingHelperIsNamedWithWhoNamedIt() {
    home.config("{'credsStore': 'gone', 'auths': {" + auth("other.io", "me", CANARY) + "}}");

    Credentials.Lookup lookup = home.find("ghcr.io/app");

    assertThat(lookup.credential()).as("what is kept for another registry stays there").isEmpty();
    assertThat(lookup.places()).contains("docker-credential-gone of credsStore of '" + home.path(".docker/config.json")
        + "' (is not on the PATH; install it, or remove it from the configuration)");
  }

  @Test
  void aHelperThatCannotBeStartedIsNamed() throws IOException {
    home.helper("test", "exit 0");
    Files.writeString(home.path("bin/docker-credential-test"), "#!/nonexistent/interpreter\n");

    assertThat(home.helper("test").find(APP).places()).singleElement().asString().contains("cannot be started");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec sleep 600", "sleep 600", "sleep 600 & wait", "trap '' TERM INT HUP; sleep 600; sleep 600"})
  void aSlowHelperIsStoppedWithItsChildren(String script) {
    home.patience(Duration.ofMillis(600));
    long start = System.nanoTime();

    Credentials.Lookup lookup = ask(script);

    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(600L, 10_000L);
    assertThat(lookup.places()).singleElement().asString().contains("did not answer within 0 s and was stopped");
    assertNothingRuns();
  }

  @Test
  void anEndlessAnswerIsCutOff() {
    Credentials.Lookup lookup = ask("yes canary-4711");

    assertThat(lookup.places()).singleElement().asString().contains("more than 65536 bytes").doesNotContain(CANARY);
    assertNothingRuns();
  }

  @Test
  void aTalkativeHelperIsHeardToItsEnd() {
    assertThat(ask("yes complaint | head -c 1000000 >&2; echo '{\"Username\":\"me\",\"Secret\":\"secret\"}'").credential())
        .isEqualTo(login("me", "secret"));
  }

  @Test
  void aHelperThatDoesNotReadIsHeardAllTheSame() throws IOException {
    home.helper("test", "");
    Files.writeString(home.path("bin/docker-credential-test"),
        "#!/bin/sh\nexec 0<&-\necho '{\"Username\":\"me\",\"Secret\":\"secret\"}'\n");

    assertThat(home.helper("test").find(APP).credential()).isEqualTo(login("me", "secret"));
  }

  @Test
  void aChildThatIsLeftBehindDoesNotHoldUpTheAnswer() {
    long start = System.nanoTime();

    assertThat(ask("setsid sleep 20 & echo '{\"Username\":\"me\",\"Secret\":\"secret\"}'").credential()).isEqualTo(login("me", "secret"));
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(15);
  }

  @Test
  void anInterruptStopsTheHelper() {
    home.helper("test", "sleep 600");
    Thread me = Thread.currentThread();
    Thread.ofPlatform().daemon().start(() -> {
      while (home.asked().isEmpty()) {
        Thread.onSpinWait();
      }
      me.interrupt();
    });

    assertThatThrownBy(() -> home.helper("test").find(APP)).isInstanceOf(RegistryException.class)
        .extracting(e -> ((RegistryException) e).code()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(Thread.interrupted()).isTrue();
    assertNothingRuns();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "a/b", "/bin/sh", "a b", "a;b", "$(x)", "a\nb", "ü", "a\\b"})
  void aNameThatIsNoPartOfAFileNameIsRefused(String suffix) {
    assertThatThrownBy(() -> Credentials.helper(suffix)).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("docker-credential-");

    home.config("{'credsStore': '" + suffix.replace("\\", "\\\\").replace("\n", "\\n") + "'}");
    Credentials.Lookup lookup = home.find("ghcr.io/app");
    assertThat(lookup.credential()).isEmpty();
    assertThat(home.asked()).isEmpty();
  }

  @Test
  void aHelperOfTheWorkingDirectoryIsNotRun() {
    home.helper("test", "ghcr.io", "me", "secret");
    Path here = Path.of("").toAbsolutePath();
    home.variable("PATH", here.relativize(home.path("bin").toAbsolutePath()) + "::.");

    assertThat(home.helper("test").find(APP).places()).singleElement().asString().contains("is not on the PATH");
  }

  @Test
  void aHelperSeesTheVariablesThatWeSee() {
    home.variable("CANARY", "secret");

    assertThat(ask("echo '{\"Username\":\"me\",\"Secret\":\"'$CANARY'\"}'").credential()).isEqualTo(login("me", "secret"));
  }

  private static void assertNothingRuns() {
    List<ProcessHandle> left = ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).toList();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (left.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(left.stream().filter(ProcessHandle::isAlive)).isEmpty();
  }
}
