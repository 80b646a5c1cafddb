package dev.slipway.dockerfile.check;

import dev.slipway.Span;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.dockerfile.Keyword;
import dev.slipway.dockerfile.Statement;
import dev.slipway.dockerfile.Token;
import dev.slipway.image.Word;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A file that is checked, and where findings in it go. */
final class CheckedFile {
  private final Dockerfile file;
  private final Subject subject;
  private final Consumer<Finding> findings;
  private final TreeMap<Integer, Place.InStage> stages = new TreeMap<>();

  private final Set<String> asked = new HashSet<>();

  CheckedFile(Dockerfile file, Subject subject, Consumer<Finding> findings) {
    this.file = file;
    this.subject = subject;
    this.findings = findings;
    subject.stages().forEach(stage -> stages.put(stage.from().span().offset(), new Place.InStage(stage.index(), stage.name())));
  }

  Dockerfile file() {
    return file;
  }

  Subject subject() {
    return subject;
  }

  void add(Finding finding) {
    findings.accept(finding);
  }

  /** A finding at a part of a statement. */
  void add(Rule rule, Statement statement, Span span, String message, String fix) {
    add(Finding.of(rule, place(statement, span), message, fix));
  }

  /** A finding at a part of a statement, with an edit where it is safe. */
  void add(Rule rule, Statement statement, Span span, String message, String fix, Optional<? extends Edit> edit) {
    Finding finding = Finding.of(rule, place(statement, span), message, fix);
    add(edit.isPresent() ? finding.withEdit(edit.get()) : finding);
  }

  /** Whether no finding of the same rule at the same place was asked for before. */
  boolean isFirst(Finding finding) {
    return asked.add(finding.rule().id() + " " + finding.place());
  }

  /** A part of a statement, in the stage in which that stands. */
  Place place(Statement statement, Span span) {
    Place place = Place.at(file.name(), statement, span);
    return place.in(Optional.ofNullable(stages.floorEntry(statement.span().offset())).map(Map.Entry::getValue));
  }

  /** All statements from the first {@code FROM} on. */
  List<Statement> inStages() {
    List<Statement> statements = new ArrayList<>();
    for (Statement statement : file.statements()) {
      if (statement.keyword() == Keyword.FROM || !statements.isEmpty()) {
        statements.add(statement);
      }
    }
    return statements;
  }

  /** Where a variable first stands in a token, from its dollar sign on; the whole token if it is not seen there. */
  static Span variable(Token token, String name) {
    String text = token.text();
    for (int i = text.indexOf('$'); i >= 0; i = text.indexOf('$', i + 1)) {
      int start = text.startsWith("{", i + 1) ? i + 2 : i + 1;
      if (text.startsWith(name, start) && Word.nameEnd(text, start) == start + name.length()) {
        int end = start + name.length();
        boolean closed = start == i + 2 && text.startsWith("}", end);
        return token.span(i, closed ? end + 1 : end);
      }
    }
    return token.span();
  }
}
