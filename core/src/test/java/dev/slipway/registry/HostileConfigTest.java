package dev.slipway.registry;

import static dev.slipway.registry.UserHome.auth;
import static dev.slipway.registry.UserHome.base64;
import static dev.slipway.registry.UserHome.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HostileConfigTest {
  private static final String CANARY = "canary-4711";

  @TempDir
  Path root;

  private UserHome home;

  @BeforeEach
  void home() {
    home = new UserHome(root);
  }

  /** The text of all places, which is also what is logged. */
  private String places() {
    Credentials.Lookup lookup = home.find("ghcr.io/app");
    assertThat(lookup.credential()).isEmpty();
    return String.join("\n", lookup.places());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "canary-4711", "[]", "null", "'canary-4711'", "{'auths': {'ghcr.io': {'auth': 'canary-4711'}}",
      "{'auths': 'canary-4711'}", "{'auths': ['canary-4711']}", "{'auths': {'ghcr.io': 'canary-4711'}}",
      "{'auths': {'ghcr.io': {'auth': 'canary-4711 is not base64'}}}", "{'auths': {'ghcr.io': {'auth': ['canary-4711']}}}",
      "{'auths': {'ghcr.io': {'auth': {'canary-4711': 1}}}}", "{'auths': {'ghcr.io': {'auth': 4711}}}",
      "{'auths': {'ghcr.io': {'username': 'canary-4711:x', 'password': 'canary-4711'}}}",
      "{'auths': {'ghcr.io': {'identitytoken': 'canary-4711 '}}}", "{'auths': {'ghcr.io': {'registrytoken': 'canary-4711\\r\\nX: y'}}}",
      "{'auths': {'ghcr.io': {'identitytoken': ['canary-4711']}}}", "{'credHelpers': 'canary-4711'}",
      "{'credHelpers': {'ghcr.io': ['canary-4711']}}",
      "{'credsStore': ['canary-4711']}", "{'auths': {'ghcr.io': {'auth': 'canary-4711', 'auth': 'b'}}}", "{'auths': {}} canary-4711",
      "{'auths': {'ghcr.io': {'auth': 'canary-4711\n'}}}", "{'canary-4711': tru}", "{\u0000'canary-4711'}"})
  void aMalformedFileIsNamedWithoutItsContent(String content) {
    home.config(content);

    assertThat(places()).contains("'" + home.path(".docker/config.json") + "'").doesNotContain(CANARY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary-4711", "canary-4711:", ":canary-4711", "canary-4711:\0"})
  void anAuthWithoutUserOrPasswordIsNamedWithoutItsContent(String decoded) {
    home.config("{'auths': {'ghcr.io': {'auth': '" + base64(decoded) + "'}}}");

    assertThat(places()).contains("the entry for 'ghcr.io'").doesNotContain(CANARY, base64(decoded));
  }

  @Test
  void theVariableIsReadAsStrictlyAndNamed() {
    home.variable("DOCKER_AUTH_CONFIG", "{\"auths\": {\n  \"ghcr.io\": {\"auth\": canary-4711}}}");

    assertThat(places()).contains("variable DOCKER_AUTH_CONFIG (variable DOCKER_AUTH_CONFIG, line 2, column").doesNotContain(CANARY);
  }

  @Test
  void aMalformedFileDoesNotHideTheNext() {
    home.config("{'auths'").file(".config/containers/auth.json", "{'auths': {" + auth("ghcr.io", "me", "secret") + "}}");

    Credentials.Lookup lookup = home.find("ghcr.io/app");

    assertThat(lookup.credential()).isEqualTo(login("me", "secret"));
    assertThat(lookup.places()).anyMatch(place -> place.contains("line 1, column") && place.contains("not well-formed JSON"));
  }

  @Test
  void aMalformedEntryDoesNotHideThoseOfOtherRegistries() {
    home.config("{'auths': {'bad.io': 5, " + auth("ghcr.io", "me", "secret") + "}}");

    assertThat(home.find("ghcr.io/app").credential()).isEqualTo(login("me", "secret"));
  }

  @Test
  void whatNestsWithoutEndIsRefused() {
    home.config("{'auths': " + "{'a': ".repeat(100_000) + "1" + "}".repeat(100_000) + "}");

    assertThat(places()).contains("nests deeper than 64");
  }

  @Test
  void aFileWithoutEndIsRefused() throws IOException {
    home.config("{}");
    try (var file = Files.newByteChannel(home.path(".docker/config.json"), java.nio.file.StandardOpenOption.WRITE)) {
      file.position(2L << 30).write(java.nio.ByteBuffer.wrap(new byte[]{' '}));
    }

    assertThat(places()).contains("more than 1048576 bytes");
  }

  @Test
  void aPipeIsNotWaitedFor() throws IOException, InterruptedException {
    home.file(".docker/other", "");
    Process mkfifo = new ProcessBuilder("mkfifo", home.path(".docker/config.json").toString()).start();
    assumeTrue(mkfifo.waitFor(10, TimeUnit.SECONDS) && mkfifo.exitValue() == 0, "mkfifo is not there");

    assertThat(places()).contains("not a regular file");
  }

  @Test
  void aDirectoryIsNoFile() throws IOException {
    Files.createDirectories(home.path(".docker/config.json"));

    assertThat(places()).contains("not a regular file");
  }

  @Test
  void aLinkToAFileIsFollowedAsSecretsAreMountedThatWay() throws IOException {
    home.file("secret/..data", "{'auths': {" + auth("ghcr.io", "me", "secret") + "}}").file(".docker/x", "");
    Files.createSymbolicLink(home.path(".docker/config.json"), home.path("secret/..data"));

    assertThat(home.find("ghcr.io/app").credential()).isEqualTo(login("me", "secret"));
  }

  @Test
  void aFileThatNobodyMayReadIsNamed() throws IOException {
    home.config("{}");
    Path file = home.path(".docker/config.json");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeTrue(!Files.isReadable(file), "this user may read everything");

    assertThat(places()).contains("'" + file + "' (permission denied");
  }

  @Test
  void aKeyWithAPasswordInItIsNeverRepeated() {
    home.config("{'auths': {'https://me:canary-4711@ghcr.io': {'auth': 'x'}}, 'credHelpers': {'https://me:canary-4711@ghcr.io': 'pass'}}");

    assertThat(places()).contains("no entry for 'ghcr.io'").doesNotContain(CANARY);
  }
}
