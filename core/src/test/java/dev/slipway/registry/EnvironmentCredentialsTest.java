package dev.slipway.registry;

import static dev.slipway.registry.UserHome.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.InvalidValueException;
import dev.slipway.image.ImageReference;
import dev.slipway.image.SecretValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentCredentialsTest {
  private static final String CANARY = "canary-4711";

  @TempDir
  Path root;

  private UserHome home;

  @BeforeEach
  void home() {
    home = new UserHome(root);
  }

  private Credentials.Lookup find(String repository) {
    return home.environment().find(ImageReference.parse(repository));
  }

  private void set(String name, String registry, String username, String password) {
    home.variable(name, registry).variable(name + "_USERNAME", username).variable(name + "_PASSWORD", password);
  }

  @Test
  void threeVariablesAreACredentialOfOneRegistry() {
    set("SLIPWAY_REGISTRY", "localhost:5000", "me", CANARY);

    assertThat(find("localhost:5000/app").credential()).isEqualTo(login("me", CANARY));
    assertThat(find("localhost:5000/app").places()).containsExactly("variables SLIPWAY_REGISTRY… (for 'localhost:5000')");
    for (String other : List.of("localhost:5001/app", "localhost/app", "debian", "localhost.evil.io/app")) {
      Credentials.Lookup lookup = find(other);
      assertThat(lookup.credential()).isEmpty();
      assertThat(String.join("\n", lookup.places())).contains("none is for").doesNotContain(CANARY);
    }
  }

  @Test
  void furtherRegistriesHaveAWordOfTheirOwn() {
    set("SLIPWAY_REGISTRY", "localhost:5000", "first", "1");
    set("SLIPWAY_REGISTRY_CI", "ghcr.io", "ci", "2");
    set("SLIPWAY_REGISTRY_TEAM2", "ghcr.io/team", "team", "3");
    set("SLIPWAY_REGISTRY_HUB", "index.docker.io", "hub", "4");

    assertThat(find("localhost:5000/app").credential()).isEqualTo(login("first", "1"));
    assertThat(find("ghcr.io/app").credential()).isEqualTo(login("ci", "2"));
    assertThat(find("ghcr.io/team/app").credential()).isEqualTo(login("team", "3"));
    assertThat(find("debian").credential()).isEqualTo(login("hub", "4"));
  }

  @Test
  void hostsThatDifferInPunctuationAreNotMixedUp() {
    set("SLIPWAY_REGISTRY_A", "my-registry.example", "right", "1");

    assertThat(find("my.registry.example/app").credential()).isEmpty();
    assertThat(find("my-registry.example/app").credential()).isEqualTo(login("right", "1"));
  }

  @Test
  void withoutARegistryAPasswordGoesNowhere() {
    home.variable("SLIPWAY_REGISTRY_USERNAME", "me").variable("SLIPWAY_REGISTRY_PASSWORD", CANARY);
    home.variable("SLIPWAY_REGISTRY_CI_PASSWORD", CANARY).variable("SLIPWAY_REGISTRY_CI", "");

    Credentials.Lookup lookup = find("debian");

    assertThat(lookup.credential()).isEmpty();
    assertThat(lookup.places()).contains(
        "variables SLIPWAY_REGISTRY… (SLIPWAY_REGISTRY, which says for which registry they are, is not set)",
        "variables SLIPWAY_REGISTRY_CI… (SLIPWAY_REGISTRY_CI, which says for which registry they are, is not set)");
    assertThat(lookup.places().toString()).doesNotContain(CANARY);
  }

  @Test
  void whatIsMissingIsNamed() {
    home.variable("SLIPWAY_REGISTRY", "ghcr.io").variable("SLIPWAY_REGISTRY_USERNAME", "me");
    assertThat(find("ghcr.io/app").places()).contains("variables SLIPWAY_REGISTRY… (SLIPWAY_REGISTRY_PASSWORD is not set)");

    home.variable("SLIPWAY_REGISTRY_USERNAME", "").variable("SLIPWAY_REGISTRY_PASSWORD", CANARY);
    assertThat(find("ghcr.io/app").places()).contains("variables SLIPWAY_REGISTRY… (SLIPWAY_REGISTRY_USERNAME is not set)");
    assertThat(find("ghcr.io/app").places().toString()).doesNotContain(CANARY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://ghcr.io", "me:canary-4711@ghcr.io", "not a host", "ghcr", "ghcr.io/UPPER", "..", "-v"})
  void aValueThatNamesNoRegistryIsToldWithoutRepeatingIt(String registry) {
    set("SLIPWAY_REGISTRY", registry, "me", CANARY);

    Credentials.Lookup lookup = find("ghcr.io/app");

    assertThat(lookup.credential()).isEmpty();
    assertThat(lookup.places().toString()).contains("variable SLIPWAY_REGISTRY (its value does not name a registry").doesNotContain(CANARY);
  }

  @Test
  void twoForOneRegistryAreToldAndTheFirstCounts() {
    set("SLIPWAY_REGISTRY_A", "ghcr.io", "a", "1");
    set("SLIPWAY_REGISTRY_B", "ghcr.io", "b", "2");

    assertThat(find("ghcr.io/app").credential()).isEqualTo(login("a", "1"));
    assertThat(find("ghcr.io/app").places())
        .contains("variable SLIPWAY_REGISTRY_B (it names the same registry as SLIPWAY_REGISTRY_A, which counts)");
  }

  @Test
  void aColonInTheUserNameIsToldWithoutRepeatingIt() {
    set("SLIPWAY_REGISTRY", "ghcr.io", CANARY + ":x", CANARY);

    assertThat(find("ghcr.io/app").places().toString()).contains("SLIPWAY_REGISTRY_USERNAME has a colon").doesNotContain(CANARY);
  }

  @Test
  void otherVariablesOfThatBeginningAreNoRegistries() {
    home.variable("SLIPWAY_REGISTRY_a-b", "ghcr.io").variable("SLIPWAY_REGISTRYX", "ghcr.io").variable("SLIPWAY_REGISTRY_A_B_C", "ghcr.io");

    assertThat(find("ghcr.io/app").places()).containsExactly("variables SLIPWAY_REGISTRY… (none is set)",
        "variable DOCKER_AUTH_CONFIG (not set)");
  }

  @Test
  void aGivenCredentialIsForItsRegistryAlone() {
    Credential credential = Credential.of("me", SecretValue.of(CANARY));
    Credentials credentials = Credentials.of("ghcr.io/team", credential);

    assertThat(credentials.find(ImageReference.parse("ghcr.io/team/app")).credential()).contains(credential);
    assertThat(credentials.find(ImageReference.parse("ghcr.io/team")).credential()).contains(credential);
    assertThat(credentials.find(ImageReference.parse("ghcr.io/teams")).credential()).isEmpty();
    assertThat(credentials.find(ImageReference.parse("debian")).places())
        .containsExactly("the credential given for 'ghcr.io/team' (not for 'docker.io')");
    assertThat(credentials.toString()).doesNotContain(CANARY);
    assertThatThrownBy(() -> Credentials.of("https://me:" + CANARY + "@ghcr.io", credential)).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("localhost:5000").hasMessageNotContaining(CANARY);
  }

  @ParameterizedTest
  @ValueSource(strings = {CANARY + "\n", CANARY + "\r\nX: y", "a " + CANARY, CANARY + "\u00fc"})
  void aTokenThatNoHeaderCanHaveIsRefusedWithoutRepeatingIt(String token) {
    assertThatThrownBy(() -> new Credential.RegistryToken(SecretValue.of(token))).isInstanceOf(InvalidValueException.class)
        .hasMessageNotContaining(CANARY);
  }

  @Test
  void theFirstThatFindsSomethingIsTheLastThatIsAsked() {
    List<String> asked = new ArrayList<>();
    Credential credential = Credential.of("me", SecretValue.of("1"));
    Credentials chain = Credentials.first(recording("a", asked), Credentials.of("ghcr.io", credential), recording("b", asked));

    Credentials.Lookup lookup = chain.find(ImageReference.parse("ghcr.io/app"));

    assertThat(lookup.credential()).contains(credential);
    assertThat(asked).containsExactly("a");
    assertThat(lookup.places()).containsExactly("a (nothing)", "the credential given for 'ghcr.io'");
    assertThat(chain.find(ImageReference.parse("debian")).places()).hasSize(3);
    assertThat(Credentials.first().find(ImageReference.parse("debian"))).isEqualTo(Credentials.none().find(ImageReference.parse("debian")));
  }

  private static Credentials recording(String name, List<String> asked) {
    return repository -> {
      asked.add(name);
      Search search = new Search();
      search.nothing(name, "nothing");
      return search.empty();
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"evilgcr.io/x", "gcr.io.evil.com/x", "ghcr.io/x", "docker.pkg.dev.evil.com/x", "evil.pkg.dev/x", "gcr.io:5000/x",
      "debian"})
  void googlesTokenIsForGooglesRegistriesOnly(String repository) {
    Credentials.Lookup lookup = Credentials.google().find(ImageReference.parse(repository));

    assertThat(lookup.credential()).isEmpty();
    assertThat(lookup.places()).singleElement().asString().contains("is no registry of Google's");
    assertThat(List.of("gcr.io", "eu.gcr.io", "europe-docker.pkg.dev")).allMatch(ApplicationDefaultCredentials::isGoogle);
  }
}
