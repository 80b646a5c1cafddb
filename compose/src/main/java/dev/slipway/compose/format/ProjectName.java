package dev.slipway.compose.format;

import com.google.common.base.CharMatcher;
import dev.slipway.InvalidValueException;
import java.util.Locale;
import java.util.Optional;

/**
 * The name of a project: small letters, digits, underscores and hyphens of ASCII, a letter or digit first.
 *
 * @param name the name
 */
public record ProjectName(String name) {
  private static final CharMatcher EDGE = CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('0', '9'));
  private static final CharMatcher PART = EDGE.or(CharMatcher.anyOf("_-"));
  private static final String FORM = "write small letters, digits, hyphens and underscores, with a letter or a digit first";

  /** Checks the characters. */
  public ProjectName {
    if (!isName(name)) {
      throw new InvalidValueException(Quoted.of(name) + " is no name of a project: " + FORM);
    }
  }

  /** Reads a name; the advice tells the nearest one. */
  public static Parsed<ProjectName> parse(String text) {
    if (isName(text)) {
      return Parsed.of(new ProjectName(text));
    }
    return Parsed.failed(TextProblem.error(0, text.length(), Quoted.of(text) + " is no name of a project",
        normalized(text).map(near -> FORM + ", such as " + near).orElse(FORM)));
  }

  /** The name that is made of any text, such as that of a directory: what cannot stand in one is left out; empty if nothing is left. */
  public static Optional<ProjectName> normalized(String text) {
    String name = CharMatcher.anyOf("_-").trimLeadingFrom(PART.retainFrom(text.toLowerCase(Locale.ROOT)));
    return name.isEmpty() ? Optional.empty() : Optional.of(new ProjectName(name));
  }

  private static boolean isName(String text) {
    return !text.isEmpty() && EDGE.matches(text.charAt(0)) && PART.matchesAllOf(text);
  }

  /** The name. */
  @Override
  public String toString() {
    return name;
  }
}
