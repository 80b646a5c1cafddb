package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ChallengeTest {
  private static List<Challenge> read(String... headers) {
    return Challenge.read(List.of(headers));
  }

  @Test
  void aTokenServiceIsNamedWithItsParameters() {
    Challenge challenge = read(
        "Bearer realm=\"https://auth.example/token\",service=\"registry.example\",scope=\"repository:a/b:pull,push\"").get(0);
    assertThat(challenge.isBearer()).isTrue();
    assertThat(challenge.parameter("realm")).hasValue("https://auth.example/token");
    assertThat(challenge.parameter("service")).hasValue("registry.example");
    assertThat(challenge.parameter("scope")).hasValue("repository:a/b:pull,push");
  }

  @Test
  void namesAreReadWithoutRegardToCaseAndBlanksAreAllowed() {
    Challenge challenge = read("bEARER  Realm = \"https://a.example/I\" ,\tSERVICE=x").get(0);
    assertThat(challenge.isBearer()).isTrue();
    assertThat(challenge.parameter("realm")).hasValue("https://a.example/I");
    assertThat(challenge.parameter("service")).hasValue("x");
  }

  @Test
  void oneHeaderMayHoldSeveralChallenges() {
    List<Challenge> challenges = read(
        "Negotiate, NTLM dGVzdA==, Basic realm=\"a, b\", Bearer realm=\"https://t.example\",error=\"insufficient_scope\"");
    assertThat(challenges).extracting(Challenge::scheme).containsExactly("negotiate", "ntlm", "basic", "bearer");
    assertThat(challenges.get(2).parameter("realm")).hasValue("a, b");
    assertThat(challenges.get(3).parameter("error")).hasValue("insufficient_scope");
  }

  @Test
  void severalHeadersAreReadInTurn() {
    assertThat(read("Basic realm=\"x\"", "Bearer realm=\"https://y.example\"")).extracting(Challenge::scheme).containsExactly("basic",
        "bearer");
  }

  @Test
  void escapesInQuotesAreUndone() {
    assertThat(read("Basic realm=\"a\\\"b\\\\c\"").get(0).parameter("realm")).hasValue("a\"b\\c");
  }

  @Test
  void theFirstOfTwoEqualParametersCounts() {
    assertThat(read("Bearer realm=\"https://good.example\",realm=\"https://evil.example\"").get(0).parameter("realm"))
        .hasValue("https://good.example");
  }

  @Test
  void whatEndsTooEarlyIsReadAsFarAsItGoes() {
    assertThat(read("")).isEmpty();
    assertThat(read("=,=")).isEmpty();
    assertThat(read("Bearer realm=\"https://a").get(0).parameter("realm")).hasValue("https://a");
    assertThat(read("Bearer realm=").get(0).parameter("realm")).isEmpty();
    assertThat(read("Bearer").get(0).parameters()).isEmpty();
  }

  @Test
  void headersWithoutBoundAreNotRead() {
    assertThat(read("Bearer realm=\"" + "x".repeat(100_000) + "\"")).isEmpty();
  }

  @Property(seed = "1")
  void anyTextIsReadToAnEnd(@ForAll String text) {
    assertThat(read(text).size()).isLessThanOrEqualTo(text.length());
  }
}
