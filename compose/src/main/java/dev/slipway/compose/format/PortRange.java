package dev.slipway.compose.format;

import dev.slipway.InvalidValueException;
import java.util.stream.IntStream;

/**
 * One port, or several that follow each other.
 *
 * @param first from 0 on; 0 leaves the choice to the engine
 * @param last not before the first, up to 65535
 */
public record PortRange(int first, int last) {
  private static final int HIGHEST = 65_535;

  /** Checks the bounds. */
  public PortRange {
    if (first < 0 || last < first || last > HIGHEST) {
      throw new InvalidValueException("'" + first + "-" + last + "' is no range of ports: write ports up to 65535, such as 8000-8010");
    }
  }

  /** One port. */
  public static PortRange of(int port) {
    return new PortRange(port, port);
  }

  /** Whether it is one port. */
  public boolean isSingle() {
    return first == last;
  }

  /** How many ports there are. */
  public int size() {
    return last - first + 1;
  }

  /** The ports, ascending. */
  public IntStream ports() {
    return IntStream.rangeClosed(first, last);
  }

  /** Whether a port is in both. */
  public boolean overlaps(PortRange other) {
    return first <= other.last && other.first <= last;
  }

  /** The number of a port in decimal digits; -1 if it is none. */
  static int number(String text) {
    if (!GoText.isDigits(text)) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      value = value * 10 + text.charAt(i) - '0';
      if (value > HIGHEST) {
        return -1;
      }
    }
    return value;
  }

  /** The range as it is written, such as {@code 8080} and {@code 8000-8010}. */
  @Override
  public String toString() {
    return isSingle() ? Integer.toString(first) : first + "-" + last;
  }
}
