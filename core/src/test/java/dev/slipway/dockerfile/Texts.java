package dev.slipway.dockerfile;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Texts that resemble Dockerfiles more or less, with what is special in the language in every place. */
final class Texts {
  private Texts() {}

  static Arbitrary<String> dockerfiles() {
    Arbitrary<String> start = Arbitraries.of("", "", "", "\uFEFF", "#!/x\n", "# escape=`\n", "# escape=\\\r\n# syntax=a\n", "// syntax=a\n",
        "{\"syntax\":\"a\"}\n", "FROM a\n");
    Arbitrary<String> lines = ended().list().ofMaxSize(8).map(list -> String.join("", list));
    Arbitrary<String> anything = Arbitraries.strings().ofMaxLength(60);
    return Arbitraries.oneOf(
        Combinators.combine(start, lines, line()).as((a, b, c) -> a + b + c),
        Combinators.combine(start, lines).as((a, b) -> a + b),
        anything);
  }

  private static Arbitrary<String> ended() {
    return Combinators.combine(line(), Arbitraries.of("\n", "\n", "\n", "\r\n", " \\\n", "\\\r\n", "`\n", "\n\n", "\r"))
        .as((line, end) -> line + end);
  }

  /** A line, perhaps with line breaks in it. */
  static Arbitrary<String> line() {
    Arbitrary<String> keyword = Arbitraries.of(
        "FROM", "run", "COPY", "ADD", "ENV", "LABEL", "ARG", "EXPOSE", "VOLUME", "USER", "WORKDIR", "CMD", "ENTRYPOINT", "SHELL",
        "HEALTHCHECK",
        "ONBUILD", "ONBUILD COPY", "ONBUILD run", "STOPSIGNAL", "MAINTAINER", "#", "# escape=", "E", "", " ", "\t", "RUNX", "\u00A0");
    Arbitrary<String> separator = Arbitraries.of(" ", " ", "  ", "\t", "\u000B", "\u00A0", "\u2003", "");
    return Combinators.combine(Arbitraries.of("", "", "  "), keyword, separator, words()).as((a, b, c, d) -> a + b + c + d);
  }

  static Arbitrary<String> words() {
    Arbitrary<String> piece = Arbitraries.of(
        "a", "b=c", "=", "a b", "'", "\"", "\\", "`", "$", "${", "}", "${x:-y}", "${x/", "/", "<<E", "<<-'E'", "<<", "3<<\"E\"", "<", "--",
        "--from=x",
        "--mount=type='a',b", "--link", "[", "]", "[\"a\", \"b\"]", "[1]", "{", ",", ":", "AS", "CMD", "NONE", " ", "\t", " \\\n", "\\\n",
        "`\n", "\n", "\r",
        "\u0000", "\uD83D\uDE00", "\uD83D", "\uDE00", "漢", "é", "\u2028", "\u0085", "#", "\n#", "E\n", "\nE\n");
    return piece.list().ofMaxSize(8).map(list -> String.join("", list));
  }
}
