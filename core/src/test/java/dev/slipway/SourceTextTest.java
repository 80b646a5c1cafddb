package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SourceTextTest {
  @Test
  void linesEndWithLineFeeds() {
    SourceText source = SourceText.of("f", "a\r\n\nb\rc\n");
    assertThat(source.lineCount()).isEqualTo(4);
    assertThat(List.of(source.line(1), source.line(2), source.line(3), source.line(4))).containsExactly("a", "", "b\rc", "");
    assertThat(source.lineStart(3)).isEqualTo(4);
    assertThat(SourceText.of("f", "").lineCount()).isEqualTo(1);
  }

  @Test
  void columnsCountCodePoints() {
    String line = "\uD83D\uDE00x".repeat(1_000);
    SourceText source = SourceText.of("f", "é\n" + line + "\n" + line);
    for (int i = 0; i < line.length(); i += 3) {
      assertThat(source.span(2 + i, 2 + i + 2)).isEqualTo(new Span(2, i / 3 * 2 + 1, 2, i / 3 * 2 + 2, 2 + i, 4 + i));
    }
    int end = source.text().length();
    assertThat(source.span(end, end)).hasToString("3:2001");
    assertThat(source.columnAt(1)).isEqualTo(2);
  }

  @Test
  void halvesOfCharactersCountForThemselves() {
    SourceText source = SourceText.of("f", "\uDE00\uD83Dx");
    assertThat(source.columnAt(2)).isEqualTo(3);
  }

  @Test
  void spansAreComparedByPlace() {
    SourceText source = SourceText.of("f", "abcdef");
    assertThat(source.span(1, 3)).isLessThan(source.span(2, 3)).isLessThan(source.span(1, 4)).isEqualByComparingTo(source.span(1, 3));
    assertThat(source.span(1, 4).contains(source.span(2, 4))).isTrue();
    assertThat(source.span(1, 4).contains(source.span(2, 5))).isFalse();
    assertThat(source.span(1, 1).isEmpty()).isTrue();
    assertThat(source).isEqualTo(SourceText.of("f", "abcdef")).isNotEqualTo(SourceText.of("g", "abcdef")).hasToString("f");
    assertThatThrownBy(() -> new Span(2, 1, 1, 1, 0, 0)).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new Span(1, 1, 1, 1, 5, 4)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void namesInFewLettersAreGuessed() {
    assertThat(Suggestions.closest("form", List.of("link", "from"))).contains("from");
    assertThat(Suggestions.closest("zzzz", List.of("link", "from"))).isEmpty();
    assertThat(Suggestions.among("chwon", List.of("chmod", "chown"))).isEqualTo(". Did you mean 'chmod' or 'chown'?");
    assertThat(Suggestions.printable("a\u0007\uD83D")).isEqualTo("a??");
  }
}
