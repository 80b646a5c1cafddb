package dev.slipway.compose.format;

import dev.slipway.InvalidValueException;
import java.time.Duration;

/**
 * A time span as compose files write it: numbers with units, such as {@code 1h30m}, {@code 1.5s}, {@code 2d}. Units are
 * {@code w}, {@code d}, {@code h}, {@code m}, {@code s}, {@code ms}, {@code us}, {@code ns}; at most 292 years.
 *
 * @param nanoseconds the length; may be negative
 */
public record ComposeDuration(long nanoseconds) {
  private static final long SECOND = 1_000_000_000L;
  private static final String UNITS = "write a number with a unit for each part, such as 30s, 1m30s or 500ms";

  /** Checks that it has an opposite, which one number of 64 bits has not. */
  public ComposeDuration {
    if (nanoseconds == Long.MIN_VALUE) {
      throw new InvalidValueException("'" + nanoseconds + "' nanoseconds are too long for a duration: write 292 years at most");
    }
  }

  /**
   * A time span.
   *
   * @throws ArithmeticException if it is longer than 292 years
   */
  public static ComposeDuration of(Duration duration) {
    return new ComposeDuration(duration.toNanos());
  }

  /** Reads a time span. */
  public static Parsed<ComposeDuration> parse(String text) {
    return new Scan(text).duration();
  }

  /** The time span as a value of the platform. */
  public Duration toDuration() {
    return Duration.ofNanos(nanoseconds);
  }

  /** The time span as Go prints it and canonical compose files have it: {@code 1h0m0s}, {@code 1.5s}, {@code 500ms}. */
  @Override
  public String toString() {
    if (nanoseconds == 0) {
      return "0s";
    }
    String sign = nanoseconds < 0 ? "-" : "";
    long size = Math.abs(nanoseconds);
    if (size < 1_000) {
      return sign + size + "ns";
    }
    if (size < 1_000_000) {
      return sign + decimal(size, 1_000) + "µs";
    }
    if (size < SECOND) {
      return sign + decimal(size, 1_000_000) + "ms";
    }
    long minutes = size / (60 * SECOND);
    String seconds = decimal(size % (60 * SECOND), SECOND) + "s";
    if (minutes == 0) {
      return sign + seconds;
    }
    return sign + (minutes >= 60 ? minutes / 60 + "h" + minutes % 60 + "m" : minutes + "m") + seconds;
  }

  private static String decimal(long size, long unit) {
    String fraction = Long.toString(unit + size % unit).substring(1);
    int end = fraction.length();
    while (end > 0 && fraction.charAt(end - 1) == '0') {
      end--;
    }
    return size / unit + (end == 0 ? "" : "." + fraction.substring(0, end));
  }

  /** Reads one text. For one thread. */
  private static final class Scan {
    private final String text;
    private int at;
    private long total;

    Scan(String text) {
      this.text = text;
    }

    Parsed<ComposeDuration> duration() {
      boolean signed = text.startsWith("-") || text.startsWith("+");
      at = signed ? 1 : 0;
      if (text.startsWith("0", at) && at + 1 == text.length()) {
        return Parsed.of(new ComposeDuration(0));
      }
      if (at == text.length()) {
        return failed(0, "is no duration", UNITS);
      }
      while (at < text.length()) {
        int start = at;
        String fault = part();
        if (!fault.isEmpty()) {
          return failed(start, fault, UNITS);
        }
      }
      return Parsed.of(new ComposeDuration(text.startsWith("-") ? -total : total));
    }

    /** Adds a number with its unit; what is wrong with it, or nothing. */
    private String part() {
      int start = at;
      String whole = digits();
      boolean point = at < text.length() && text.charAt(at) == '.';
      at += point ? 1 : 0;
      String fraction = point ? digits() : "";
      if (whole.isEmpty() && fraction.isEmpty()) {
        return "is no duration";
      }
      int unitStart = at;
      while (at < text.length() && text.charAt(at) != '.' && !GoText.isDigit(text.charAt(at))) {
        at++;
      }
      String unit = text.substring(unitStart, at);
      if (unit.isEmpty()) {
        return "has no unit behind " + Quoted.of(text, start, unitStart);
      }
      long nanos = nanoseconds(unit);
      if (nanos == 0) {
        return "has an unknown unit, " + Quoted.of(unit);
      }
      return add(whole, fraction, nanos) ? "" : "is longer than 292 years";
    }

    private boolean add(String whole, String fraction, long unit) {
      // leading zeros aside, more digits than these do not fit
      String digits = stripZeros(whole);
      if (digits.length() > 19 || digits.length() == 19 && digits.compareTo(Long.toString(Long.MAX_VALUE)) > 0) {
        return false;
      }
      long count = digits.isEmpty() ? 0 : Long.parseLong(digits);
      if (count > Long.MAX_VALUE / unit) {
        return false;
      }
      long value = count * unit + fraction(fraction, unit);
      total += value;
      return value >= 0 && total >= 0;
    }

    /** The nanoseconds of a fraction in doubles, digits beyond 18 dropped, as the reference implementation counts. */
    private static long fraction(String digits, long unit) {
      long value = 0;
      double scale = 1;
      for (int i = 0; i < digits.length(); i++) {
        long longer = value > Long.MAX_VALUE / 10 ? -1 : value * 10 + digits.charAt(i) - '0';
        if (longer < 0) {
          break;
        }
        value = longer;
        scale *= 10;
      }
      return (long) (value * (unit / scale));
    }

    private static String stripZeros(String digits) {
      int i = 0;
      while (i < digits.length() && digits.charAt(i) == '0') {
        i++;
      }
      return digits.substring(i);
    }

    private String digits() {
      int start = at;
      while (at < text.length() && GoText.isDigit(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at);
    }

    private static long nanoseconds(String unit) {
      return switch (unit) {
        case "ns" -> 1;
        case "us", "µs", "μs" -> 1_000;
        case "ms" -> 1_000_000;
        case "s" -> SECOND;
        case "m" -> 60 * SECOND;
        case "h" -> 3_600 * SECOND;
        case "d" -> 86_400 * SECOND;
        case "w" -> 604_800 * SECOND;
        default -> 0;
      };
    }

    private Parsed<ComposeDuration> failed(int start, String fault, String advice) {
      return Parsed.failed(TextProblem.error(start, Math.max(start, at), Quoted.of(text) + " " + fault, advice));
    }
  }
}
