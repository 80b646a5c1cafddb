package dev.slipway.dockerfile.check;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import dev.slipway.Span;
import dev.slipway.Suggestions;
import dev.slipway.dockerfile.Arguments;
import dev.slipway.dockerfile.Arguments.Assignment;
import dev.slipway.dockerfile.Flag;
import dev.slipway.dockerfile.HeredocPart;
import dev.slipway.dockerfile.Keyword;
import dev.slipway.dockerfile.Statement;
import dev.slipway.dockerfile.Token;
import dev.slipway.image.Word;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Names that are used and set: variables that are not defined, and secrets. */
final class VariableRules {
  private static final ImmutableSet<String> SECRET = ImmutableSet.of("apikey", "auth", "credential", "credentials", "key", "password",
      "pword", "passwd", "secret", "token");
  private static final ImmutableSet<String> HARMLESS = ImmutableSet.of("public", "file", "version");
  private static final int MOST_NAMES = 500;
  private static final ImmutableSet<String> EXPANDED_FLAGS = ImmutableSet.of("chown", "chmod", "checksum", "mount");

  private final CheckedFile checked;

  VariableRules(CheckedFile checked) {
    this.checked = checked;
  }

  void check(Statement statement, StageState state) {
    switch (statement.keyword()) {
      case COPY, ADD, VOLUME -> {
        flags(statement, state);
        list(statement, state);
        statement.heredocs().forEach(text -> body(statement, text, state));
      }
      case RUN -> flags(statement, state);
      case USER, WORKDIR, STOPSIGNAL -> line(statement, state);
      case LABEL -> pairs(statement, state);
      case ENV -> {
        pairs(statement, state);
        StageRules.assignments(statement)
            .forEach(assignment -> secret(statement, assignment,
                checked.file().word(assignment.name().text()).flatMap(state.variables()::known), state));
      }
      default -> {
      }
    }
  }

  private void flags(Statement statement, StageState state) {
    for (Flag flag : statement.flags()) {
      if (EXPANDED_FLAGS.contains(flag.name().text())) {
        flag.value().ifPresent(value -> look(statement, value, value.text(), state));
      }
    }
  }

  private void list(Statement statement, StageState state) {
    switch (statement.arguments()) {
      case Arguments.Words words -> words.words().forEach(word -> look(statement, word, word.text(), state));
      case Arguments.Json json -> json.strings().forEach(string -> look(statement, string.token(), string.value(), state));
      default -> {
      }
    }
  }

  private void line(Statement statement, StageState state) {
    if (statement.arguments() instanceof Arguments.Line line) {
      look(statement, line.token(), line.token().text(), state);
    }
  }

  private void pairs(Statement statement, StageState state) {
    for (Assignment assignment : StageRules.assignments(statement)) {
      look(statement, assignment.name(), assignment.name().text(), state);
      assignment.value().ifPresent(value -> look(statement, value, value.text(), state));
    }
  }

  /** Looks at an argument before it is declared: not at its default if the build is given a value. */
  void argument(Statement statement, Assignment assignment, StageState state) {
    secret(statement, assignment, Optional.of(assignment.name().text()), state);
    if (!checked.subject().options().read().arguments().containsKey(assignment.name().text())) {
      assignment.value().ifPresent(value -> look(statement, value, value.text(), state));
    }
  }

  private void body(Statement statement, HeredocPart text, StageState state) {
    checked.file().word(text).ifPresent(word -> look(statement, word, text.announcement(), Optional.of(text), state));
  }

  private void look(Statement statement, Token token, String text, StageState state) {
    if (text.indexOf('$') >= 0) {
      checked.file().word(text).ifPresent(word -> look(statement, word, token, Optional.empty(), state));
    }
  }

  private void look(Statement statement, Word word, Token token, Optional<HeredocPart> body, StageState state) {
    StageVariables variables = state.variables();
    for (String name : word.variables()) {
      if (!variables.defines(name)) {
        Span span = body.map(text -> inBody(text, name)).orElseGet(() -> CheckedFile.variable(token, name));
        String fix = Suggestions.closest(name, similar(variables)).map(close -> "did you mean '$" + close + "'?")
            .orElse("declare it by 'ARG " + name + "' or 'ENV " + name + "=…' in this stage, before it is used");
        String unless = variables.complete() ? "" : " here; the base image may set it";
        Finding finding = Finding.of(BuildkitRules.UNDEFINED_VAR, checked.place(statement, span),
            "the variable '$" + name + "' is not defined" + unless, fix);
        StageRules.add(checked, state, statement, variables.complete() ? finding : finding.withSeverity(Severity.NOTE));
      }
    }
  }

  /** Each name is compared letter by letter: more than a few are not worth the time. */
  private static Set<String> similar(StageVariables variables) {
    return variables.names().size() > MOST_NAMES ? ImmutableSet.of() : variables.names();
  }

  private Span inBody(HeredocPart text, String name) {
    String content = text.rawContent();
    for (int i = content.indexOf('$'); i >= 0; i = content.indexOf('$', i + 1)) {
      int start = content.startsWith("{", i + 1) ? i + 2 : i + 1;
      if (content.startsWith(name, start) && Word.nameEnd(content, start) == start + name.length()) {
        int offset = text.span().offset();
        return checked.file().source().span(offset + i, offset + start + name.length());
      }
    }
    return text.announcement().span();
  }

  /** Names are looked at word by word, as underscores divide them. */
  private void secret(Statement statement, Assignment assignment, Optional<String> name, StageState state) {
    if (name.isPresent() && isSecret(name.get())) {
      String keyword = statement.keyword() == Keyword.ARG ? "ARG" : "ENV";
      StageRules.add(checked, state, statement, Finding.of(BuildkitRules.SECRETS_USED_IN_ARG_OR_ENV,
          checked.place(statement, assignment.name().span()),
          keyword + " '" + name.get() + "' sounds like a secret, which would stay in the image",
          "hand it to the commands that need it by 'RUN --mount=type=secret,id=…', and to the container when it starts"));
    }
  }

  private static boolean isSecret(String name) {
    List<String> words = Splitter.on('_').splitToList(name.toLowerCase(Locale.ROOT));
    return words.stream().anyMatch(SECRET::contains) && words.stream().noneMatch(HARMLESS::contains);
  }
}
