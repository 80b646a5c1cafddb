package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Glob.AnyInName;
import dev.slipway.image.Glob.Literal;
import dev.slipway.image.Glob.OneOf;
import dev.slipway.image.Glob.Range;
import dev.slipway.image.Glob.Star;
import dev.slipway.image.Glob.Token;

/** Reads the pattern language of Go's {@code path/filepath.Match} token by token. */
final class GlobSyntax {
  /** No path is longer, and a bound keeps the time of a match bounded. */
  private static final int LONGEST = 4096;

  private final String pattern;
  private int at;

  GlobSyntax(String pattern) {
    if (pattern.length() > LONGEST) {
      throw new InvalidValueException(
          "pattern '" + pattern.substring(0, 60) + "…' has " + pattern.length() + " characters; at most " + LONGEST + " are read");
    }
    if (pattern.indexOf('\0') >= 0) {
      throw bad("contains a NUL character, which no file name can");
    }
    this.pattern = pattern;
  }

  boolean atEnd() {
    return at == pattern.length();
  }

  /** Whether the text at this place is the given one. */
  boolean sees(String text) {
    return pattern.startsWith(text, at);
  }

  void skip(int characters) {
    at += characters;
  }

  /** The next token; {@code **} reads as two stars here. */
  Token next() {
    int character = take();
    return switch (character) {
      case '*' -> new Star();
      case '?' -> new AnyInName();
      case '[' -> oneOf();
      case '\\' -> new Literal(escaped());
      default -> new Literal(character);
    };
  }

  InvalidValueException bad(String why) {
    return new InvalidValueException("pattern '" + pattern + "' " + why);
  }

  private OneOf oneOf() {
    boolean negated = sees("^");
    if (negated) {
      at++;
    }
    ImmutableList.Builder<Range> ranges = ImmutableList.builder();
    boolean some = false;
    while (!some || !sees("]")) {
      int low = member();
      int high = low;
      if (sees("-")) {
        at++;
        high = member();
      }
      ranges.add(new Range(low, high));
      some = true;
    }
    at++;
    return new OneOf(ranges.build(), negated);
  }

  private int member() {
    if (atEnd()) {
      throw bad("has a '[' without its ']'; write '\\[' for the character itself");
    }
    if (sees("-") || sees("]")) {
      throw bad("has a '" + pattern.charAt(at) + "' where '[…]' needs a character; write '\\" + pattern.charAt(at) + "'");
    }
    int character = take();
    if (character == '\\') {
      character = escaped();
    }
    if (character >= 0xDC80 && character <= 0xDCFF) {
      throw bad("has a byte inside '[…]' that is not UTF-8; write '?' for it");
    }
    return character;
  }

  private int escaped() {
    if (atEnd()) {
      throw bad("ends with a backslash that escapes nothing; write '\\\\' for the character itself");
    }
    return take();
  }

  private int take() {
    int character = pattern.codePointAt(at);
    at += Character.charCount(character);
    return character;
  }
}
