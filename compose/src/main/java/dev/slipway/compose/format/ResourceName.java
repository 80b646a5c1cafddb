package dev.slipway.compose.format;

import com.google.common.base.CharMatcher;
import dev.slipway.InvalidValueException;

/**
 * The key of a service, network, volume, config, secret or model: letters, digits, dots, underscores and hyphens of ASCII.
 *
 * @param name the key
 */
public record ResourceName(String name) {
  private static final CharMatcher PART = CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('A', 'Z'))
      .or(CharMatcher.inRange('0', '9')).or(CharMatcher.anyOf("._-"));
  private static final String FORM = "write letters, digits, dots, underscores and hyphens, such as my-service";

  /** Checks the characters. */
  public ResourceName {
    if (!isName(name)) {
      throw new InvalidValueException(Quoted.of(name) + " is no name of a resource: " + FORM);
    }
  }

  /** Reads a name. */
  public static Parsed<ResourceName> parse(String text) {
    if (isName(text)) {
      return Parsed.of(new ResourceName(text));
    }
    int wrong = Math.max(0, PART.negate().indexIn(text));
    return Parsed.failed(TextProblem.error(wrong, Math.min(text.length(), wrong + 1), Quoted.of(text)
        + (text.isEmpty() ? " is an empty name" : " is no name: " + Quoted.of(text, wrong, wrong + 1) + " cannot stand in one"), FORM));
  }

  private static boolean isName(String text) {
    return !text.isEmpty() && PART.matchesAllOf(text);
  }

  /** The name that the engine gets for a resource of a project that has no name of its own, such as {@code shop_data}. */
  public String in(ProjectName project) {
    return project + "_" + name;
  }

  /** The name. */
  @Override
  public String toString() {
    return name;
  }
}
