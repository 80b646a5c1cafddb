package dev.slipway.compose.format;

import java.util.Locale;

/**
 * An amount of memory or of a file, in bytes. Units are powers of 1024: {@code b}, {@code k}, {@code m}, {@code g},
 * {@code t}, {@code p}, in any case, perhaps with {@code b} or {@code ib} behind them. Negative amounts have meanings of their
 * own, such as no limit.
 *
 * @param bytes the amount
 */
public record ByteCount(long bytes) {
  private static final String UNITS = "kmgtp";
  private static final String ADVICE = "write a number of bytes or a number with a unit, such as 512m or 1.5g";

  /** An amount in bytes. */
  public static ByteCount of(long bytes) {
    return new ByteCount(bytes);
  }

  /** Reads an amount. Fractions of a byte are dropped. */
  public static Parsed<ByteCount> parse(String text) {
    Parsed<Long> plain = Cast.toInteger(text);
    if (plain.isValid()) {
      return plain.map(ByteCount::new);
    }
    int number = numberEnd(text);
    int unit = number < text.length() && text.charAt(number) == ' ' ? number + 1 : number;
    String suffix = text.substring(unit);
    int power = suffix.isEmpty() ? -1 : UNITS.indexOf(Character.toLowerCase(suffix.charAt(0)));
    if (number == 0 || !isSuffix(power < 0 ? suffix : suffix.substring(1))) {
      return failed(text, "is no amount of bytes", ADVICE);
    }
    double bytes = Double.parseDouble(text.substring(0, number)) * (1L << 10 * (power + 1));
    // 2^63 is the first that does not fit
    return bytes < 0x1p63
        ? Parsed.of(new ByteCount((long) bytes))
        : failed(text, "is more than fits into 64 bits", "write a smaller amount");
  }

  private static Parsed<ByteCount> failed(String text, String fault, String advice) {
    return Parsed.failed(TextProblem.error(0, text.length(), Quoted.of(text) + " " + fault, advice));
  }

  private static boolean isSuffix(String text) {
    String suffix = text.toLowerCase(Locale.ROOT);
    return suffix.isEmpty() || suffix.equals("b") || suffix.equals("i") || suffix.equals("ib");
  }

  /** The end of digits with at most one fraction at the beginning; 0 if there are none. */
  private static int numberEnd(String text) {
    int end = digitsEnd(text, 0);
    if (end == 0 || end == text.length() || text.charAt(end) != '.') {
      return end;
    }
    int fraction = digitsEnd(text, end + 1);
    return fraction == end + 1 ? 0 : fraction;
  }

  private static int digitsEnd(String text, int start) {
    int i = start;
    while (i < text.length() && GoText.isDigit(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** The bytes as a decimal number, as canonical compose files have them. */
  @Override
  public String toString() {
    return Long.toString(bytes);
  }
}
