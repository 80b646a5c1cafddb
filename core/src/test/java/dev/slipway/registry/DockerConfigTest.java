package dev.slipway.registry;

import static dev.slipway.registry.UserHome.auth;
import static dev.slipway.registry.UserHome.auths;
import static dev.slipway.registry.UserHome.base64;
import static dev.slipway.registry.UserHome.identity;
import static dev.slipway.registry.UserHome.login;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.image.ImageReference;
import dev.slipway.image.SecretValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerConfigTest {
  @TempDir
  Path root;

  private UserHome home;

  @BeforeEach
  void home() {
    home = new UserHome(root);
  }

  private Optional<Credential> find(String repository) {
    return home.find(repository).credential();
  }

  @ParameterizedTest
  @CsvSource({"localhost:5000, localhost:5000/app", "http://localhost:5000, localhost:5000/app",
      "https://localhost:5000, localhost:5000/app",
      "https://localhost:5000/, localhost:5000/a/b", "https://localhost:5000/v1/, localhost:5000/app", "ghcr.io, ghcr.io/a/b",
      "https://ghcr.io/v2/, ghcr.io/a/b", "GHCR.io, ghcr.io/a/b", "ghcr.io/v1/, ghcr.io/a/b", "https://index.docker.io/v1/, debian",
      "index.docker.io/v1/, team/app", "docker.io, debian", "https://registry-1.docker.io, debian", "ghcr.io/a, ghcr.io/a/b",
      "ghcr.io/a/, ghcr.io/a/b", "ghcr.io/a/b, ghcr.io/a/b", "docker.io/library, debian", "docker.io/library/debian, debian:12",
      "[::1]:5000, [::1]:5000/app"})
  void aKeyStandsForARegistryOrAPathInOne(String key, String repository) {
    home.config(auths(auth(key, "me", "secret")));

    assertThat(find(repository)).isEqualTo(login("me", "secret"));
  }

  @ParameterizedTest
  @CsvSource({"localhost, localhost:5000/app", "localhost:5000, localhost:5001/app", "localhost:5000, localhost/app",
      "https://registry.example, registry.example:443/app", "example.com, evil-example.com/app", "example.com, example.com.evil.io/app",
      "registry.example.com, example.com/app", "*.example.com, a.example.com/app", "ghcr.io/a, ghcr.io/ab/c", "ghcr.io/a/b, ghcr.io/a",
      "ghcr.io/a/b, ghcr.io/a/bc", "https://index.docker.io/v1/, ghcr.io/app", "docker.io/team, debian",
      "https://me:secret@ghcr.io/, ghcr.io/app", "me@ghcr.io, ghcr.io/app", "ghcr.io?x, ghcr.io/app", "hub.docker.com, debian",
      "evildocker.io, debian", "'', debian"})
  void aKeyOfAnotherRegistryIsNeverUsed(String key, String repository) {
    home.config(auths(auth(key, "me", "secret")));

    assertThat(home.find(repository).credential()).isEmpty();
    assertThat(String.join("\n", home.find(repository).places())).contains("no entry for").doesNotContain("secret");
  }

  @Test
  void theLongestPathCountsWhateverTheOrder() {
    home.config(auths(auth("ghcr.io", "registry", "1"), auth("ghcr.io/team/app", "repository", "3"), auth("ghcr.io/team", "team", "2")));

    assertThat(find("ghcr.io/team/app:1")).isEqualTo(login("repository", "3"));
    assertThat(find("ghcr.io/team/other")).isEqualTo(login("team", "2"));
    assertThat(find("ghcr.io/others/app")).isEqualTo(login("registry", "1"));
    assertThat(find("ghcr.io/teams/app")).isEqualTo(login("registry", "1"));
  }

  @Test
  void theKeyThatIsWrittenLikeTheRegistryGoesBeforeAddresses() {
    home.config(auths(auth("https://ghcr.io/v1/", "old", "1"), auth("ghcr.io", "new", "2")));

    assertThat(find("ghcr.io/app")).isEqualTo(login("new", "2"));
  }

  @Test
  void anEntryHasAPasswordInOneOfSeveralForms() {
    home.config(auths("'a.io': {'username': 'me', 'password': 'plain'}", "'b.io': {'identitytoken': 'id'}",
        "'c.io': {'identityToken': 'id'}", "'d.io': {'registrytoken': 'reg'}",
        "'e.io': {'auth': '" + base64("me:") + "', 'identitytoken': 'id'}",
        "'f.io': {'auth': '" + base64("me:pass:with:colons") + "', 'username': 'x', 'password': 'y'}",
        "'g.io': {'auth': '" + base64("me:secret") + "', 'identitytoken': 'id', 'registrytoken': 'reg'}",
        "'h.io': {'auth': '" + base64("me:secret\0\0") + "', 'email': 'a@b.c'}", "'i.io': {'auth': '" + base64("me:pässwörd") + "'}"));

    assertThat(find("a.io/x")).isEqualTo(login("me", "plain"));
    assertThat(find("b.io/x")).isEqualTo(identity("id"));
    assertThat(find("c.io/x")).isEqualTo(identity("id"));
    assertThat(find("d.io/x")).contains(new Credential.RegistryToken(SecretValue.of("reg")));
    assertThat(find("e.io/x")).isEqualTo(identity("id"));
    assertThat(find("f.io/x")).isEqualTo(login("me", "pass:with:colons"));
    assertThat(find("g.io/x")).contains(new Credential.RegistryToken(SecretValue.of("reg")));
    assertThat(find("h.io/x")).isEqualTo(login("me", "secret"));
    assertThat(find("i.io/x")).isEqualTo(login("me", "pässwörd"));
  }

  @Test
  void anEntryWithoutPasswordIsNoCredential() {
    home.config(auths("'a.io': {}", "'b.io': {'auth': ''}", "'c.io': {'auth': '" + base64("me:") + "'}", "'d.io': {'username': 'me'}"));

    for (String registry : List.of("a.io", "b.io", "c.io", "d.io")) {
      Credentials.Lookup lookup = home.find(registry + "/x");
      assertThat(lookup.credential()).isEmpty();
      assertThat(lookup.places()).contains(
          "auths of '" + home.path(".docker/config.json") + "' (the entry for '" + registry + "' has no password)");
    }
  }

  @Test
  void anEmptyEntryForAPathLeavesTheRegistrysToBeFound() {
    home.config(auths("'ghcr.io/team': {}", auth("ghcr.io", "registry", "1")));

    assertThat(find("ghcr.io/team/app")).isEqualTo(login("registry", "1"));
  }

  @Test
  void theHelperOfARegistryGoesBeforeTheStoreAndTheStoreBeforeAuths() {
    home.helper("one", "ghcr.io", "one", "1").helper("all", "ghcr.io", "all", "2")
        .config("{'auths': {" + auth("ghcr.io", "file", "3") + "}, 'credsStore': 'all', 'credHelpers': {'ghcr.io': 'one'}}");

    assertThat(find("ghcr.io/app")).isEqualTo(login("one", "1"));

    home.config("{'auths': {" + auth("ghcr.io", "file", "3") + "}, 'credsStore': 'all', 'credHelpers': {'other.io': 'one'}}");
    assertThat(find("ghcr.io/app")).isEqualTo(login("all", "2"));

    home.config(auths(auth("ghcr.io", "file", "3")));
    assertThat(find("ghcr.io/app")).isEqualTo(login("file", "3"));
  }

  @Test
  void aHelperThatHasNothingLeavesAuthsToBeFound() {
    home.helper("one", "other.io", "one", "1")
        .config("{'auths': {" + auth("ghcr.io", "file", "3") + "}, 'credsStore': 'missing', 'credHelpers': {'ghcr.io': 'one'}}");

    Credentials.Lookup lookup = home.find("ghcr.io/app");

    String file = "'" + home.path(".docker/config.json") + "'";
    assertThat(lookup.credential()).isEqualTo(login("file", "3"));
    assertThat(lookup.places()).containsExactly("variables SLIPWAY_REGISTRY… (none is set)", "variable DOCKER_AUTH_CONFIG (not set)",
        "docker-credential-one of credHelpers of " + file + " (has nothing for 'ghcr.io')", "auths of " + file + " (entry for 'ghcr.io')");
  }

  @Test
  void anEmptyHelperTakesARegistryOutOfTheStoresHands() {
    home.helper("all", "ghcr.io", "all", "2")
        .config("{'auths': {" + auth("ghcr.io", "file", "3") + "}, 'credsStore': 'all', 'credHelpers': {'ghcr.io': ''}}");

    assertThat(find("ghcr.io/app")).isEqualTo(login("file", "3"));
    assertThat(home.asked()).isEmpty();
  }

  @Test
  void dockerHubIsAskedForByItsFirstAddress() {
    home.helper("all", "https://index.docker.io/v1/", "hub", "1").config("{'credsStore': 'all'}");
    assertThat(find("debian")).isEqualTo(login("hub", "1"));

    home.helper("all", "docker.io", "hub", "2");
    assertThat(find("debian")).isEqualTo(login("hub", "2"));
    assertThat(home.asked()).containsExactly("get https://index.docker.io/v1/", "get https://index.docker.io/v1/", "get docker.io");
  }

  @Test
  void theHelperOfDockerHubIsFoundUnderAllItsNames() {
    for (String key : List.of("docker.io", "index.docker.io", "https://index.docker.io/v1/")) {
      home.helper("hub", "https://index.docker.io/v1/", "hub", "1").config("{'credHelpers': {'" + key + "': 'hub'}}");
      assertThat(find("debian")).as(key).isEqualTo(login("hub", "1"));
    }
  }

  @Test
  void dockersFileGoesBeforePodmansAndTheOldestComesLast() {
    home.file(".dockercfg", "{" + auth("ghcr.io", "oldest", "1") + "}");
    assertThat(find("ghcr.io/app")).isEqualTo(login("oldest", "1"));

    home.file(".config/containers/auth.json", auths(auth("ghcr.io", "config", "1")));
    assertThat(find("ghcr.io/app")).isEqualTo(login("config", "1"));

    home.file("run/containers/auth.json", auths(auth("ghcr.io", "runtime", "1"))).variable("XDG_RUNTIME_DIR", home.path("run").toString());
    assertThat(find("ghcr.io/app")).isEqualTo(login("runtime", "1"));

    home.file("named.json", auths(auth("ghcr.io", "named", "1"))).variable("REGISTRY_AUTH_FILE", home.path("named.json").toString());
    assertThat(find("ghcr.io/app")).isEqualTo(login("named", "1"));

    home.config(auths(auth("ghcr.io", "docker", "1")));
    assertThat(find("ghcr.io/app")).isEqualTo(login("docker", "1"));

    home.file("elsewhere/config.json", auths(auth("ghcr.io", "elsewhere", "1")))
        .variable("DOCKER_CONFIG", home.path("elsewhere").toString());
    assertThat(find("ghcr.io/app")).isEqualTo(login("elsewhere", "1"));

    home.variable("DOCKER_AUTH_CONFIG", auths(auth("ghcr.io", "variable", "1")).replace('\'', '"'));
    assertThat(find("ghcr.io/app")).isEqualTo(login("variable", "1"));

    home.variable("SLIPWAY_REGISTRY", "ghcr.io").variable("SLIPWAY_REGISTRY_USERNAME", "own").variable("SLIPWAY_REGISTRY_PASSWORD", "1");
    assertThat(find("ghcr.io/app")).isEqualTo(login("own", "1"));
  }

  @Test
  void whoNamesADirectoryForDockerDoesNotMeanTheOneAtHome() {
    home.config(auths(auth("ghcr.io", "home", "1"))).file(".dockercfg", "{" + auth("ghcr.io", "oldest", "1") + "}")
        .variable("DOCKER_CONFIG", home.path("empty").toString());

    assertThat(find("ghcr.io/app")).isEmpty();
  }

  @Test
  void everyFileIsNamedWithWhatWasFoundThere() {
    home.config("{}").file(".dockercfg", "{}");

    assertThat(home.dockerConfig().find(ImageReference.parse("localhost:5000/app")).places()).containsExactly(
        "auths of '" + home.path(".docker/config.json") + "' (no entry for 'localhost:5000')",
        "'" + home.path(".config/containers/auth.json") + "' (not there)",
        "'" + home.path(".dockercfg") + "' (no entry for 'localhost:5000')");
  }

  @Test
  void aFileIsReadAnewEachTime() {
    Credentials credentials = home.dockerConfig(home.path("my.json"));
    ImageReference app = ImageReference.parse("ghcr.io/app");
    assertThat(credentials.find(app).credential()).isEmpty();

    home.file("my.json", auths(auth("ghcr.io", "me", "1")));
    assertThat(credentials.find(app).credential()).isEqualTo(login("me", "1"));
  }
}
