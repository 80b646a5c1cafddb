package dev.slipway.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.Problem;
import dev.slipway.Span;
import dev.slipway.dockerfile.Arguments.Assignments;
import dev.slipway.dockerfile.Arguments.Json;
import dev.slipway.dockerfile.Arguments.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every text, however malformed. */
class DockerfilePropertyTest {
  @Property(seed = "1", tries = 2_000)
  void everyCharacterBelongsToExactlyOneElement(@ForAll("texts") String text) {
    Dockerfile file = Dockerfile.parse("f", text);
    assertThat(file.text()).isEqualTo(text);
    int at = 0;
    for (Element element : file.elements()) {
      assertThat(element.span().offset()).isEqualTo(at);
      assertThat(element.span().endOffset()).isGreaterThan(at);
      assertThat(element.text()).isEqualTo(text.substring(at, element.span().endOffset()));
      at = element.span().endOffset();
    }
    assertThat(at).isEqualTo(text.length());
  }

  @Property(seed = "2", tries = 1_000)
  void placesAreRight(@ForAll("texts") String text) {
    Dockerfile file = Dockerfile.parse("f", text);
    for (Token token : tokens(file)) {
      for (int i = 0; i < token.length(); i++) {
        Span span = token.span(i, i + 1);
        assertPlace(text, span);
        // what an escape in JSON or a quote in a flag stands for is all that differs from what is there
        assertThat(text.charAt(span.offset())).isEqualTo(token.text().charAt(i));
      }
      assertPlace(text, token.span());
    }
    file.problems().stream().flatMap(problem -> problem.span().stream()).forEach(span -> assertPlace(text, span));
    assertThat(file.problems()).isSortedAccordingTo(Problem.DOCUMENT_ORDER);
  }

  private static void assertPlace(String text, Span span) {
    String before = text.substring(0, span.offset());
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    String inLine = before.substring(before.lastIndexOf('\n') + 1);
    assertThat(span.line()).isEqualTo(line);
    assertThat(span.column()).isEqualTo(inLine.codePointCount(0, inLine.length()) + 1);
    assertThat(span.endOffset()).isBetween(span.offset(), text.length());
  }

  private static List<Token> tokens(Dockerfile file) {
    List<Token> tokens = new ArrayList<>();
    for (Statement statement : file.statements()) {
      tokens.addAll(List.of(statement.line(), statement.keywordToken(), statement.rest()));
      statement.flags().forEach(flag -> {
        tokens.add(flag.token());
        tokens.add(flag.name());
        flag.value().ifPresent(tokens::add);
      });
      switch (statement.arguments()) {
        case Words words -> tokens.addAll(words.words());
        case Assignments assignments -> assignments.list().forEach(assignment -> tokens.add(assignment.name()));
        case Json json -> json.strings().forEach(string -> tokens.add(string.token()));
        default -> {
        }
      }
      statement.heredocs().forEach(part -> tokens.add(part.announcement()));
    }
    return tokens;
  }

  @Property(seed = "3", tries = 1_000)
  void replacingAStatementKeepsAllOtherCharacters(@ForAll("texts") String text, @ForAll("lines") String line) {
    Dockerfile file = Dockerfile.parse("f", text);
    for (Statement statement : file.statements()) {
      String before = text.substring(0, statement.span().offset());
      String behind = text.substring(statement.span().endOffset());
      Dockerfile changed;
      try {
        changed = file.replace(statement, line);
      } catch (InvalidValueException reachesFurther) {
        continue;
      }
      assertThat(changed.text()).startsWith(before).endsWith(behind);
      assertThat(others(changed, before.length(), changed.text().length() - behind.length()))
          .isEqualTo(others(file, before.length(), statement.span().endOffset()));
    }
  }

  @Property(seed = "4", tries = 500)
  void removingAndInsertingAreOpposites(@ForAll("texts") String text) {
    Dockerfile file = Dockerfile.parse("f", text);
    ImmutableList<Element> elements = file.elements();
    for (int i = 0; i + 1 < elements.size(); i++) {
      if (!(elements.get(i) instanceof Statement && elements.get(i + 1) instanceof Statement)) {
        continue;
      }
      try {
        Dockerfile without = file.remove(elements.get(i));
        Element next = without.elements().get(i);
        assertThat(without.text().length()).isEqualTo(text.length() - elements.get(i).text().length());
        assertThat(without.insertBefore(next, elements.get(i).text()).elements()).hasSameSizeAs(elements);
      } catch (InvalidValueException changesOthers) {
        assertThat(changesOthers).hasMessageContaining("would mean something else");
      }
    }
  }

  /** What stands before and behind a place, without blank lines. */
  private static List<String> others(Dockerfile file, int start, int end) {
    return file.elements().stream()
        .filter(element -> element.span().endOffset() <= start || element.span().offset() >= end)
        .filter(element -> !(element instanceof Blank))
        .map(element -> element.getClass().getSimpleName() + element.text())
        .collect(Collectors.toList());
  }

  @Provide
  Arbitrary<String> texts() {
    return Texts.dockerfiles();
  }

  @Provide
  Arbitrary<String> lines() {
    return Arbitraries.oneOf(Texts.line(),
        Arbitraries.of("RUN a", "RUN <<E\nx\nE", "ENV a=b \\\n  c=d", "USER x\n", "RUN a \\", "COPY <<E /x\n", "# c", ""));
  }
}
