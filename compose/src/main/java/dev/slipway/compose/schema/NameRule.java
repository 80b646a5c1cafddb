package dev.slipway.compose.schema;

import com.google.common.base.CharMatcher;

/** Which names the author of a file may give. */
enum NameRule {
  /** Names of services and resources. */
  RESOURCE(true, "names consist of letters, digits, '.', '_' and '-'"),
  /** The same, where the schema of the specification forgot to refuse others. */
  LOOSE_RESOURCE(false, "names consist of letters, digits, '.', '_' and '-'"),
  /** Names of limits, of which the schema forgot to refuse others. */
  LIMIT(false, "names of limits consist of small letters, such as 'nofile'"),
  /** At least one character. */
  SOME(true, "the name is empty"),
  /** Anything. */
  ANY(false, "");

  private static final CharMatcher LETTERS = CharMatcher.inRange('a', 'z');
  private static final CharMatcher RESOURCES = LETTERS.or(CharMatcher.inRange('A', 'Z'))
      .or(CharMatcher.inRange('0', '9'))
      .or(CharMatcher.anyOf("._-"));

  private final boolean strict;
  private final String told;

  NameRule(boolean strict, String told) {
    this.strict = strict;
    this.told = told;
  }

  /** Whether a file with another name is invalid, or only surprising. */
  boolean strict() {
    return strict;
  }

  /** What names consist of. */
  String told() {
    return told;
  }

  /** Whether this is such a name. */
  boolean allows(String name) {
    return switch (this) {
      case RESOURCE, LOOSE_RESOURCE -> !name.isEmpty() && RESOURCES.matchesAllOf(name);
      case LIMIT -> !name.isEmpty() && LETTERS.matchesAllOf(name);
      case SOME -> CharMatcher.isNot('\n').matchesAnyOf(name);
      case ANY -> true;
    };
  }
}
