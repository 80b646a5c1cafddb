package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A compiled pattern: a chain of tokens that is run over a text as a set of positions, so that time is the length of the
 * text times the length of the pattern whatever both contain.
 *
 * <p>A position is the index of the token that comes next; the position after the last token accepts. Tokens that may
 * match nothing put the position behind them into the set at once.
 */
final class Glob {
  /** One step of a pattern. */
  sealed interface Token {}

  /** Exactly this character. */
  record Literal(int character) implements Token {}

  /** Any one character but the slash. */
  record AnyInName() implements Token {}

  /** One character of some ranges, or one outside of them; may be the slash. */
  record OneOf(ImmutableList<Range> ranges, boolean negated) implements Token {
    boolean accepts(int character) {
      // a byte that is not text reads as the replacement character, as it does in Go
      int seen = character >= 0xDC80 && character <= 0xDCFF ? 0xFFFD : character;
      boolean inside = false;
      for (Range range : ranges) {
        inside |= range.low <= seen && seen <= range.high;
      }
      return inside != negated;
    }
  }

  /** Any number of characters but slashes. */
  record Star() implements Token {}

  /** Nothing, or anything up to and including a slash. */
  record Directories() implements Token {}

  /** Anything. */
  record Rest() implements Token {}

  /** Characters from one to another, both included. */
  record Range(int low, int high) {}

  private static final BitSet NOWHERE = new BitSet(0);

  private final Token[] tokens;
  /** Whether what crosses directories stops at a line break, as the dot of Go's regular expressions does. */
  private final boolean lineBound;
  /** The characters that every match starts with: most texts are refused by them alone. */
  private final String prefix;
  private final boolean literal;
  /** The longest text that every match contains: it refuses most of the rest, and far faster than a run does. */
  private final String needle;

  Glob(List<Token> tokens, boolean lineBound) {
    this.tokens = tokens.toArray(new Token[0]);
    this.lineBound = lineBound;
    StringBuilder start = new StringBuilder();
    int i = 0;
    while (i < this.tokens.length && this.tokens[i] instanceof Literal(int character)) {
      start.appendCodePoint(character);
      i++;
    }
    this.prefix = start.toString();
    this.literal = i == this.tokens.length;
    this.needle = longestLiteral(this.tokens);
  }

  private static String longestLiteral(Token[] tokens) {
    String longest = "";
    StringBuilder run = new StringBuilder();
    for (Token token : tokens) {
      if (token instanceof Literal(int character)) {
        run.appendCodePoint(character);
        longest = run.length() > longest.length() ? run.toString() : longest;
      } else {
        run.setLength(0);
      }
    }
    return longest;
  }

  private boolean isRefusedAtOnce(String text) {
    return !text.startsWith(prefix) || !text.contains(needle);
  }

  /** Whether the pattern has no wildcard; then {@link #prefix()} is all that it matches. */
  boolean isLiteral() {
    return literal;
  }

  String prefix() {
    return prefix;
  }

  ImmutableList<Token> tokens() {
    return ImmutableList.copyOf(tokens);
  }

  boolean matches(String text) {
    if (literal) {
      return text.equals(prefix);
    }
    if (isRefusedAtOnce(text)) {
      return false;
    }
    Run run = new Run();
    for (int i = 0; i < text.length() && run.alive(); i += Character.charCount(text.codePointAt(i))) {
      run.step(text.codePointAt(i));
    }
    return run.accepts();
  }

  /** Which leading parts of a path match: bit 0 for its first component, bit 1 for the first two, and so on. */
  BitSet matchingDepths(String path) {
    if (isRefusedAtOnce(path)) {
      return NOWHERE;
    }
    if (literal && path.length() > prefix.length() && path.charAt(prefix.length()) != '/') {
      return NOWHERE;
    }
    BitSet depths = NOWHERE;
    Run run = new Run();
    int depth = 0;
    int i = 0;
    for (; i < path.length() && run.alive(); i += Character.charCount(path.codePointAt(i))) {
      int character = path.codePointAt(i);
      if (character == '/') {
        depths = withBit(depths, depth++, run.accepts());
      }
      run.step(character);
    }
    if (i >= path.length()) {
      depths = withBit(depths, depth, run.accepts());
    }
    return depths;
  }

  /** Most patterns match nothing of most paths: the set is made when the first bit is. */
  private static BitSet withBit(BitSet bits, int index, boolean value) {
    if (!value) {
      return bits;
    }
    BitSet result = bits.isEmpty() ? new BitSet() : bits;
    result.set(index);
    return result;
  }

  /** Whether some text that starts with the given one matches. */
  boolean mayMatchAfter(String start) {
    if (!start.startsWith(prefix)) {
      return prefix.startsWith(start);
    }
    Run run = new Run();
    for (int i = 0; i < start.length() && run.alive(); i += Character.charCount(start.codePointAt(i))) {
      run.step(start.codePointAt(i));
    }
    return run.reachesFurther();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Glob glob && Arrays.equals(glob.tokens, tokens) && glob.lineBound == lineBound;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(tokens);
  }

  /** The set of positions while a text is read, as bits: an ignore file is asked for every file of a large tree. */
  private final class Run {
    private final int words = (tokens.length >> 6) + 1;
    private long[] now = new long[words];
    private long[] next = new long[words];
    /** {@link Directories} that have begun to swallow characters and may leave only behind a slash. */
    private final long[] inside = new long[words];

    Run() {
      enter(now, 0);
    }

    boolean alive() {
      long any = 0;
      for (int w = 0; w < words; w++) {
        any |= now[w] | inside[w];
      }
      return any != 0;
    }

    boolean accepts() {
      return (now[tokens.length >> 6] & 1L << tokens.length) != 0;
    }

    /** Whether a position other than the accepting one is left: only that one cannot take another character. */
    boolean reachesFurther() {
      now[tokens.length >> 6] &= ~(1L << tokens.length);
      return alive();
    }

    void step(int character) {
      boolean stops = lineBound && character == '\n';
      Arrays.fill(next, 0);
      for (int w = 0; w < words; w++) {
        if (stops) {
          inside[w] = 0;
        }
        for (long left = character == '/' ? inside[w] : 0; left != 0; left &= left - 1) {
          enter(next, (w << 6) + Long.numberOfTrailingZeros(left) + 1);
        }
      }
      for (int w = 0; w < words; w++) {
        for (long left = now[w]; left != 0; left &= left - 1) {
          int position = (w << 6) + Long.numberOfTrailingZeros(left);
          if (position < tokens.length) {
            take(position, character, stops);
          }
        }
      }
      long[] done = now;
      now = next;
      next = done;
    }

    private void take(int position, int character, boolean stops) {
      switch (tokens[position]) {
        case Literal(int wanted) -> enterIf(character == wanted, position + 1);
        case AnyInName() -> enterIf(character != '/', position + 1);
        case OneOf oneOf -> enterIf(oneOf.accepts(character), position + 1);
        case Star() -> enterIf(character != '/', position);
        case Rest() -> enterIf(!stops, position);
        case Directories() -> {
          if (!stops) {
            inside[position >> 6] |= 1L << position;
            enterIf(character == '/', position + 1);
          }
        }
      }
    }

    private void enterIf(boolean accepted, int position) {
      if (accepted) {
        enter(next, position);
      }
    }

    private void enter(long[] set, int position) {
      int i = position;
      while ((set[i >> 6] & 1L << i) == 0) {
        set[i >> 6] |= 1L << i;
        if (i == tokens.length || !(tokens[i] instanceof Star || tokens[i] instanceof Rest || tokens[i] instanceof Directories)) {
          return;
        }
        i++;
      }
    }
  }
}
