package dev.slipway.dockerfile.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.slipway.Span;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.dockerfile.IgnoreFile;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds of checks for every text, however malformed. */
class ChecksPropertyTest {
  private static final CheckOptions EVERYTHING = CheckOptions.DEFAULT
      .context(CheckedContext.ignoring(IgnoreFile.of("*.md", "target")))
      .images((name, platform) -> Optional.of(BaseImage.EMPTY.environment(ImmutableMap.of("A", "b $c")))
          .filter(image -> name.length() % 2 == 0));

  @Property(seed = "1", tries = 1_000)
  void checkingNeverFails(@ForAll("texts") String text) {
    Dockerfile file = Dockerfile.parse("Dockerfile", text);
    Findings findings = Checks.of(file, EVERYTHING);
    for (Finding finding : findings.list()) {
      Span span = finding.place().span().orElse(new Span(1, 1, 1, 1, 0, 0));
      assertThat(span.endOffset()).isLessThanOrEqualTo(text.length());
      assertThat(finding.message()).isNotBlank();
    }
    assertThat(findings.text()).endsWith("\n");
    assertThat(findings.json()).startsWith("{");
    assertThat(findings.buildkitJson()).startsWith("{");
    assertThat(findings.sarif()).startsWith("{");
    assertThat(Checks.of(file, EVERYTHING)).isEqualTo(findings);
  }

  @Property(seed = "2", tries = 500)
  void editsApplyAndMakeNoNewProblems(@ForAll("texts") String text) {
    Dockerfile file = Dockerfile.parse("Dockerfile", "FROM scratch\n" + text);
    Findings findings = Checks.of(file, EVERYTHING);
    for (Finding finding : findings.list()) {
      if (finding.edit().isPresent() && finding.edit().get() instanceof Edit.Text edit) {
        Dockerfile edited = edit.applyTo(file);
        Findings after = Checks.of(edited, EVERYTHING);
        assertThat(after.problems().size()).as("%s: %s", finding, edited.text()).isLessThanOrEqualTo(findings.problems().size());
        assertThat(after.of(finding.rule().id()).size()).as("%s: %s", finding, edited.text())
            .isLessThan(findings.of(finding.rule().id()).size());
      }
    }
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces = Arbitraries.of("FROM ", "from ", "From ", "scratch", "debian", " AS ", " as ", "Base", "base", "\n", "\n",
        "\n", "\n",
        "\\\n", "\\\n\n", "`\n", "\r\n", " ", "\t", "COPY ", "copy ", "ADD ", "--from=", "--platform=", "$TARGETPLATFORM ", "linux/amd64 ",
        "$", "${", "}",
        ":-", "x", "ENV ", "ENV a b", "LABEL ", "ARG ", "=", "password", "CMD ", "CMD run fast", "ENTRYPOINT ", "HEALTHCHECK ", "NONE",
        "[\"", "\", \"",
        "\"]", "'", "\"", "EXPOSE ", "80/TCP ", "1:2:3 ", "WORKDIR ", "app", "/", "USER ", "VOLUME ", "SHELL ", "ONBUILD ", "MAINTAINER ",
        "me", "RUN ",
        "<<EOF", "EOF", "# check=skip=all", "# check=experimental=all\n", "#", "# escape=`\n", "README.md ", "target ", "é", "\uD83D\uDE00",
        "\u0000",
        "\uFEFF", ".", "*");
    return Arbitraries.frequencyOf(
        Tuple.of(9, pieces.list().ofMaxSize(40).map(list -> String.join("", list))),
        Tuple.of(1, Arbitraries.strings().ofMaxLength(200)));
  }
}
