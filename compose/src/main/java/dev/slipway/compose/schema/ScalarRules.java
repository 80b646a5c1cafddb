package dev.slipway.compose.schema;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import dev.slipway.Suggestions;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlScalar;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The rules for scalars: sets of words, bounds, spellings. */
final class ScalarRules {
  /** Letters and digits of ASCII. */
  private static final CharMatcher ALPHANUMERIC = CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('A', 'Z'))
      .or(CharMatcher.inRange('0', '9'));
  /** What may follow the first character of a container's name. */
  private static final CharMatcher NAME_REST = ALPHANUMERIC.or(CharMatcher.anyOf("_.-"));
  /** Anything goes. */
  static final ScalarRule NONE = new Anything();
  /** What the engine takes as the name of a container. */
  static final ScalarRule CONTAINER_NAME = new Spelling(
      ScalarRules::containsContainerName, ScalarRules::isContainerName, "the name of a container",
      "begin with a letter or digit and go on with letters, digits, '_', '.' and '-'");
  /** When images are pulled. */
  static final ScalarRule PULL_POLICY = new Spelling(
      PullPolicies::occursIn, PullPolicies::is, "a pull policy",
      "write one of 'always', 'never', 'missing', 'build', 'refresh', 'daily', 'weekly', or an interval such as 'every_12h'");

  private ScalarRules() {}

  /** One of these strings. */
  static ScalarRule oneOf(ImmutableList<String> words) {
    return new Words(words);
  }

  /** If it is a number, at least so much. */
  static ScalarRule atLeast(long least) {
    return new Bounds(least, Long.MAX_VALUE);
  }

  /** If it is a number, one of these or between them. */
  static ScalarRule between(long least, long most) {
    return new Bounds(least, most);
  }

  /** Nothing is checked. */
  private record Anything() implements ScalarRule {
    @Override
    public void check(YamlScalar value, TreePath path, Findings findings) {
      // nothing can be wrong
    }
  }

  /** A closed set of strings. */
  private record Words(ImmutableList<String> words) implements ScalarRule {
    @Override
    public void check(YamlScalar value, TreePath path, Findings findings) {
      if (!words.contains(value.text())) {
        String known = words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(", "));
        findings.error(path, value, Shown.text(value) + " is none of " + known + Suggestions.among(value.text(), words),
            "write one of them");
      }
    }
  }

  /** Bounds of numbers. */
  private record Bounds(long least, long most) implements ScalarRule {
    @Override
    public void check(YamlScalar value, TreePath path, Findings findings) {
      value.number().ifPresent(number -> {
        if (number < least) {
          findings.error(path, value, Shown.text(value) + " is less than " + least, "write " + least + " or more");
        } else if (number > most) {
          findings.error(path, value, Shown.text(value) + " is more than " + most, "write " + most + " or less");
        }
      });
    }
  }

  /**
   * A spelling that the schema of the specification looks for anywhere in a string: what only contains it is valid there,
   * but no program understands it.
   */
  private record Spelling(Predicate<String> contained, Predicate<String> met, String noun, String advice) implements ScalarRule {
    @Override
    public void check(YamlScalar value, TreePath path, Findings findings) {
      if (!value.isString() || met.test(value.text())) {
        return;
      }
      String message = Shown.text(value) + " is not " + noun;
      if (contained.test(value.text())) {
        findings.warning(path, value, message, advice);
      } else {
        findings.error(path, value, message, advice);
      }
    }
  }

  private static boolean isContainerName(String text) {
    return text.length() > 1 && ALPHANUMERIC.matches(text.charAt(0)) && NAME_REST.matchesAllOf(text.substring(1));
  }

  private static boolean containsContainerName(String text) {
    for (int i = 1; i < text.length(); i++) {
      if (ALPHANUMERIC.matches(text.charAt(i - 1)) && NAME_REST.matches(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }
}
