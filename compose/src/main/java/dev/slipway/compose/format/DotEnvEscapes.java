package dev.slipway.compose.format;

/** The escapes of values in double quotes; what is none stays as it is. */
final class DotEnvEscapes {
  private static final String LETTERS = "abfnrtv\\\"";
  private static final String MEANINGS = "\u0007\b\f\n\r\t\u000B\\\"";

  private final String text;
  private final PlacedText source;
  private final PlacedText.Builder out = new PlacedText.Builder();

  private DotEnvEscapes(PlacedText source) {
    this.source = source;
    this.text = source.toString();
  }

  /** The value with escapes replaced; an escaped dollar sign becomes two, which stand for one. */
  static PlacedText replaced(PlacedText source) {
    return source.toString().indexOf('\\') < 0 ? source : new DotEnvEscapes(source).replaced();
  }

  private PlacedText replaced() {
    int i = 0;
    while (i < text.length()) {
      i = text.charAt(i) == '\\' && i + 1 < text.length() ? escape(i) : copy(i, i + 1);
    }
    return out.build(source.place(text.length()));
  }

  /** Writes what an escape means and gives the index behind it. */
  private int escape(int at) {
    char c = text.charAt(at + 1);
    int letter = LETTERS.indexOf(c);
    if (letter >= 0) {
      out.append(MEANINGS.charAt(letter), source.place(at));
      return at + 2;
    }
    if (c == '$') {
      out.append('$', source.place(at));
      out.append('$', source.place(at + 1));
      return at + 2;
    }
    return c == '0' ? octal(at) : copy(at, at + 2);
  }

  /** {@code \0} and three octal digits are a character; with fewer digits the zero alone is dropped. */
  private int octal(int at) {
    int end = at + 2;
    int value = 0;
    boolean octal = true;
    while (end < text.length() && end < at + 5 && GoText.isDigit(text.charAt(end))) {
      value = value * 8 + text.charAt(end) - '0';
      octal &= text.charAt(end) < '8';
      end++;
    }
    if (end == at + 5 && octal && value < 256) {
      out.append((char) value, source.place(at));
      return end;
    }
    out.append('\\', source.place(at));
    return copy(at + 2, end);
  }

  private int copy(int start, int end) {
    for (int i = start; i < end; i++) {
      out.append(text.charAt(i), source.place(i));
    }
    return end;
  }
}
