package dev.slipway.image;

import com.google.common.base.CharMatcher;
import dev.slipway.InvalidValueException;

/** The grammars of the names that images have in layouts and archives. */
final class ImageNames {
  private static final CharMatcher LOWER = CharMatcher.inRange('a', 'z');
  private static final CharMatcher DIGIT = CharMatcher.inRange('0', '9');
  private static final CharMatcher LETTER_OR_DIGIT = LOWER.or(CharMatcher.inRange('A', 'Z')).or(DIGIT);
  private static final CharMatcher REFERENCE = LETTER_OR_DIGIT.or(CharMatcher.anyOf("-._:@/+"));
  private static final CharMatcher TAG = LETTER_OR_DIGIT.or(CharMatcher.anyOf("-._"));
  private static final CharMatcher REPOSITORY = LOWER.or(DIGIT).or(CharMatcher.anyOf("-._/:"));

  private ImageNames() {}

  /** Checks a name against the grammar of {@code org.opencontainers.image.ref.name}. */
  static void reference(String name) {
    boolean ok = !name.isEmpty()
        && name.length() <= 1024
        && REFERENCE.matchesAllOf(name)
        && LETTER_OR_DIGIT.matches(name.charAt(0))
        && LETTER_OR_DIGIT.matches(name.charAt(name.length() - 1));
    if (!ok) {
      throw new InvalidValueException(
          "reference name '" + abbreviated(name)
              + "' is not made of letters, digits and '-._:@/+' with a letter or digit at both ends; write for example '1.0'");
    }
  }

  /** Checks {@code [registry[:port]/]repository[:tag]} and gives it with its tag. */
  static String repositoryTag(String name) {
    int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
    String repository = colon < 0 ? name : name.substring(0, colon);
    String tag = colon < 0 ? "latest" : name.substring(colon + 1);
    boolean ok = !repository.isEmpty()
        && name.length() <= 383
        && REPOSITORY.matchesAllOf(repository)
        && LOWER.or(DIGIT).matches(repository.charAt(0))
        && LOWER.or(DIGIT).matches(repository.charAt(repository.length() - 1))
        && !repository.contains("//")
        && !repository.contains("..")
        && !tag.isEmpty()
        && tag.length() <= 128
        && TAG.matchesAllOf(tag)
        && LETTER_OR_DIGIT.or(CharMatcher.is('_')).matches(tag.charAt(0));
    if (!ok) {
      throw new InvalidValueException(
          "'" + abbreviated(name) + "' is not a repository in lower case with an optional tag; write for example 'app:1.0'");
    }
    return repository + ":" + tag;
  }

  private static String abbreviated(String text) {
    return text.length() <= 160 ? text : text.substring(0, 160) + "…";
  }
}
