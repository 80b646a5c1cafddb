package dev.slipway.dockerfile.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.image.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What files, instructions and builds ask of checks. */
class CheckSettingsTest {
  private static final String FILE = "FROM scratch as base\ncopy Dockerfile .\n";

  private static List<String> found(String file, CheckOptions options) {
    List<String> mine = List.of("FromAsCasing", "ConsistentInstructionCasing", "SecretsUsedInArgOrEnv", "JSONArgsRecommended",
        "UndefinedVar",
        "MultipleInstructionsDisallowed", "MaintainerDeprecated");
    return Checks.of(Dockerfile.parse("Dockerfile", file), options).list().stream().map(finding -> finding.rule().id())
        .filter(mine::contains)
        .toList();
  }

  private static List<String> found(String file) {
    return found(file, CheckOptions.DEFAULT);
  }

  @Test
  void aFileSkipsRules() {
    assertThat(found(FILE)).containsExactly("FromAsCasing", "ConsistentInstructionCasing");
    assertThat(found("# check=skip=all\n" + FILE)).isEmpty();
    assertThat(found("#check=skip=FromAsCasing\n" + FILE)).containsExactly("ConsistentInstructionCasing");
    assertThat(found("# Check = skip = ConsistentInstructionCasing , FromAsCasing ; error=true\n" + FILE)).isEmpty();
    assertThat(found("# check=skip=fromascasing\n" + FILE)).hasSize(2);
    assertThat(found("# check=error=true;skip=FromAsCasing\n" + FILE)).containsExactly("ConsistentInstructionCasing");
    // behind a comment it is no directive, but stands above FROM
    assertThat(found("# comment\n# check=skip=all\n" + FILE)).containsExactly("ConsistentInstructionCasing");
  }

  @Test
  void aBuildArgumentGoesBeforeTheFile() {
    CheckOptions skipOne = CheckOptions.DEFAULT.argument("BUILDKIT_DOCKERFILE_CHECK", "skip=ConsistentInstructionCasing;error=true");
    assertThat(found("# check=skip=all\n" + FILE, skipOne)).containsExactly("FromAsCasing");
    CheckOptions skipAll = CheckOptions.DEFAULT.argument("BUILDKIT_DOCKERFILE_CHECK", "skip=all");
    Findings findings = Checks.of(Dockerfile.parse("Dockerfile", "# check=error=true\n" + FILE), skipAll);
    assertThat(findings.list()).isEmpty();
    assertThat(findings.failed()).isFalse();
    assertThat(Checks.of(Stage.from("debian").toImage(), skipAll).list()).isEmpty();
  }

  @Test
  void aCommentAboveAnInstructionHoldsForItAlone() {
    String body = "FROM scratch\n%s\nENV password=1\nENV token=1\n";
    assertThat(found(String.format(body, "# check=skip=SecretsUsedInArgOrEnv"))).hasSize(1);
    assertThat(found(String.format(body, "# check=skip=SecretsUsedInArgOrEnv // since it is none"))).hasSize(1);
    assertThat(found(String.format(body, "# check=skip=all"))).hasSize(1);
    assertThat(found(String.format(body, "# CHECK = skip=all"))).hasSize(1);
    assertThat(found(String.format(body, "# first\n# check=skip=all\n# last"))).hasSize(1);
    // the first one counts, the first blank ends it, and what says nothing counts for nothing
    assertThat(found(String.format(body, "# check=skip=Other\n# check=skip=all"))).hasSize(2);
    assertThat(found(String.format(body, "# check=skip=Other, SecretsUsedInArgOrEnv"))).hasSize(2);
    assertThat(found(String.format(body, "# check=nonsense"))).hasSize(2);
    assertThat(found(String.format(body, "# skip=all"))).hasSize(2);
    assertThat(found(String.format(body, "# check=skip=all\n#"))).hasSize(2);
  }

  @Test
  void aCommentHoldsForRulesOfAllKinds() {
    assertThat(found("FROM scratch\n# check=skip=ConsistentInstructionCasing\ncopy a /\n")).isEmpty();
    assertThat(found("FROM scratch\n# check=skip=MaintainerDeprecated\nMAINTAINER me\n")).isEmpty();
    assertThat(found("FROM scratch\n# check=skip=JSONArgsRecommended\nCMD a \\\n b\n")).isEmpty();
    assertThat(found("FROM scratch\n# check=skip=UndefinedVar\nCOPY <<A /\n$b\nA\n")).isEmpty();
  }

  @Test
  void oneOfTwoCommandsIsEnoughToSkip() {
    String file = "FROM scratch\n%sCMD [\"a\"]\n%sCMD [\"b\"]\n";
    String skip = "# check=skip=MultipleInstructionsDisallowed\n";
    assertThat(found(String.format(file, "", ""))).hasSize(1);
    assertThat(found(String.format(file, skip, ""))).isEmpty();
    assertThat(found(String.format(file, "", skip))).isEmpty();
  }

  @Test
  void errorsFailOnlyForMoreThanNotes() {
    assertThat(Checks.of(Dockerfile.parse("f", FILE)).failed()).isFalse();
    Findings strict = Checks.of(Dockerfile.parse("f", "# check=error=1\n" + FILE));
    assertThat(strict.strict()).isTrue();
    assertThat(strict.failed()).isTrue();
    assertThat(Checks.of(Dockerfile.parse("f", "# check=error=true;skip=all\n" + FILE)).failed()).isFalse();
    Finding note = strict.list().get(0).withSeverity(Severity.NOTE);
    assertThat(new Findings(strict.source(), ImmutableList.of(note), strict.problems(), true).failed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "skip", "what=all", "error=yes", "error=", "skip=all;", "skip=A;error=true;nonsense"})
  void whatSaysNothingIsAProblemOfTheFile(String value) {
    assertThatThrownBy(() -> CheckSettings.parse(value)).isInstanceOf(InvalidValueException.class);
    Findings findings = Checks.of(Dockerfile.parse("f", "# check=" + value + "\nFROM scratch\n"));
    assertThat(findings.problems()).hasSize(1);
    assertThat(findings.problems().get(0).span().orElseThrow()).hasToString("1:9");
    Findings given = Checks.of(Dockerfile.parse("f", "FROM scratch\n"), CheckOptions.DEFAULT.argument(CheckOptions.CHECK_ARGUMENT, value));
    assertThat(given.problems()).hasSize(1);
    assertThat(given.problems().get(0).toString()).contains("BUILDKIT_DOCKERFILE_CHECK");
  }

  @Test
  void aFourthPartBelongsToTheThird() {
    assertThat(CheckSettings.parse("skip=A;error=0;experimental=B;C=D").experiments()).containsExactly("B;C=D");
    assertThat(CheckSettings.parse("  ")).isEqualTo(CheckSettings.DEFAULT);
    assertThat(CheckSettings.parse("error=F")).isEqualTo(CheckSettings.DEFAULT);
  }

  @Test
  void anIdIsLettersAndDigits() {
    assertThatThrownBy(() -> Rule.of("no-dashes", "", "")).hasMessageContaining("no-dashes");
    assertThatThrownBy(() -> Rule.of("", "", "")).isInstanceOf(InvalidValueException.class);
  }
}
