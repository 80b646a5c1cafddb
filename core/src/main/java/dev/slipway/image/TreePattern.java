package dev.slipway.image;

import dev.slipway.InvalidValueException;
import dev.slipway.image.Glob.Directories;
import dev.slipway.image.Glob.Literal;
import dev.slipway.image.Glob.OneOf;
import dev.slipway.image.Glob.Range;
import dev.slipway.image.Glob.Rest;
import dev.slipway.image.Glob.Token;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A pattern over whole trees, in which {@code **} stands for any number of directories: the language of ignore files,
 * of {@code --exclude} and of {@code COPY --parents} sources. Paths are relative, without a leading slash.
 *
 * <p>Beyond {@link PathPattern}: {@code **} followed by a slash stands for nothing or for whole directories,
 * {@code **} at the end for anything. Docker reads these patterns by turning them into regular expressions; where that
 * gives some characters a meaning that nobody documents (a letter behind a backslash, {@code *} or {@code ?} inside
 * {@code […]}, {@code |}, {@code ^} and <code>{2}</code> beside a wildcard), the pattern is refused here with what to
 * write instead, so that a pattern never means two things.
 */
public final class TreePattern {
  private enum Kind {
    /** Text only. */
    EXACT,
    /** Text, then {@code **}. */
    PREFIX,
    /** {@code **}, then text. */
    SUFFIX,
    /** Anything else. */
    GENERAL
  }

  private final String text;
  private final Glob glob;

  private TreePattern(String text, Glob glob) {
    this.text = text;
    this.glob = glob;
  }

  /**
   * Reads a pattern and cleans it lexically: {@code ./a//b/} is {@code a/b}.
   *
   * @throws InvalidValueException if the pattern is malformed or means something undocumented to Docker
   */
  public static TreePattern compile(String pattern) {
    return ofCleaned(PatternText.clean(PatternText.trim(pattern)));
  }

  /** Reads a pattern as it is. */
  static TreePattern ofCleaned(String pattern) {
    // stars beside each other and all classes are checked by the plain grammar first, as Docker does
    var unused = PathPattern.compile(pattern);
    Reader reader = new Reader(pattern);
    return new TreePattern(pattern, reader.read());
  }

  /** Whether the whole path matches. */
  public boolean matches(String path) {
    return glob.matches(path);
  }

  /** Whether the path or a directory above it matches. */
  public boolean matchesPathOrParent(String path) {
    return !glob.matchingDepths(path).isEmpty();
  }

  /** Whether something strictly below a directory could match; where not, a walk need not enter it. */
  public boolean mayMatchBelow(String directory) {
    return directory.isEmpty() || glob.mayMatchAfter(directory + "/");
  }

  /** Which leading parts of the path match: bit 0 for its first component, bit 1 for the first two, and so on. */
  BitSet matchingDepths(String path) {
    return glob.matchingDepths(path);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TreePattern pattern && pattern.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The cleaned pattern. */
  @Override
  public String toString() {
    return text;
  }

  private static final class Reader {
    private final String pattern;
    private final GlobSyntax syntax;
    private final List<Token> tokens = new ArrayList<>();
    private Kind kind = Kind.EXACT;

    Reader(String pattern) {
      this.pattern = pattern;
      this.syntax = new GlobSyntax(pattern);
    }

    Glob read() {
      while (!syntax.atEnd()) {
        if (syntax.sees("**")) {
          readDoubleStar();
        } else {
          readPlain();
        }
      }
      if (kind == Kind.SUFFIX && !pattern.startsWith("**/")) {
        // "**name" is any path that ends so, also in the middle of a name
        tokens.set(0, new Rest());
      }
      if (kind == Kind.GENERAL) {
        checkUndocumented();
      }
      return new Glob(tokens, kind == Kind.GENERAL);
    }

    private void readDoubleStar() {
      boolean first = tokens.isEmpty();
      syntax.skip(2);
      if (syntax.sees("/")) {
        syntax.skip(1);
      }
      tokens.add(syntax.atEnd() ? new Rest() : new Directories());
      if (first) {
        kind = Kind.SUFFIX;
      } else {
        kind = syntax.atEnd() && kind == Kind.EXACT ? Kind.PREFIX : Kind.GENERAL;
      }
    }

    private void readPlain() {
      boolean escaped = syntax.sees("\\");
      boolean bracket = syntax.sees("]");
      Token token = syntax.next();
      tokens.add(token);
      if (token instanceof OneOf oneOf) {
        checkRanges(oneOf);
      }
      if (escaped || bracket || !(token instanceof Literal)) {
        kind = Kind.GENERAL;
      }
    }

    private void checkRanges(OneOf oneOf) {
      for (Range range : oneOf.ranges()) {
        if (range.low() > range.high()) {
          throw syntax.bad(
              "has a range that ends before it starts; swap '" + Character.toString(range.low()) + "' and '"
                  + Character.toString(range.high()) + "'");
        }
      }
    }

    private void checkUndocumented() {
      boolean inside = false;
      for (int i = 0; i < pattern.length(); i++) {
        char character = pattern.charAt(i);
        if (character == '\\') {
          i++;
          checkEscaped(pattern.codePointAt(i));
        } else if (inside) {
          inside = character != ']';
          checkInside(character, i);
        } else if (character == '[') {
          inside = true;
          i += pattern.startsWith("^", i + 1) ? 1 : 0;
        } else {
          checkOutside(character, i);
        }
      }
    }

    private void checkEscaped(int character) {
      if (Character.isLetterOrDigit(character) || character >= 0x80) {
        throw undocumented("a backslash before '" + Character.toString(character) + "'", Character.toString(character));
      }
    }

    private void checkInside(char character, int at) {
      if (character == '*' || character == '?') {
        throw undocumented("'" + character + "' inside '[…]'", "\\" + character);
      }
      if (character == '[' && pattern.startsWith(":", at + 1)) {
        throw undocumented("'[:' inside '[…]'", "\\[:");
      }
    }

    private void checkOutside(char character, int at) {
      boolean repeats = character == '{' && isRepeat(pattern.substring(at + 1));
      if (character == '^' || character == '|' || repeats) {
        throw undocumented("'" + character + "' beside a wildcard", "\\" + character);
      }
    }

    /** Whether the text goes on like <code>2}</code>, <code>2,}</code> or <code>2,3}</code>. */
    private static boolean isRepeat(String rest) {
      int end = rest.indexOf('}');
      return end > 0
          && rest.charAt(0) != ','
          && rest.chars().limit(end).allMatch(c -> c >= '0' && c <= '9' || c == ',')
          && rest.indexOf(',') == rest.substring(0, end).lastIndexOf(',');
    }

    private InvalidValueException undocumented(String what, String instead) {
      return syntax.bad("has " + what + ", which Docker reads as part of a regular expression; write '" + instead + "'");
    }
  }
}
