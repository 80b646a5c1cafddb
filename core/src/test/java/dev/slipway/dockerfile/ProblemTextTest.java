package dev.slipway.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.Problem;
import dev.slipway.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** How problems are shown; the golden files are rewritten by {@code -Dslipway.golden.rewrite=true} and read in review. */
class ProblemTextTest {
  private static final Path GOLDEN = Path.of("src/test/resources/dev/slipway/dockerfile/problems");

  @Test
  void severalProblemsAreShownAtOnce() throws IOException {
    check("several", """
        # escape=x
        FROM debian:12 as 1x
        RUNN apt-get update && \\
          apt-get install -y curl
        COPY --chonw=1 --from=a --from=b --link=maybe /a /b
        ENV a=b c
        RUN [1, "a"]
        RUN make \\ # comment
            && make install
        HEALTHCHECK curl -f http://localhost/
        SHELL /bin/sh
        COPY target/app.jar
        ONBUILD FROM x
        RUN <<EOF
        make install
         EOF
        """);
  }

  @Test
  void oneProblemHasNoHeadline() throws IOException {
    check("one", "FROM debian:12\nRUNN make\n");
  }

  @Test
  void aFileWithoutInstructionsHasNoPlace() throws IOException {
    check("empty", "# nothing\n");
  }

  @Test
  void tabsAndWideCharactersAreInStep() throws IOException {
    check("tabs-and-wide", """
        FROM\tdebian:12\tas\t1x
        \tENV\t漢字="値 値" 한국어
        ENV e\u0301a=\uD83D\uDE00 \uD83D\uDC69\u200D\uD83D\uDCBB x
        """);
  }

  @Test
  void carriageReturnsAreNotShown() throws IOException {
    check("carriage-returns", "FROM a b\r\nUSER\r\nCOPY --x a \\\r\n  b\r\n");
  }

  @Test
  void longLinesAreCutAroundThePlace() throws IOException {
    check("long",
        "FROM a\nENV " + "a=b ".repeat(60) + "wrong " + "c=d ".repeat(60) + "\nENV x=" + "y".repeat(300) + " z\nRUN " + "漢".repeat(80)
            + "\nXRUN"
            + "y".repeat(300) + "\n");
  }

  @Test
  void whatCannotBeSeenIsShownByItsNumber() throws IOException {
    check("hidden", "FROM a\nRU\u200BN x\nFROM a AS b\u202Ec\nUSER\u00A0x\nRUN \u001B[31m\0\n");
  }

  @Test
  void problemsAreKeptInTheOrderOfTheDocument() {
    SourceText source = SourceText.of("f", "a\nb");
    Problem first = Problem.at("f", source.span(0, 1), "one");
    Problem second = Problem.at("f", source.span(2, 3), "two").advise("x\ny");
    Problem whole = Problem.of("f", "zero");
    DocumentException failure = DocumentException.of(ErrorCode.MALFORMED_DOCUMENT, source, ImmutableList.of(second, first, whole));
    assertThat(failure.problems()).containsExactly(whole, first, second);
    assertThat(failure)
        .hasMessage("f has 3 problems:\n\nf: zero\n\nf:1:1: one\n 1 | a\n   | ^\n\nf:2:1: two\n 2 | b\n   | ^\n   = x\n     y");
    assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED_DOCUMENT);
    assertThatThrownBy(() -> {
      throw DocumentException.of(ErrorCode.MALFORMED_DOCUMENT, source, ImmutableList.of());
    }).isInstanceOf(InvalidValueException.class);
    assertThat(new DocumentException(ErrorCode.IO, "x").problems()).isEmpty();
  }

  private static void check(String name, String text) throws IOException {
    Dockerfile file = Dockerfile.parse("Dockerfile", text);
    String message = DocumentException.of(ErrorCode.MALFORMED_DOCUMENT, file.source(), file.problems()).getMessage() + "\n";
    Path golden = GOLDEN.resolve(name + ".txt");
    if (Boolean.getBoolean("slipway.golden.rewrite")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, message, UTF_8);
    }
    assertThat(message).isEqualTo(Files.readString(golden, UTF_8));
  }
}
