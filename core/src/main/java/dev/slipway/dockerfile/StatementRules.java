package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import com.google.re2j.Pattern;
import dev.slipway.SourceText;
import dev.slipway.Span;
import dev.slipway.Suggestions;
import dev.slipway.dockerfile.Arguments.Assignment;
import dev.slipway.dockerfile.Arguments.Assignments;
import dev.slipway.dockerfile.Arguments.Json;
import dev.slipway.dockerfile.Arguments.JsonString;
import dev.slipway.dockerfile.Arguments.None;
import dev.slipway.dockerfile.Arguments.Probe;
import dev.slipway.dockerfile.Arguments.Trigger;
import dev.slipway.dockerfile.Arguments.Words;
import dev.slipway.dockerfile.Keyword.FlagKind;
import dev.slipway.image.PatternText;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Says what is wrong with an instruction as it is written: its keyword, flags, and the number and form of arguments. */
final class StatementRules {
  private static final Pattern STAGE_NAME = Pattern.compile("[a-z][a-z0-9_.-]*");

  private final Problems problems;

  StatementRules(Problems problems) {
    this.problems = problems;
  }

  void check(Statement statement, Optional<Statement> before) {
    if (problems.isFull()) {
      return;
    }
    if (statement.keyword() == Keyword.UNKNOWN) {
      new UnknownKeyword(problems).tell(statement, before);
      return;
    }
    checkFlags(statement);
    if (statement.arguments() instanceof None) {
      checkSomething(statement);
    } else {
      checkArguments(statement);
    }
  }

  private void checkFlags(Statement statement) {
    Set<String> seen = new HashSet<>();
    for (Flag flag : statement.flags()) {
      if (problems.isFull()) {
        return;
      }
      String name = flag.name().text();
      FlagKind kind = statement.keyword().flags().get(name);
      if (kind == null) {
        tellUnknownFlag(statement.keyword(), flag);
      } else if (!seen.add(name) && kind != FlagKind.REPEATED) {
        problems.add(flag.token().span(), "the flag '--" + name + "' stands twice; " + statement.keyword() + " takes it once",
            "remove one of the two");
      } else {
        checkValue(flag, kind);
      }
    }
  }

  private void tellUnknownFlag(Keyword keyword, Flag flag) {
    String name = flag.name().text();
    ImmutableList<String> known = keyword.flags().keySet().asList();
    Optional<String> meant = Suggestions.closest(name.toLowerCase(Locale.ROOT), known);
    String message = keyword + " has no flag " + Problems.quoted("--" + name);
    if (meant.isPresent()) {
      problems.add(flag.token().span(), message, "did you mean '--" + meant.get() + "'?");
    } else if (known.isEmpty()) {
      problems.add(flag.token().span(), message + "; it takes none", "write '--' before an argument that begins with two hyphens");
    } else {
      problems.add(flag.token().span(), message, "it takes --" + String.join(", --", known) + "; '--' ends the flags");
    }
  }

  private void checkValue(Flag flag, FlagKind kind) {
    String name = "'--" + flag.name().text() + "'";
    String value = flag.value().map(Token::text).orElse("");
    if (kind == FlagKind.BOOLEAN) {
      boolean bare = flag.value().isEmpty();
      if (!bare && !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
        problems.add(
            flag.token().span(),
            value.isEmpty() ? name + " has an '=' with nothing behind it" : name + " is on or off, not " + Problems.quoted(value),
            "write " + name + " alone, or '=true' or '=false' behind it");
      }
    } else if (flag.value().isEmpty()) {
      problems.add(flag.token().span(), name + " has no value", "write '--" + flag.name().text() + "=…' without blanks around the '='");
    }
  }

  private void checkSomething(Statement statement) {
    Span place = statement.keywordToken().span();
    switch (statement.keyword()) {
      // the first two stand for an empty line for the shell and for nothing; the others have told what is wrong already
      case CMD, ENTRYPOINT -> {
      }
      case RUN -> problems.add(place, "RUN has no command", "write for example 'RUN make install'");
      case FROM ->
        problems.add(place, "FROM names no image", "write 'FROM image', 'FROM image AS name', or 'FROM scratch' to begin with nothing");
      case COPY, ADD -> problems.add(
          place,
          statement.keyword() + " has neither a source nor a destination",
          "write '" + statement.keyword() + " source destination'");
      case ENV, LABEL -> {
        if (statement.rest().isEmpty()) {
          problems.add(place, statement.keyword() + " has no name and no value", "write '" + statement.keyword() + " name=value'");
        }
      }
      default -> problems.add(place, statement.keyword() + " has no argument", "write for example '" + example(statement.keyword()) + "'");
    }
  }

  private static String example(Keyword keyword) {
    return switch (keyword) {
      case ARG -> "ARG VERSION=1.0";
      case EXPOSE -> "EXPOSE 8080";
      case HEALTHCHECK -> "HEALTHCHECK CMD curl -f http://localhost/";
      case MAINTAINER -> "LABEL org.opencontainers.image.authors=\"name\"";
      case ONBUILD -> "ONBUILD COPY . /src";
      case SHELL -> "SHELL [\"/bin/bash\", \"-c\"]";
      case STOPSIGNAL -> "STOPSIGNAL SIGTERM";
      case USER -> "USER app";
      case VOLUME -> "VOLUME /data";
      default -> "WORKDIR /app";
    };
  }

  private void checkArguments(Statement statement) {
    switch (statement.arguments()) {
      case Assignments assignments -> checkNames(statement.keyword(), assignments);
      case Words words when statement.keyword() == Keyword.FROM -> checkFrom(words);
      case Words words when isTransfer(statement.keyword()) -> checkTransfer(statement, words.words().size());
      case Json json -> checkJson(statement, json);
      case Probe probe -> checkProbe(probe);
      case Trigger trigger -> checkTrigger(trigger.statement());
      default -> {
        if (statement.keyword() == Keyword.SHELL) {
          problems.add(
              statement.rest().span(),
              "SHELL takes a JSON array, not " + Problems.quoted(statement.rest().text()),
              "write for example 'SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]'");
        }
      }
    }
  }

  private static boolean isTransfer(Keyword keyword) {
    return keyword == Keyword.COPY || keyword == Keyword.ADD;
  }

  private void checkNames(Keyword keyword, Assignments assignments) {
    for (Assignment assignment : assignments.list()) {
      if (assignment.name().isEmpty() && !problems.isFull()) {
        problems.add(assignment.value().orElse(assignment.name()).span(), keyword + " has a value without a name",
            "write a name before the '='");
      }
    }
  }

  private void checkFrom(Words from) {
    ImmutableList<Token> words = from.words();
    boolean named = words.size() == 3 && words.get(1).text().equalsIgnoreCase("as");
    if (named) {
      checkStageName(words.get(2));
    } else if (words.size() > 1) {
      Optional<Token> late = words.stream().filter(word -> word.text().startsWith("--")).findFirst();
      if (late.isPresent()) {
        problems.add(
            late.get().span(),
            "the flag " + Problems.quoted(late.get().text()) + " stands behind the image",
            "write 'FROM " + late.get().text() + " " + words.get(0).text() + " …'");
      } else {
        tellFrom(words);
      }
    }
  }

  private void tellFrom(ImmutableList<Token> words) {
    Token second = words.get(1);
    if (words.size() == 2 && second.text().equalsIgnoreCase("as")) {
      problems.add(second.span(), "FROM has no name behind " + Problems.quoted(second.text()),
          "write 'FROM " + words.get(0).text() + " AS name'");
      return;
    }
    Token last = words.get(words.size() - 1);
    String comment = second.text().startsWith("#") ? "; a comment needs a line of its own" : "";
    problems.add(
        second.span(),
        "FROM takes an image and perhaps 'AS name', but not " + Problems.quoted(second.text())
            + (words.size() == 2 ? "" : " to " + Problems.quoted(last.text())) + comment,
        "write 'FROM " + words.get(0).text() + "' or 'FROM " + words.get(0).text() + " AS name'");
  }

  private void checkStageName(Token name) {
    String text = name.text();
    if (!STAGE_NAME.matcher(text.toLowerCase(Locale.ROOT)).matches()) {
      problems.add(
          name.span(),
          Problems.quoted(text) + " cannot name a stage",
          "begin with a letter and go on with letters, digits, '-', '_' and '.', such as 'build-1'");
    }
  }

  private void checkTransfer(Statement statement, int count) {
    if (count < 2) {
      problems.add(
          statement.rest().span(),
          statement.keyword() + " has a source but no destination",
          "write where it goes, such as '" + statement.keyword() + " " + shown(statement.rest()) + " /app/'");
    } else if (statement.arguments() instanceof Words words) {
      Token destination = words.words().get(words.words().size() - 1);
      if (HeredocLexer.announcement(destination).isPresent()) {
        problems.add(
            destination.span(),
            "the text " + Problems.quoted(destination.text()) + " stands where the destination should",
            "write the path of the file behind it, such as '" + statement.keyword() + " " + shown(destination) + " /app/file'");
      }
    }
  }

  private static String shown(Token token) {
    return token.length() <= 30 ? token.text() : "…";
  }

  private void checkJson(Statement statement, Json json) {
    Keyword keyword = statement.keyword();
    boolean empty = json.strings().isEmpty();
    if (isTransfer(keyword)) {
      if (empty) {
        problems.add(json.token().span(), keyword + " has neither a source nor a destination",
            "write '" + keyword + " [\"source\", \"destination\"]'");
      } else {
        checkTransfer(statement, json.strings().size());
      }
    } else if (keyword == Keyword.VOLUME) {
      checkVolumes(json);
    } else if (empty && (keyword == Keyword.SHELL || keyword == Keyword.RUN)) {
      problems.add(
          json.token().span(),
          keyword + " has an empty array",
          keyword == Keyword.RUN ? "write for example 'RUN [\"make\", \"install\"]'" : "write for example '" + example(keyword) + "'");
    }
  }

  private void checkVolumes(Json json) {
    if (json.strings().isEmpty()) {
      problems.add(json.token().span(), "VOLUME has an empty array", "write for example 'VOLUME [\"/data\"]'");
    }
    for (JsonString path : json.strings()) {
      if (PatternText.trim(path.value()).isEmpty()) {
        problems.add(path.token().span(), "VOLUME has an empty path", "write a directory, such as '/data'");
      }
    }
  }

  private void checkProbe(Probe probe) {
    String type = probe.type().text();
    boolean missing = probe.command() instanceof None || probe.command() instanceof Json json && json.strings().isEmpty();
    if (type.equalsIgnoreCase("NONE")) {
      if (!(probe.command() instanceof None)) {
        problems.add(probe.type().span(), "HEALTHCHECK NONE takes no arguments", "write 'HEALTHCHECK NONE' alone, or 'HEALTHCHECK CMD …'");
      }
    } else if (!type.equalsIgnoreCase("CMD")) {
      problems.add(
          probe.type().span(),
          Problems.quoted(type) + " is no kind of health check",
          "write 'HEALTHCHECK CMD " + (type.length() <= 30 ? type : "…") + " …' to run a command, or 'HEALTHCHECK NONE'");
    } else if (missing) {
      problems.add(probe.type().span(), "HEALTHCHECK CMD has no command", "write for example '" + example(Keyword.HEALTHCHECK) + "'");
    }
  }

  private void checkTrigger(Statement trigger) {
    switch (trigger.keyword()) {
      case ONBUILD ->
        problems.add(trigger.keywordToken().span(), "ONBUILD stands in ONBUILD, which no builder carries out", "write it once");
      case FROM, MAINTAINER -> problems.add(
          trigger.keywordToken().span(),
          trigger.keyword() + " cannot be a trigger of ONBUILD",
          "every other instruction can");
      default -> check(trigger, Optional.empty());
    }
  }

  /** Says that a text has no end, and which line looks as if it were meant to be that. */
  void tellUnterminated(HeredocWord word, SourceText source, int start) {
    String delimiter = word.delimiter();
    String message = "the text " + Problems.quoted(word.token().text()) + " has no end: no line is " + Problems.quoted(delimiter)
        + " and nothing else";
    String text = source.text();
    LineScan lines = new LineScan(text);
    int next;
    for (int at = start; at < text.length(); at = next) {
      next = lines.next(at);
      int first = lines.skipSpaces(at, next);
      boolean alike = text.regionMatches(true, first, delimiter, 0, delimiter.length())
          && lines.skipSpaces(first + delimiter.length(), next) == next;
      if (alike) {
        problems.add(word.token().span(), message, nearMiss(text.substring(first, first + delimiter.length()), word, source.lineAt(at)));
        return;
      }
    }
    problems.add(word.token().span(), message, "end the text with a line " + Problems.quoted(delimiter));
  }

  private static String nearMiss(String line, HeredocWord word, int number) {
    String delimiter = Problems.quoted(word.delimiter());
    if (!line.equals(word.delimiter())) {
      return "line " + number + " has " + Problems.quoted(line) + "; write " + delimiter;
    }
    String tabs = word.chomped() ? "; only tabs may stand before it" : "; '<<-' lets tabs stand before it";
    return "line " + number + " has it with blanks around it; remove these" + tabs;
  }
}
