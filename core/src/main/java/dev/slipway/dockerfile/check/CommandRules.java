package dev.slipway.dockerfile.check;

import com.google.common.base.Splitter;
import dev.slipway.InvalidValueException;
import dev.slipway.dockerfile.Arguments;
import dev.slipway.dockerfile.Arguments.Assignment;
import dev.slipway.dockerfile.HeredocPart;
import dev.slipway.dockerfile.IgnoreFile;
import dev.slipway.dockerfile.Keyword;
import dev.slipway.dockerfile.Statement;
import dev.slipway.dockerfile.Token;
import dev.slipway.dockerfile.check.StageState.Used;
import dev.slipway.image.Add;
import dev.slipway.image.ImagePath;
import dev.slipway.image.PatternText;
import dev.slipway.image.Word;
import java.util.List;
import java.util.Optional;

/** Single instructions of a stage, in the light of those before them. */
final class CommandRules {
  private final CheckedFile checked;
  private final PortRules ports;

  CommandRules(CheckedFile checked) {
    this.checked = checked;
    this.ports = new PortRules(checked);
  }

  void check(Statement statement, StageState state) {
    switch (statement.keyword()) {
      case CMD, ENTRYPOINT -> {
        once(statement, state);
        json(statement, state);
      }
      case HEALTHCHECK -> once(statement, state);
      case ENV, LABEL -> legacy(statement, state);
      case WORKDIR -> workdir(statement, state);
      case COPY, ADD -> ignored(statement, state);
      case EXPOSE -> ports.check(statement, state);
      default -> {
      }
    }
  }

  private void add(Rule rule, Statement statement, Token token, StageState state, String message, String fix,
      Optional<? extends Edit> edit) {
    Finding finding = Finding.of(rule, checked.place(statement, token.span()), message, fix);
    StageRules.add(checked, state, statement, edit.isPresent() ? finding.withEdit(edit.get()) : finding);
  }

  /** Tells the earlier one, which counts for nothing. */
  private void once(Statement statement, StageState state) {
    Used earlier = state.used().put(statement.keyword(), new Used(statement, state.isTriggered()));
    Rule rule = BuildkitRules.MULTIPLE_INSTRUCTIONS_DISALLOWED;
    boolean wanted = CheckSettings.above(statement).map(settings -> settings.allow(rule)).orElse(true);
    if (earlier != null && wanted) {
      // a comment for checks above it would hold for what follows
      boolean removable = !earlier.triggered() && CheckSettings.above(earlier.statement()).isEmpty();
      Optional<Edit> edit = removable ? Optional.of(Edit.Text.of("remove it", earlier.statement().span(), "")) : Optional.empty();
      add(rule, earlier.statement(), earlier.statement().keywordToken(), state,
          "another " + statement.keyword() + " follows in this stage, and only the last one counts",
          "remove all but the last", edit);
    }
  }

  private void json(Statement statement, StageState state) {
    if (statement.arguments() instanceof Arguments.Line line && !state.hasShell()) {
      add(BuildkitRules.JSON_ARGS_RECOMMENDED, statement, line.token(), state,
          statement.keyword() + " is in shell form, which loses signals",
          "write a JSON array of the program and its arguments; if a shell is wanted, say so by SHELL",
          ExecForm.of(statement, line.token().text()).map(text -> Edit.Text.of("write a JSON array", line.token().span(), text)));
    }
  }

  private void legacy(Statement statement, StageState state) {
    if (statement.arguments() instanceof Arguments.Assignments assignments && assignments.legacy()) {
      Assignment first = assignments.list().get(0);
      Optional<Edit> edit = first.value().flatMap(value -> modern(statement, first.name(), value));
      add(BuildkitRules.LEGACY_KEY_VALUE_FORMAT, statement, first.name(), state,
          "a blank stands between name and value of " + statement.keyword(), "write '" + statement.keyword() + " " + first.name() + "=…'",
          edit);
    }
  }

  /** A value with quotes or escapes and with blanks is left to people: what is quoted in it may be meant otherwise. */
  private Optional<Edit> modern(Statement statement, Token name, Token value) {
    String text = value.text();
    boolean blank = text.isEmpty() || text.chars().anyMatch(c -> PatternText.isSpace((char) c));
    boolean quoted = text.chars().anyMatch(c -> c == '"' || c == '\'' || c == checked.file().escape());
    if (blank && quoted || !SpellingRules.isPlain(statement)) {
      return Optional.empty();
    }
    String written = name.text() + "=" + (blank ? "\"" + text + "\"" : text);
    return Optional.of(Edit.Text.of("write an equals sign",
        checked.file().source().span(name.span().offset(), value.span().endOffset()), written));
  }

  private void workdir(Statement statement, StageState state) {
    if (state.hasWorkdir() || !(statement.arguments() instanceof Arguments.Line line)) {
      return;
    }
    state.setWorkdir();
    Optional<String> path = checked.file().word(line.token().text()).flatMap(word -> beginning(word, state));
    if (path.isPresent() && !isAbsolute(path.get())) {
      add(BuildkitRules.WORKDIR_RELATIVE_PATH, statement, line.token(), state,
          "'" + line.token() + "' is relative to whatever directory the base image has",
          "write an absolute path, such as '/" + line.token() + "'",
          Optional.empty());
    }
  }

  /** What a path is, or begins with before the first variable. */
  private static Optional<String> beginning(Word word, StageState state) {
    Optional<String> known = state.variables().known(word);
    boolean literal = known.isEmpty() && !word.isEmpty() && word.parts().get(0) instanceof Word.Literal;
    return literal ? Optional.of(((Word.Literal) word.parts().get(0)).text()) : known;
  }

  /** Of Windows too. */
  private static boolean isAbsolute(String path) {
    return path.startsWith("/") || path.startsWith("\\")
        || path.length() > 2 && path.charAt(1) == ':' && Character.isLetter(path.charAt(0));
  }

  private void ignored(Statement statement, StageState state) {
    Optional<IgnoreFile> ignore = checked.subject().options().context().flatMap(CheckedContext::ignoreFile)
        .filter(file -> file.filter().rules().stream().noneMatch(rule -> rule.reincludes()));
    if (ignore.isEmpty() || statement.flag("from").isPresent()) {
      return;
    }
    switch (statement.arguments()) {
      case Arguments.Words words -> words.words().subList(0, words.words().size() - 1).stream().filter(word -> !announces(statement, word))
          .forEach(word -> ignored(statement, word, word.text(), ignore.get(), state));
      case Arguments.Json json when !json.strings().isEmpty() -> json.strings().subList(0, json.strings().size() - 1)
          .forEach(string -> ignored(statement, string.token(), string.value(), ignore.get(), state));
      default -> {
      }
    }
  }

  private static boolean announces(Statement statement, Token word) {
    return statement.heredocs().stream().map(HeredocPart::announcement).anyMatch(token -> token.span().equals(word.span()));
  }

  private void ignored(Statement statement, Token token, String text, IgnoreFile ignore, StageState state) {
    Optional<String> source = checked.file().word(text).flatMap(state.variables()::known);
    if (source.isEmpty() || statement.keyword() == Keyword.ADD && Add.Address.isAddress(source.get())) {
      return;
    }
    Optional<String> line = ignoringLine(source.get(), ignore);
    if (line.isPresent()) {
      String name = checked.subject().options().context().map(CheckedContext::ignoreFileName).orElse(IgnoreFile.NAME);
      add(BuildkitRules.COPY_IGNORED_FILE, statement, token, state,
          "'" + source.get() + "' is left out of the context by " + name + line.get(),
          "take it in by a line '!" + PatternText.clean(source.get()) + "' in " + name + ", or do not "
              + (statement.keyword() == Keyword.ADD ? "add" : "copy")
              + " it",
          Optional.empty());
    }
  }

  /** The root is there whatever is ignored; it is only empty if all is. */
  private static Optional<String> ignoringLine(String source, IgnoreFile ignore) {
    try {
      ImagePath path = ImagePath.of(source);
      if (path.isRoot()) {
        return ignore.lines().stream().filter(line -> List.of("*", "**", "**/*").contains(line.pattern())).findFirst()
            .map(CommandRules::where);
      }
      IgnoreFile.Decision decision = ignore.decide(path);
      return decision.ignored() ? Optional.of(decision.line().map(CommandRules::where).orElse("")) : Optional.empty();
    } catch (InvalidValueException noPath) {
      return Optional.empty();
    }
  }

  private static String where(IgnoreFile.Line line) {
    return " (line " + line.number() + ": " + Splitter.fixedLength(60).split(line.pattern()).iterator().next() + ")";
  }
}
