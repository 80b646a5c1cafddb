package dev.slipway.dockerfile.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.Span;
import dev.slipway.dockerfile.Dockerfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Edits remove what was found and leave all other characters. */
class EditTest {
  private static final String BEFORE = "# syntax=docker/dockerfile:1\r\n\r\n# check=skip=none\n";
  private static final String BEHIND = "\n\n  # the end  \n";

  /** {@code ¶} is a line break, {@code ·} a blank at an end. */
  private static String text(String cell) {
    return cell.replace("¶", "\n").replace("·", " ").replace("§", "\r\n");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\1', value = {
      "StageNameCasing|FROM scratch AS Base|FROM scratch AS base",
      "FromAsCasing|FROM scratch  as  base|FROM scratch  AS  base",
      "FromAsCasing|from scratch AS base¶copy a /|from scratch as base¶copy a /",
      "ConsistentInstructionCasing|FROM scratch¶  copy  a /|FROM scratch¶  COPY  a /",
      "ConsistentInstructionCasing|from scratch¶Add a /¶copy b /|from scratch¶add a /¶copy b /",
      "NoEmptyContinuation|FROM scratch¶COPY a \\¶¶  ¶  b \\¶¶ /|FROM scratch¶COPY a \\¶  b \\¶ /",
      "MaintainerDeprecated|FROM scratch¶MAINTAINER me <me@example.org>|FROM scratch¶LABEL org.opencontainers.image.authors=\"me <me@example.org>\"",
      "MaintainerDeprecated|from scratch¶maintainer \"me\" $5|from scratch¶label org.opencontainers.image.authors=\"\\\"me\\\" \\$5\"",
      "JSONArgsRecommended|FROM scratch¶CMD nginx -g \"daemon off\" $X|FROM scratch¶CMD [\"/bin/sh\", \"-c\", \"exec nginx -g \\\"daemon off\\\" $X\"]",
      "JSONArgsRecommended|FROM scratch¶ENTRYPOINT  exec ./app 'C:\\x'|FROM scratch¶ENTRYPOINT  [\"/bin/sh\", \"-c\", \"exec ./app 'C:\\\\x'\"]",
      "JSONArgsRecommended|FROM scratch¶CMD a \\¶  b|FROM scratch¶CMD [\"/bin/sh\", \"-c\", \"exec a   b\"]",
      "LegacyKeyValueFormat|FROM scratch¶ENV  key value|FROM scratch¶ENV  key=value",
      "LegacyKeyValueFormat|FROM scratch¶ENV key some  $words here|FROM scratch¶ENV key=\"some  $words here\"",
      "LegacyKeyValueFormat|FROM scratch¶LABEL key \"quoted\"|FROM scratch¶LABEL key=\"quoted\"",
      "RedundantTargetPlatform|FROM  --platform=$TARGETPLATFORM scratch|FROM scratch",
      "MultipleInstructionsDisallowed|FROM scratch¶CMD [\"a\"]§CMD [\"b\"]|FROM scratch¶CMD [\"b\"]",
      "ExposeProtoCasing|FROM scratch¶EXPOSE 80/TCP 81|FROM scratch¶EXPOSE 80/tcp 81",
      "ExposeInvalidFormat|FROM scratch¶EXPOSE 79 127.0.0.1:80:81/udp 82|FROM scratch¶EXPOSE 79 81/udp 82"})
  void anEditRemovesTheFindingAndNothingElse(String rule, String cell, String expected) {
    Dockerfile file = Dockerfile.parse("Dockerfile", BEFORE + text(cell) + BEHIND);
    assertThat(file.problems()).isEmpty();
    Finding found = Checks.of(file).of(rule).get(0);
    Dockerfile edited = ((Edit.Text) found.edit().orElseThrow()).applyTo(file);
    assertThat(edited.text()).isEqualTo(BEFORE + text(expected) + BEHIND);
    assertThat(Checks.of(edited).of(rule)).hasSize(Checks.of(file).of(rule).size() - 1);
    assertThat(edited.problems()).isEmpty();
  }

  @Test
  void aCommentIsKeptApartInTheFilesLineEnds() {
    String before = "# check=experimental=all\r\nARG a\r\n# not about it\r\n  ARG b=1\r\nFROM scratch\r\n";
    Dockerfile file = Dockerfile.parse("Dockerfile", before);
    Finding found = Checks.of(file).of("InvalidDefinitionDescription").get(0);
    Dockerfile edited = ((Edit.Text) found.edit().orElseThrow()).applyTo(file);
    assertThat(edited.text()).isEqualTo(before.replace("  ARG b", "#\r\n  ARG b"));
    assertThat(Checks.of(edited).of("InvalidDefinitionDescription")).isEmpty();
  }

  @Test
  void whatMayMeanSomethingElseIsLeftToPeople() {
    List<String> bodies = ImmutableList.of("CMD a && b", "CMD cd /x", "CMD $PROGRAM", "CMD A=b run", "CMD a > b", "CMD a `b`", "CMD if",
        "CMD (a)",
        "CMD exec", "CMD exec -a x y", "CMD a \\\n# why\n b", "ENV key 'a b' c", "ENV key a\\ b", "LABEL key a \"b\"", "WORKDIR app",
        "ENV token=1",
        "ARG P=80/TCP\nEXPOSE $P", "MAINTAINER a \\\n# why\n b",
        "CMD [\"a\"]\nCMD [\"b\"]".replace("CMD [\"a\"]", "# check=skip=X\nCMD [\"a\"]"));
    for (String body : bodies) {
      Findings findings = Checks.of(Dockerfile.parse("Dockerfile", "FROM scratch\n" + body + "\n"));
      List<Finding> mine = findings.list().stream().filter(finding -> new BuildkitRules().rules().contains(finding.rule()))
          .filter(finding -> !finding.rule().equals(BuildkitRules.MAINTAINER_DEPRECATED) || body.contains("#")).toList();
      assertThat(mine).as(body).isNotEmpty().allMatch(finding -> finding.edit().isEmpty());
    }
  }

  @Test
  void aTriggerIsNotChangedForOneOfTheStagesAboveIt() {
    Findings findings = Checks.of(Dockerfile.parse("Dockerfile", "FROM scratch AS a\nONBUILD CMD run\nFROM a\nFROM a\n"));
    assertThat(findings.of("JSONArgsRecommended")).hasSize(1).allMatch(finding -> finding.edit().isEmpty());
  }

  @Test
  void anEditKeepsValuesEqual() {
    Dockerfile file = Dockerfile.parse("Dockerfile", "FROM scratch\nENV a one two\nENV b x$a\nLABEL c \"d\"\n");
    Dockerfile edited = file;
    while (!Checks.of(edited).of("LegacyKeyValueFormat").isEmpty()) {
      edited = ((Edit.Text) Checks.of(edited).of("LegacyKeyValueFormat").get(0).edit().orElseThrow()).applyTo(edited);
      assertThat(edited.image()).isEqualTo(file.image());
    }
    assertThat(edited.text()).isEqualTo("FROM scratch\nENV a=\"one two\"\nENV b=x$a\nLABEL c=\"d\"\n");
  }

  @Test
  void replacementsMustNotOverlap() {
    Span first = new Span(1, 1, 1, 4, 0, 3);
    Span second = new Span(1, 3, 1, 6, 2, 5);
    assertThatThrownBy(() -> new Edit.Text("", ImmutableList.of(new Edit.Replacement(second, ""), new Edit.Replacement(first, ""))))
        .isInstanceOf(InvalidValueException.class).hasMessageContaining("1:1");
  }
}
