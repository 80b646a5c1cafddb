package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.InvalidValueException;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreePatternTest {
  @ParameterizedTest
  @CsvSource(textBlock = """
      **|a/b/c|exact
      **/|a|exact
      **/*|a/b|exact
      **/**|a/b|exact
      dir/**|dir|no
      dir/**|dir/a|exact
      dir/**|dir/a/b|exact
      dir/**|dirt/a|no
      dir**|dirt/a|exact
      **/leaf|leaf|exact
      **/leaf|a/b/leaf|exact
      **/leaf|a/b/xleaf|no
      **leaf|a/b/xleaf|exact
      **leaf*|xleaf1|no
      **leaf*|x/leaf1|exact
      **/leaf|a/leaf/b|parent
      a/**/z|a/z|exact
      a/**/z|a/b/c/z|exact
      a/**/z|a/bz|no
      a**z|axz|no
      a**z|ax/z|exact
      a/*/z|a/b/c/z|no
      a/*/z|a/b/z|exact
      a/*/z|a/b/z/y|parent
      *|a/b|parent
      **/x/**|a/x|no
      **/x/**|a/x/b|exact
      **/*.log|a/b/c.log|exact
      **/*.log|a/b/c.log/d|parent
      a.b|axb|no
      a+b*|a+bc|exact
      a+b*|aabc|no
      (a)*|(a)b|exact
      a$*|a$b|exact
      ./a//b/|a/b|exact
      a/../b|b|exact
      a[^b]c|a/c|exact
      """, delimiter = '|')
  void aPatternMatchesAsDockerDoes(String pattern, String path, String how) {
    TreePattern tree = TreePattern.compile(pattern);
    assertThat(tree.matches(path)).isEqualTo(how.equals("exact"));
    assertThat(tree.matchesPathOrParent(path)).isEqualTo(!how.equals("no"));
  }

  @ParameterizedTest
  @CsvSource(textBlock = """
      a\\d|write 'd'
      a\\é|write 'é'
      x[*]|write '\\*'
      x[a?]|write '\\?'
      [[:alpha:]]|write '\\[:'
      ^a*|write '\\^'
      a{2}*|write '\\{'
      a{2,}?|write '\\{'
      [b-a]|swap 'b' and 'a'
      [|write '\\['
      """, delimiter = '|')
  void whatDockerReadsAsARegularExpressionIsRefused(String pattern, String advice) {
    assertThatThrownBy(() -> TreePattern.compile(pattern))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(advice);
  }

  @Test
  void theSameCharactersWithoutAWildcardAreText() {
    for (String text : new String[]{"^a", "a|b", "a{2}", "a+b", "(a)", "a$", "a.b"}) {
      assertThat(TreePattern.compile(text).matches(text)).isTrue();
    }
    assertThat(TreePattern.compile("{{name}}/*").matches("{{name}}/x")).isTrue();
    assertThat(TreePattern.compile("a\\|b*").matches("a|bc")).isTrue();
    assertThat(TreePattern.compile("a\\|b*").matches("a")).isFalse();
    assertThatThrownBy(() -> TreePattern.compile("a|b*")).hasMessageContaining("write '\\|'");
  }

  @Test
  void aLineBreakInANameStopsWhatCrossesDirectoriesOnlyBesideOtherWildcards() {
    assertThat(TreePattern.compile("**/z").matches("a\nb/z")).isTrue();
    assertThat(TreePattern.compile("n/**").matches("n/a\nb")).isTrue();
    assertThat(TreePattern.compile("n/**/z").matches("n/a\nb/z")).isFalse();
    assertThat(TreePattern.compile("n/*/z").matches("n/a\nb/z")).isTrue();
  }

  @Test
  void aWalkEntersOnlyWhereSomethingCanMatch() {
    assertThat(TreePattern.compile("a/**/z").mayMatchBelow("a/b/c")).isTrue();
    assertThat(TreePattern.compile("a/**/z").mayMatchBelow("b")).isFalse();
    assertThat(TreePattern.compile("a/b").mayMatchBelow("a")).isTrue();
    assertThat(TreePattern.compile("a/b").mayMatchBelow("a/b")).isFalse();
    assertThat(TreePattern.compile("**").mayMatchBelow("x/y")).isTrue();
    assertThat(TreePattern.compile("*/b").mayMatchBelow("x/y")).isFalse();
  }

  @Test
  void thirtyDoubleStarsOverALongPathTakeMilliseconds() {
    TreePattern pattern = TreePattern.compile("**/a".repeat(30) + "/b");
    // with what the pattern ends with in front, so that no shortcut spares the run
    String path = "x/b/" + "a/".repeat(2045) + "ac";
    for (int i = 0; i < 20; i++) {
      assertThat(pattern.matches(path)).isFalse();
    }
    // the bound is 10 ms a path; ten at once keep a busy machine from failing it by one pause
    Assertions.assertTimeout(Duration.ofMillis(500), () -> {
      for (int i = 0; i < 10; i++) {
        assertThat(pattern.matchesPathOrParent(path)).isFalse();
      }
    });
  }
}
