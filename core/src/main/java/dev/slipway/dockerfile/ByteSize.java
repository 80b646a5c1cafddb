package dev.slipway.dockerfile;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** Amounts of memory as Docker writes them: {@code 64m}, {@code 1.5 GiB}; units are powers of 1024. */
final class ByteSize {
  private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+) ?([kmgtp]?)(?:i?b)?");
  private static final String UNITS = "kmgtp";
  private static final int LONGEST = 40;

  private ByteSize() {}

  /** The bytes; empty if the text is no amount or more than fits into 64 bits. */
  static Optional<Long> parse(String text) {
    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (text.length() > LONGEST || !size.matches()) {
      return Optional.empty();
    }
    int power = size.group(2).isEmpty() ? 0 : UNITS.indexOf(size.group(2)) + 1;
    BigDecimal bytes = new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
    return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0 ? Optional.empty() : Optional.of(bytes.longValue());
  }
}
