package dev.slipway.dockerfile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.slipway.ContextException;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.Problem;
import dev.slipway.dockerfile.Arguments.Assignments;
import dev.slipway.dockerfile.Arguments.Json;
import dev.slipway.dockerfile.Arguments.Line;
import dev.slipway.dockerfile.Arguments.None;
import dev.slipway.dockerfile.Arguments.Probe;
import dev.slipway.dockerfile.Arguments.Trigger;
import dev.slipway.dockerfile.Arguments.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileTest {
  // ---- directives ----

  @Test
  void directivesAreReadAtTheTopInAnyCase() {
    Dockerfile file = parse("# syntax=docker/dockerfile:1 more\n#ESCAPE=`\n#  check = skip=all \nFROM a\n");
    assertThat(file.directives()).extracting(Directive::kind)
        .containsExactly(Directive.Kind.SYNTAX, Directive.Kind.ESCAPE, Directive.Kind.CHECK);
    assertThat(file.directive(Directive.Kind.CHECK).orElseThrow().value()).hasToString("skip=all");
    assertThat(file.syntax()).map(Token::text).contains("docker/dockerfile:1");
    assertThat(file.escape()).isEqualTo('`');
    assertThat(file.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"# a comment\n", "\n", "FROM a\n", "# unknown=1\n", "#\n", "# escape\n", "# escape=\n"})
  void whatIsNoDirectiveEndsThem(String first) {
    Dockerfile file = parse(first + "# escape=`\nFROM a\n");
    assertThat(file.escape()).isEqualTo('\\');
    assertThat(file.directives()).isEmpty();
  }

  @Test
  void aDirectiveThatStandsTwiceIsAProblem() {
    assertThat(problems("# escape=`\n# Escape=\\\nFROM a\n"))
        .containsExactly("Dockerfile:2:10: the directive 'escape' stands twice; it can be given once; remove one of the two");
    assertThat(parse("# escape=`\n# escape=\\\nFROM a\n").escape()).isEqualTo('`');
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\\\\", "`x", "é"})
  void onlyBackslashAndBacktickCanEscape(String character) {
    assertThat(problems("# escape=" + character + "\nFROM a\n")).singleElement().asString()
        .contains("'" + character + "' cannot be the escape character");
  }

  @Test
  void behindAShebangOnlySyntaxAndCheckAreHeard() {
    Dockerfile file = parse("#!/usr/bin/env builder\n# syntax=a\n# escape=`\nFROM a\n");
    assertThat(file.syntax()).map(Token::text).contains("a");
    assertThat(file.escape()).isEqualTo('\\');
  }

  @Test
  void anIndentedLineCanChangeTheEscapeButIsNotHeardOtherwise() {
    Dockerfile file = parse("  # syntax=a\n  # escape=`\nFROM a\n");
    assertThat(file.syntax()).isEmpty();
    assertThat(file.escape()).isEqualTo('`');
  }

  @Test
  void aFileForAnotherFrontendIsToldFromADockerfile() {
    assertThat(problems("// syntax=foo/bar\nx\n")).first().asString().contains("written for the frontend 'foo/bar'");
    assertThat(parse("#!/bin/x\n//syntax=foo\n").syntax()).map(Token::text).contains("foo");
    Dockerfile json = parse("\uFEFF{\"syntax\": \"foo\", \"x\": [1]}\n");
    assertThat(json.syntax()).map(Token::text).contains("foo");
    assertThat(json.problems()).singleElement().extracting(Problem::message).asString().contains("JSON document for the frontend 'foo'");
    assertThat(parse("{\"syntax\": \"foo\"}\n# syntax=bar").syntax()).isEmpty();
    assertThat(parse("{\"syntax\": \"foo\"").syntax()).isEmpty();
    assertThat(parse("{\"syntax\": 1}").syntax()).isEmpty();
  }

  // ---- elements and lines ----

  @Test
  void everythingIsOneElementOrAnother() {
    Dockerfile file = parse("\uFEFF# escape=\\\n\n \t\n# comment \r\n\tFROM a \\\n # in\n\n b\nRUN <<A\n\nA");
    assertThat(file.elements()).extracting(element -> element.getClass().getSimpleName() + ":" + element.text())
        .containsExactly(
            "ByteOrderMark:\uFEFF", "Directive:# escape=\\\n", "Blank:\n \t\n", "Comment:# comment \r\n",
            "Statement:\tFROM a \\\n # in\n\n b\n",
            "Statement:RUN <<A\n\nA");
    assertThat(((Comment) file.elements().get(3)).content()).isEqualTo("comment");
  }

  @Test
  void aByteOrderMarkIsKeptAndMeansNothing() {
    Dockerfile file = parse("\uFEFFFROM a\n");
    assertThat(file.text()).startsWith("\uFEFF");
    assertThat(file.problems()).isEmpty();
    assertThat(file.statements().get(0).keywordToken().span()).hasToString("1:2");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"a \\;b | a b", "a\\;b | ab", "a\\ \t;b | ab", "a \\;\\;b | a b", "a \\;;  ;b | a b",
      "a \\;# c;b | a b", "a \\; \t# c \\;b | a b", "a\\;  b | a  b", "a \\\\ | a \\\\", "a \\; \\;b | a  b", "a \\ | a",
      "\\;a | a"})
  void linesAreContinued(String lines, String expected) {
    Statement statement = parse("FROM x\nRUN " + lines.replace(';', '\n')).statements().get(1);
    assertThat(((Line) statement.arguments()).token().text()).isEqualTo(expected);
  }

  @Test
  void twoEscapesAtTheEndOfALineDoNotContinueIt() {
    assertThat(parse("FROM x\nRUN a \\\\\nRUN b\n").statements()).hasSize(3);
    // builders do not count the escapes before these
    assertThat(parse("FROM x\nRUN a \\\\\\\nRUN b\n").statements()).hasSize(3);
    assertThat(parse("# escape=`\nFROM x\nRUN a \\\nRUN b `\n c\n").statements()).hasSize(3);
  }

  @Test
  void carriageReturnsBelongToLineEnds() {
    Dockerfile file = parse("FROM a\r\nRUN b \\\r\n  c\r\nCOPY <<E /x\r\nf\r\nE\r\n");
    assertThat(file.problems()).isEmpty();
    assertThat(file.statements().get(1).rest()).hasToString("b   c");
    assertThat(file.statements().get(2).heredocs().get(0).content()).isEqualTo("f\r\n");
  }

  @Test
  void eachCharacterOfTheLogicalLineKnowsItsPlace() {
    Statement statement = parse("FROM x\nENV \\\n# c\n  \uD83D\uDE00=1 bc=\\\n2\n").statements().get(1);
    assertThat(statement.line().text()).isEqualTo("ENV   \uD83D\uDE00=1 bc=2");
    Assignments pairs = (Assignments) statement.arguments();
    assertThat(pairs.list().get(0).value().orElseThrow().span()).hasToString("4:5");
    Token second = pairs.list().get(1).value().orElseThrow();
    assertThat(second.span()).hasToString("5:1");
    assertThat(pairs.list().get(1).name().span(1, 2)).hasToString("4:8");
    assertThat(statement.comments()).extracting(Comment::content).containsExactly("c");
  }

  @Test
  void emptyLinesInAContinuedOneAreKnown() {
    Statement statement = parse("FROM x\nRUN a \\\n\n\n b \\\n# c\n  \nc\n").statements().get(1);
    assertThat(statement.emptyLines()).hasToString("[3:1, 7:1]");
    assertThat(statement.line().text()).isEqualTo("RUN a  b c");
  }

  // ---- keywords ----

  @Test
  void keywordsHaveAnyCaseAndUnknownOnesAreGuessed() {
    assertThat(parse("from a\nRuN b\n").statements()).extracting(Statement::keyword).containsExactly(Keyword.FROM, Keyword.RUN);
    assertThat(problems("FROM a\nRUNN b\n")).containsExactly("Dockerfile:2:1: unknown instruction 'RUNN'; did you mean 'RUN'?");
    assertThat(problems("FROM a\nentrypiont b\n"))
        .containsExactly("Dockerfile:2:1: unknown instruction 'entrypiont'; did you mean 'entrypoint'?");
    assertThat(problems("FROM a\nRU\u200BN b\n"))
        .containsExactly("Dockerfile:2:1: unknown instruction 'RU<U+200B>N'; write ordinary blanks, and remove what cannot be seen");
    assertThat(problems("FROM a\nRUN: b\n")).containsExactly("Dockerfile:2:1: unknown instruction 'RUN:'; did you mean 'RUN'?");
    assertThat(problems("FROM a\n// b\n")).containsExactly("Dockerfile:2:1: unknown instruction '//'; comments begin with '#'");
    assertThat(problems("FROM a\n<<<<<<< HEAD\n")).singleElement().asString().contains("merge with conflicts");
  }

  @Test
  void aLineThatWasMeantToContinueIsToldWhyItDoesNot() {
    assertThat(problems("FROM a\nRUN x \\ # why\n  && y\n")).containsExactly(
        "Dockerfile:3:3: unknown instruction '&&'; line 2 has a comment behind the '\\', which therefore does not continue it; give the comment a line of its own");
    assertThat(problems("FROM a\nRUN x \\\\\n  && y\n")).singleElement().asString()
        .contains("line 2 ends with '\\\\', which does not continue it");
    assertThat(problems("FROM a\nRUN x \\\u00A0\n  && y\n")).singleElement().asString().contains("does not continue it");
    assertThat(problems("FROM a\nRUN x\n  && y\n")).singleElement().asString().contains("end the line before with its escape character");
    assertThat(problems("FROM a\nUSER <<EOF\nx\nEOF\n")).hasSize(2).first().asString().contains("only RUN, COPY and ADD");
    assertThat(problems("FROM a\nRUN cat <<EOF ${x^^}\nEOF\n")).singleElement().asString().contains("not recognised there");
  }

  @Test
  void instructionsBeforeFromAndFilesWithoutOneAreProblems() {
    assertThat(problems("ARG a\nRUN b\nRUN c\nFROM d\n")).singleElement().asString()
        .startsWith("Dockerfile:2:1: RUN comes before the first FROM");
    assertThat(problems("")).containsExactly("Dockerfile: the file has no instructions; write at least 'FROM image'");
    assertThat(problems("# c\n\n")).hasSize(1);
    assertThat(problems("ARG a\n")).singleElement().asString().contains("no FROM");
    assertThat(Dockerfile.parseFragment("trigger", "RUN b", '\\').problems()).isEmpty();
  }

  // ---- flags ----

  @Test
  void flagsStandBeforeArgumentsAndEndAtTwoHyphens() {
    Statement statement = statement("COPY --link --from='a b'  --chown=a\\ b -- --x /y");
    assertThat(statement.flags()).extracting(flag -> flag.name() + "=" + flag.value().map(Token::text).orElse("-"))
        .containsExactly("link=-", "from=a b", "chown=a b");
    assertThat(statement.rest()).hasToString("--x /y");
    assertThat(statement.flag("link").orElseThrow().isOn()).isTrue();
    assertThat(statement.flag("chown").orElseThrow().token()).hasToString("--chown=a\\ b");
  }

  @Test
  void valuesOfFlagsKnowTheirPlacesInSpiteOfQuotesAndContinuations() {
    Statement statement = parse("FROM x\nRUN --mount=type=\"cache\",\\\ntarget=/\\\\a b\n").statements().get(1);
    Token value = statement.flag("mount").orElseThrow().value().orElseThrow();
    assertThat(value).hasToString("type=cache,target=/\\a");
    assertThat(value.span(5, 10)).hasToString("2:19");
    assertThat(value.span(11, 17)).hasToString("3:1");
    assertThat(value.span(20, 21)).hasToString("3:11");
  }

  @Test
  void theEscapeCharacterOfTheFileWorksInFlags() {
    Statement statement = parse("# escape=`\nFROM x\nCOPY --chown=a` b\\c a b\n").statements().get(1);
    assertThat(statement.flag("chown").flatMap(Flag::value)).map(Token::text).contains("a b\\c");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"COPY --form=a b c | COPY has no flag '--form'; did you mean '--from'?",
      "COPY --from=a --from=b c d | the flag '--from' stands twice; COPY takes it once; remove one of the two",
      "COPY --link=1 b c | '--link' is on or off, not '1'; write '--link' alone, or '=true' or '=false' behind it",
      "COPY --link= b c | '--link' has an '=' with nothing behind it; write '--link' alone, or '=true' or '=false' behind it",
      "COPY --chown b c | '--chown' has no value; write '--chown=…' without blanks around the '='",
      "USER --x b | USER has no flag '--x'; it takes none; write '--' before an argument that begins with two hyphens",
      "COPY --LINK b c | COPY has no flag '--LINK'; did you mean '--link'?",
      "RUN --zzzzzzzz b c | RUN has no flag '--zzzzzzzz'; it takes --mount, --network, --security, --device; '--' ends the flags",
      "ONBUILD --x RUN b | ONBUILD has no flag '--x'; it takes none; write '--' before an argument that begins with two hyphens"})
  void mistakesInFlagsAreTold(String line, String expected) {
    assertThat(problems("FROM x\n" + line)).singleElement().asString().endsWith(": " + expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"COPY --link=TRUE --parents=False --exclude=a --exclude=b c d", "RUN --mount=x --mount=y --network=none z",
      "ADD --keep-git-dir --checksum=x --unpack=true --chmod=1 a b", "HEALTHCHECK --interval=1s NONE", "FROM --platform=a b AS C.d-e_1",
      "COPY --chown= a b", "CMD", "ENTRYPOINT", "RUN -- --x", "VOLUME [\"a\"]", "ARG a b=c d=\"e f\"", "MAINTAINER a b c"})
  void whatBuildersTakeIsNoProblem(String line) {
    assertThat(problems("FROM x\n" + line)).isEmpty();
  }

  @Test
  void aQuoteThatIsNotClosedInAFlagIsTold() {
    assertThat(problems("FROM x\nCOPY --chown=\"a b c\n")).first().asString()
        .startsWith("Dockerfile:2:14: the quote that opens here is not closed");
  }

  // ---- arguments ----

  @Test
  void argumentsAreTakenApartAsEachInstructionDoes() {
    assertThat(statement("EXPOSE 80  \"81 82\"").arguments()).isInstanceOfSatisfying(Words.class,
        words -> assertThat(words.words()).extracting(Token::text).containsExactly("80", "\"81", "82\""));
    assertThat(statement("ENV a b  c ").arguments()).isInstanceOfSatisfying(Assignments.class, pairs -> {
      assertThat(pairs.legacy()).isTrue();
      assertThat(pairs.list()).singleElement().extracting(pair -> pair.value().orElseThrow().text()).isEqualTo("b  c");
    });
    assertThat(statement("LABEL a=\"b c\" d='e\\' f=g\\ h").arguments()).isInstanceOfSatisfying(Assignments.class,
        pairs -> assertThat(pairs.list()).extracting(pair -> pair.value().orElseThrow().text()).containsExactly("\"b c\"", "'e\\'",
            "g\\ h"));
    assertThat(statement("ARG a b=c").arguments()).isInstanceOfSatisfying(Assignments.class,
        pairs -> assertThat(pairs.list()).extracting(pair -> pair.value().isPresent()).containsExactly(false, true));
    assertThat(statement("CMD").arguments()).isInstanceOf(None.class);
    assertThat(statement("HEALTHCHECK cmd  [\"a\"]").arguments()).isInstanceOfSatisfying(Probe.class,
        probe -> assertThat(probe.command()).isInstanceOf(Json.class));
    assertThat(statement("USER a b").arguments()).isInstanceOf(Line.class);
  }

  @Test
  void jsonIsStrictAndKnowsItsPlaces() {
    Json json = (Json) statement("CMD [ \"a\\u00e9\\\"\" ,\t\"\" ]").arguments();
    assertThat(json.values()).containsExactly("aé\"", "");
    assertThat(json.strings().get(0).token()).hasToString("\"a\\u00e9\\\"\"");
    assertThat(json.strings().get(1).token().span()).hasToString("2:21");
    assertThat(((Json) statement("RUN [\"\\ud800x\"]").arguments()).values()).containsExactly("\uFFFDx");
    assertThat(((Json) statement("RUN [\"\\ud83d\\ude00\"]").arguments()).values()).containsExactly("\uD83D\uDE00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"['a']", "[\"a\",]", "[\"a\"", "[\"a\"] b", "[\"a\" \"b\"]", "[\"\\x\"]", "[a]", "[\"a\tb\"]", "[01]", "[", "[]]",
      "[ -f x ]"})
  void whatIsNoJsonIsForTheShell(String text) {
    assertThat(statement("RUN " + text).arguments()).isInstanceOf(Line.class);
    assertThat(problems("FROM x\nRUN " + text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"a\", 1]", "[null]", "[[\"a\"]]", "[{\"a\": [\"b\"]}]", "[true, \"x\"]", "[-1.5e3]"})
  void arraysOfOtherThingsThanStringsAreProblems(String text) {
    assertThat(problems("FROM x\nENTRYPOINT " + text)).singleElement().asString().contains("which is no string");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"FROM | FROM names no image", "FROM a b | FROM takes an image and perhaps 'AS name', but not 'b'",
      "FROM a as | FROM has no name behind 'as'", "FROM a AS 1b | '1b' cannot name a stage", "FROM a AS b c | FROM takes an image",
      "FROM a # b | a comment needs a line of its own", "FROM a --platform=b | the flag '--platform=b' stands behind the image",
      "RUN | RUN has no command", "RUN [] | RUN has an empty array", "COPY | COPY has neither",
      "COPY a | COPY has a source but no destination",
      "ADD [\"a\"] | ADD has a source but no destination", "COPY [] | COPY has neither",
      "COPY a <<E;E | stands where the destination should",
      "ENV | ENV has no name", "ENV a | ENV 'a' has no value", "ENV a=b c | 'c' has no '='", "LABEL =b | LABEL has a value without a name",
      "ARG =b | ARG has a value without a name", "ARG | ARG has no argument", "SHELL sh | SHELL takes a JSON array, not 'sh'",
      "SHELL [] | SHELL has an empty array", "VOLUME [\" \"] | VOLUME has an empty path", "VOLUME | VOLUME has no argument",
      "HEALTHCHECK | HEALTHCHECK has no argument", "HEALTHCHECK CMD | HEALTHCHECK CMD has no command",
      "HEALTHCHECK CMD [] | HEALTHCHECK CMD has no command",
      "HEALTHCHECK NONE x | HEALTHCHECK NONE takes no arguments", "HEALTHCHECK curl x | 'curl' is no kind of health check",
      "ONBUILD | ONBUILD has no argument", "ONBUILD ONBUILD RUN a | ONBUILD stands in ONBUILD", "ONBUILD FROM a | FROM cannot be a trigger",
      "ONBUILD maintainer a | MAINTAINER cannot be a trigger", "ONBUILD COPY a | COPY has a source but no destination",
      "ONBUILD RNU a | unknown instruction 'RNU'",
      "USER | USER has no argument", "WORKDIR | WORKDIR has no argument", "STOPSIGNAL | STOPSIGNAL has no argument",
      "EXPOSE | EXPOSE has no argument",
      "MAINTAINER | MAINTAINER has no argument", "\\ | the line continues nothing"})
  void mistakesInArgumentsAreTold(String line, String expected) {
    assertThat(problems("FROM x\n" + line.replace(';', '\n'))).singleElement().asString().contains(expected);
  }

  @Test
  void triggersAreStatementsOfTheirOwn() {
    Statement onbuild = parse("FROM x\nONBUILD  COPY --from=a \\\n  b <<E /c\nd\nE\n").statements().get(1);
    Statement trigger = ((Trigger) onbuild.arguments()).statement();
    assertThat(trigger.keyword()).isEqualTo(Keyword.COPY);
    assertThat(trigger.keywordToken().span()).hasToString("2:10");
    assertThat(trigger.flag("from")).isPresent();
    assertThat(trigger.line()).hasToString("COPY --from=a   b <<E /c");
    assertThat(trigger.heredocs()).isEqualTo(onbuild.heredocs()).hasSize(1);
    assertThat(trigger.text()).isEqualTo("COPY --from=a \\\n  b <<E /c\nd\nE\n");
  }

  // ---- texts of several lines ----

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"<<EOF | EOF true false", "<<-EOF | EOF true true",
      "<<'EOF' | EOF false false",
      "<<\"EOF\" | EOF false false", "<<eo'f' | eof false false", "<<eo\\'f | eo'f true false", "<<'e'o\\'f | eo'f false false",
      "<<'one two' | one two false false", "<<$EOF | $EOF true false", "<<${EOF} | ${EOF} true false", "<<  EOF > foo | EOF true false",
      "<< -EOF | -EOF true false", "<<file.txt /dest | file.txt true false", "cat <<-\"A B\" x | A B false true", "3<<EOF | EOF true false",
      "<<\\EOF | EOF true false", "a <<EOF 'x y' \"$z ${w:-'q'}\" | EOF true false"})
  void announcementsAreRead(String line, String expected) {
    String name = expected.substring(0,
        expected.indexOf(expected.endsWith("true true") ? " true" : expected.contains(" true ") ? " true" : " false"));
    HeredocPart part = parse("FROM x\nRUN " + line + "\nbody\n" + name + "\n").statements().get(1).heredocs().get(0);
    assertThat(part.delimiter() + " " + part.expanded() + " " + part.chomped()).isEqualTo(expected);
    assertThat(part.content()).isEqualTo("body\n");
    assertThat(part.terminated()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RUN \"<<EOF\"", "RUN '<<EOF'", "RUN <<", "RUN <<-", "RUN <<- EOF", "RUN <<<EOF", "RUN a<<EOF", "RUN <<''",
      "RUN [\"<<EOF\"]",
      "RUN $((1<<2))", "RUN <<EOF '", "RUN <<EOF \"", "RUN <<EOF ${x^^}", "RUN <<EOF ${}", "RUN <<EOF ${x", "RUN <<EOF ${x:-",
      "RUN <<EOF ${x/a}",
      "USER <<EOF", "RUN \\<<EOF", "RUN x \"${a:-<<EOF}\""})
  void whatIsNoAnnouncementIsNone(String line) {
    assertThat(parse("FROM x\n" + line + "\nUSER y\n").statements()).hasSize(3).last().extracting(Statement::heredocs).asInstanceOf(
        InstanceOfAssertFactories.LIST).isEmpty();
  }

  @Test
  void severalTextsFollowInOrder() {
    Statement copy = parse("FROM x\nCOPY <<X 3<<-'Y' /dest/\nY\nX\n\t\ta\n\t\tY\nRUN z\n").statements().get(1);
    assertThat(copy.heredocs()).extracting(HeredocPart::content).containsExactly("Y\n", "a\n");
    assertThat(copy.heredocs().get(1).rawContent()).isEqualTo("\t\ta\n");
    assertThat(copy.heredocs().get(1).descriptor()).isEqualTo(OptionalLong.of(3));
    assertThat(copy.heredocs().get(0).descriptor()).isEmpty();
    assertThat(copy.heredocs().get(1).announcement().span()).hasToString("2:10");
    assertThat(copy.heredocs().get(1).span()).hasToString("5:1");
  }

  @Test
  void commentsAndContinuationsInTextsMeanNothing() {
    Statement run = parse("FROM x\nRUN <<E\n# a\nb \\\n\nE\nRUN c\n").statements().get(1);
    assertThat(run.heredocs().get(0).content()).isEqualTo("# a\nb \\\n\n");
  }

  @Test
  void announcementsUseTheBackslashWhateverTheEscapeOfTheFile() {
    Statement run = parse("# escape=`\nFROM x\nRUN <<a\\ b `\n c\nx\na b\n").statements().get(1);
    assertThat(run.heredocs()).extracting(HeredocPart::delimiter).containsExactly("a b");
  }

  @Test
  void aTextWithoutEndIsToldWithTheLineThatWasMeant() {
    assertThat(problems("FROM x\nRUN <<EOF\na\n  EOF\n")).containsExactly(
        "Dockerfile:2:5: the text '<<EOF' has no end: no line is 'EOF' and nothing else; line 4 has it with blanks around it; remove these; '<<-' lets tabs stand before it");
    assertThat(problems("FROM x\nRUN <<EOF\na\neof\n")).singleElement().asString().endsWith("line 4 has 'eof'; write 'EOF'");
    assertThat(problems("FROM x\nRUN <<A <<B\na\nA\n")).singleElement().asString().startsWith("Dockerfile:2:9:")
        .endsWith("end the text with a line 'B'");
    assertThat(problems("FROM x\nRUN <<A <<B\n")).hasSize(1);
  }

  // ---- comments that tell something ----

  @Test
  void commentsBeforeAnInstructionAreItsOwn() {
    Dockerfile file = parse(
        "# syntax=a\n# build compiles\n\n# more\nFROM x AS build\n# lost\n#\n# A the argument\n# A again\nARG A\nRUN b\n");
    assertThat(file.statements().get(0).docComments()).extracting(Comment::content).containsExactly("build compiles", "more");
    assertThat(file.statements().get(0).description("build")).contains("compiles");
    assertThat(file.statements().get(0).description("more")).isEmpty();
    assertThat(file.statements().get(0).description("")).isEmpty();
    assertThat(file.statements().get(1).docComments()).hasSize(2);
    assertThat(file.statements().get(1).description("A")).contains("the argument");
    assertThat(file.statements().get(2).docComments()).isEmpty();
  }

  // ---- limits and characters ----

  @Test
  void aLineMayHave65535Bytes() {
    String before = "FROM x\nENV a=";
    String fits = "b".repeat(Dockerfile.MAX_LINE_BYTES - 6);
    assertThat(problems(before + fits + "\n")).isEmpty();
    assertThat(problems(before + fits)).isEmpty();
    assertThat(problems(before + fits + "b\n")).singleElement().asString().startsWith("Dockerfile:2:1: the line has more than 65535 bytes");
    assertThat(problems(before + fits + "\r\n")).hasSize(1);
    assertThat(problems(before + "é".repeat(32_765) + "\n")).hasSize(1);
    assertThat(problems(before + "é".repeat(32_764) + "b\n")).isEmpty();
    assertThat(problems("FROM x\n#" + "b".repeat(65_535) + "\nRUN <<E\n" + "c".repeat(65_536) + "\nE\n")).hasSize(2);
  }

  @Test
  void countsHaveLimits() {
    assertThat(Dockerfile.parse("x", "FROM a\n" + "RUN b\n".repeat(Dockerfile.MAX_STATEMENTS - 1)).statements())
        .hasSize(Dockerfile.MAX_STATEMENTS);
    assertTooMany("RUN b\n".repeat(Dockerfile.MAX_STATEMENTS + 1), "more than 10000 instructions");
    assertTooMany("#\n".repeat(Dockerfile.MAX_ELEMENTS + 1), "more than 100000 instructions, comments");
    assertTooMany("RUN <<A <<A <<A\nA\nA\nA\n".repeat(3_400), "more than 10000 texts");
    assertTooMany(" ".repeat(Dockerfile.MAX_BYTES + 1), "at most 16777216");
    assertThat(problems("FROM x\nRUN" + " --mount=a".repeat(1_001) + " b")).singleElement().asString().contains("more than 1000 flags");
    assertThat(Dockerfile.parse("x", "X\n".repeat(5_000)).problems()).hasSize(Problems.MAX + 1).first().asString()
        .contains("more problems than the 1000");
  }

  private static void assertTooMany(String text, String expected) {
    assertThatThrownBy(() -> Dockerfile.parse("f", text)).isInstanceOfSatisfying(DocumentException.class,
        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED)).hasMessageContaining(expected);
  }

  @Test
  void charactersThatNoBuilderTakesAreTold() {
    assertThat(problems("FROM x\nRUN a\0b\n")).singleElement().asString().startsWith("Dockerfile:2:6: the file has a NUL");
    assertThat(problems("FROM x\nRUN \uD800b\n")).singleElement().asString()
        .startsWith("Dockerfile:2:5: half a character stands here (U+D800)");
    assertThat(problems("FROM x\nRUN \uDE00\uD83D\n")).hasSize(1);
  }

  // ---- files ----

  @Test
  void filesAreReadByTheirPath(@TempDir Path directory) throws IOException {
    Path path = Files.writeString(directory.resolve("Dockerfile"), "\uFEFFFROM x\r\nRUN é");
    Dockerfile file = Dockerfile.read(path);
    assertThat(file.name()).isEqualTo(path.toString());
    assertThat(file.text()).isEqualTo("\uFEFFFROM x\r\nRUN é");
    assertThat(file).isEqualTo(Dockerfile.parse(path.toString(), file.text())).hasSameHashCodeAs(Dockerfile.read(path))
        .hasToString(file.text());
  }

  @Test
  void filesThatCannotBeReadAreToldSo(@TempDir Path directory) throws IOException {
    assertFails(directory.resolve("none"), ErrorCode.NOT_FOUND, "there is no file");
    assertFails(directory, ErrorCode.CONTEXT_UNREADABLE, "is a directory");
    assertMalformed(Files.write(directory.resolve("latin"), "FROM x\nRUN éa\n".getBytes(ISO_8859_1)),
        ":2:5: the byte 0xE9 (number 12 of the file) is not UTF-8");
    assertMalformed(Files.write(directory.resolve("wide"), "FROM x\n".getBytes(UTF_16)), "the file is UTF-16");
    assertMalformed(Files.write(directory.resolve("cut"), new byte[]{'F', (byte) 0xC3}), ":1:2: the byte 0xC3");
    assertMalformed(Files.write(directory.resolve("big"), new byte[Dockerfile.MAX_BYTES + 1]), "more than 16777216 bytes");
  }

  private static void assertFails(Path file, ErrorCode code, String expected) {
    assertThatThrownBy(() -> Dockerfile.read(file))
        .isInstanceOfSatisfying(ContextException.class, failure -> assertThat(failure.code()).isEqualTo(code))
        .hasMessageContaining(expected);
  }

  private static void assertMalformed(Path file, String expected) {
    assertThatThrownBy(() -> Dockerfile.read(file)).isInstanceOf(DocumentException.class).hasMessageContaining(expected);
  }

  private static Dockerfile parse(String text) {
    return Dockerfile.parse("Dockerfile", text);
  }

  private static Statement statement(String line) {
    return parse("FROM x\n" + line + "\n").statements().get(1);
  }

  private static List<String> problems(String text) {
    return parse(text).problems().stream().map(Problem::toString).collect(ImmutableList.toImmutableList());
  }
}
