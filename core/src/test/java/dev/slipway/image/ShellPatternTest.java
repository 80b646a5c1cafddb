package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ShellPatternTest {
  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of("a", "b", "*", "?", "😀", "\\*", "\\?", "\\\\", "\\}", "\\/", "\n", "\udc80").list().ofMaxSize(7)
        .map(list -> String.join("", list));
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.of("a", "b", "*", "?", "😀", "\\", "}", "/", "\n", "\udc80").list().ofMaxSize(8).map(list -> String.join("", list));
  }

  @Property(tries = 5000, seed = "1")
  void matchesAreThoseOfANaiveMatcher(@ForAll("patterns") String pattern, @ForAll("values") String value, @ForAll boolean longest) {
    int[] text = value.codePoints().toArray();
    int[] expected = new int[text.length + 1];
    for (int from = 0; from <= text.length; from++) {
      expected[from] = -1;
      for (int to = from; to <= text.length; to++) {
        boolean wanted = longest || expected[from] < 0;
        if (wanted && matches(pattern.codePoints().toArray(), 0, text, from, to)) {
          expected[from] = to;
        }
      }
    }
    assertThat(ShellPattern.compile(pattern).ends(text, longest)).isEqualTo(expected);
  }

  @Property(seed = "1")
  void aReversedPatternMatchesReversedText(@ForAll("patterns") String pattern, @ForAll("values") String value) {
    int[] text = value.codePoints().toArray();
    int[] reversed = new StringBuilder(value).reverse().codePoints().toArray();
    boolean whole = ShellPattern.compile(pattern).ends(text, true)[0] == text.length;
    assertThat(ShellPattern.compile(pattern).reversed().ends(reversed, true)[0] == text.length).isEqualTo(whole);
  }

  private static boolean matches(int[] pattern, int p, int[] text, int from, int to) {
    if (p == pattern.length) {
      return from == to;
    }
    if (pattern[p] == '*') {
      return matches(pattern, p + 1, text, from, to) || (from < to && text[from] != '\n' && matches(pattern, p, text, from + 1, to));
    }
    int width = pattern[p] == '\\' ? 2 : 1;
    boolean one = from < to && (width == 1 && pattern[p] == '?' ? text[from] != '\n' : text[from] == pattern[p + width - 1]);
    return one && matches(pattern, p + width, text, from + 1, to);
  }
}
