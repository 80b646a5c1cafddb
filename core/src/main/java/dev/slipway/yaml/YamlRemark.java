package dev.slipway.yaml;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import java.util.Optional;

/**
 * What is written about a value that says nothing to programs.
 *
 * @param spaced whether an empty line separates it from what stands above
 * @param above lines of comment above it, without number signs
 * @param beside a comment in the same line, without the number sign
 */
public record YamlRemark(boolean spaced, ImmutableList<String> above, Optional<String> beside) {
  /** Nothing. */
  public static final YamlRemark NONE = new YamlRemark(false, ImmutableList.of(), Optional.empty());

  /** Checks that each comment is one line of characters that can stand in YAML. */
  public YamlRemark {
    above.forEach(YamlRemark::check);
    beside.ifPresent(YamlRemark::check);
  }

  /** A comment above a value; each line break begins another. */
  public static YamlRemark above(String text) {
    return new YamlRemark(false, ImmutableList.copyOf(Splitter.on('\n').split(text)), Optional.empty());
  }

  /** A comment in the line of a value. */
  public static YamlRemark beside(String text) {
    return new YamlRemark(false, ImmutableList.of(), Optional.of(text));
  }

  /** The same with an empty line above. */
  public YamlRemark spacedOut() {
    return new YamlRemark(true, above, beside);
  }

  private static void check(String line) {
    if (!line.codePoints().allMatch(ScalarText::isHarmless)) {
      throw new InvalidValueException(
          "the comment " + YamlProblems.quoted(line) + " has a line break or a character that cannot be seen; write several lines of text");
    }
  }
}
