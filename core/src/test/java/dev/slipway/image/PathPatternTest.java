package dev.slipway.image;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.InvalidValueException;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {
  @ParameterizedTest
  @CsvSource(textBlock = """
      app.jar|app.jar|true
      app.jar|app_jar|false
      *|name|true
      *|''|true
      *|a/b|false
      *.jar|app.jar|true
      *.jar|.jar|true
      *.jar|app.jar.bak|false
      lib*|lib|true
      lib*|libs/x|false
      lib*/x|libs/x|true
      lib*/x|lib/y/x|false
      a*b*c|aXbYbZc|true
      a*b*c|aXbYbZ|false
      *a*b|ab|true
      ?|é|true
      ?|☺|true
      ??|☺|false
      ?|/|false
      ?|''|false
      a?c|abc|true
      [abc]x|bx|true
      [a-c]x|bx|true
      [a-c]x|dx|false
      [^a-c]x|dx|true
      [^a-c]x|ax|false
      [!a]|!|true
      [!a]|a|true
      [!a]|b|false
      [a-cx-z]|y|true
      [z-a]|m|false
      [α-ω]|λ|true
      a[^x]b|a/b|true
      [\\]]|]|true
      [\\^]|^|true
      [\\-]|-|true
      [a\\-c]|b|false
      [*]|*|true
      [*]|x|false
      [[]|[|true
      \\*|*|true
      \\*|x|false
      \\a|a|true
      a]|a]|true
      {a,b}|{a,b}|true
      a\\/b|a/b|true
      **|name|true
      **|a/b|false
      a//b|a//b|true
      a/b|/a/b|false
      """, delimiter = '|', ignoreLeadingAndTrailingWhitespace = true)
  void aPatternMatchesAsGoDefines(String pattern, String path, boolean matches) {
    assertThat(PathPattern.compile(pattern).matches(path)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "a[", "[]", "[]a]", "[^]", "[^]a]", "[a", "[^ab", "[-]", "[-x]", "[x-]", "[a-b-c]", "[a-", "\\", "a\\",
      "[\\", "[a\\"})
  void aMalformedPatternIsRefusedWhenItIsRead(String pattern) {
    assertThatThrownBy(() -> PathPattern.compile(pattern))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("'" + pattern + "'");
  }

  @Test
  void aByteThatIsNotTextCountsAsOneCharacter() {
    String name = ImagePath.textOfBytes(new byte[]{'a', (byte) 0xFF, (byte) 0xC3, 'b'});
    assertThat(PathPattern.compile("a??b").matches(name)).isTrue();
    assertThat(PathPattern.compile("a?b").matches(name)).isFalse();
    assertThat(PathPattern.compile("a[^x]*b").matches(name)).isTrue();
    assertThat(PathPattern.compile("a[\uFFFD]*b").matches(name)).isTrue();
    assertThat(PathPattern.compile(name).matches(name)).isTrue();
    assertThatThrownBy(() -> PathPattern.compile("[\uDCFF]")).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void wildcardsAreToldFromEscapedCharacters() {
    assertThat(PathPattern.compile("a*").hasWildcards()).isTrue();
    assertThat(PathPattern.compile("a?").hasWildcards()).isTrue();
    assertThat(PathPattern.compile("[a]").hasWildcards()).isTrue();
    assertThat(PathPattern.compile("a\\*b\\?\\[").hasWildcards()).isFalse();
    assertThat(PathPattern.compile("a\\*b\\?\\[").literal()).contains("a*b?[");
    assertThat(PathPattern.compile("a*").literal()).isEmpty();
  }

  @Test
  void elementsLieBetweenTheSlashes() {
    var elements = PathPattern.compile("/src//m*n/[a-z]pp\\*/x").elements();
    assertThat(elements.stream().map(PathPattern.Element::literal).collect(toList()))
        .extracting(literal -> literal.orElse("?"))
        .containsExactly("src", "?", "?", "x");
    assertThat(elements.get(1).matchesName("main")).isTrue();
    assertThat(elements.get(1).matchesName("test")).isFalse();
    assertThat(elements.get(2).matchesName("app*")).isTrue();
    assertThat(PathPattern.compile("").elements()).isEmpty();
  }

  @Test
  void aWalkEntersOnlyWhereSomethingCanMatch() {
    PathPattern pattern = PathPattern.compile("src/*/App.?ava");
    assertThat(pattern.mayMatchBelow("")).isTrue();
    assertThat(pattern.mayMatchBelow("src")).isTrue();
    assertThat(pattern.mayMatchBelow("src/main")).isTrue();
    assertThat(pattern.mayMatchBelow("src/main/App.java")).isFalse();
    assertThat(pattern.mayMatchBelow("sr")).isFalse();
    assertThat(pattern.mayMatchBelow("src2")).isFalse();
    assertThat(PathPattern.compile("src").mayMatchBelow("src")).isFalse();
  }

  @Test
  void manyStarsTakeNoMoreThanLinearTimeEach() {
    PathPattern pattern = PathPattern.compile("*a".repeat(1000) + "b");
    Assertions.assertTimeout(Duration.ofSeconds(5), () -> assertThat(pattern.matches("a".repeat(4096))).isFalse());
  }

  @Test
  void aPatternLongerThanAnyPathIsRefused() {
    assertThatThrownBy(() -> PathPattern.compile("a".repeat(4097))).hasMessageContaining("at most 4096");
  }

  @Property(seed = "1")
  void escapingEveryCharacterMatchesTheTextItself(@ForAll @StringLength(max = 20) @CharRange(from = ' ', to = '~') String text) {
    StringBuilder escaped = new StringBuilder();
    text.chars().forEach(c -> escaped.append('\\').append((char) c));
    PathPattern pattern = PathPattern.compile(escaped.toString());
    assertThat(pattern.matches(text)).isTrue();
    assertThat(pattern.literal()).contains(text);
  }

  @Property(seed = "1")
  void starsMatchAsAPlainSearchDoes(
      @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'b') String first,
      @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'b') String second,
      @ForAll @StringLength(max = 12) @CharRange(from = 'a', to = 'b') String text) {
    boolean expected = text.startsWith(first) && text.indexOf(second, first.length()) >= 0;
    assertThat(PathPattern.compile(first + "*" + second + "*").matches(text)).isEqualTo(expected);
  }
}
