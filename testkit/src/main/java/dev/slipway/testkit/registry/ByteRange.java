package dev.slipway.testkit.registry;

import com.google.common.base.CharMatcher;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The value of a {@code Range} header with a single range (RFC 9110, 14.1.2): from a position on, between two, or the
 * last bytes.
 */
record ByteRange(OptionalLong first, OptionalLong last) {
  private static final String UNIT = "bytes=";
  private static final CharMatcher DIGITS = CharMatcher.inRange('0', '9');

  /** A part of something that is that long. */
  record Part(long first, long length) {
    @Override
    public String toString() {
      return "bytes " + first + "-" + (first + length - 1);
    }
  }

  /** Reads a header; what is not a single range of bytes is ignored, as a server may. */
  static Optional<ByteRange> parse(String header) {
    int dash = header.indexOf('-');
    if (!header.startsWith(UNIT) || dash < 0) {
      return Optional.empty();
    }
    String from = header.substring(UNIT.length(), dash).strip();
    String to = header.substring(dash + 1).strip();
    boolean wellFormed = isNumber(from) && isNumber(to) && !(from.isEmpty() && to.isEmpty());
    return wellFormed ? Optional.of(new ByteRange(number(from), number(to))) : Optional.empty();
  }

  private static boolean isNumber(String text) {
    return DIGITS.matchesAllOf(text) && text.length() <= 18;
  }

  private static OptionalLong number(String text) {
    return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  /** The part of so many bytes that is meant; empty if there is none. */
  Optional<Part> of(long size) {
    long start = first.isPresent() ? first.getAsLong() : Math.max(0, size - last.orElse(0));
    long end = first.isPresent() ? Math.min(last.orElse(size - 1), size - 1) : size - 1;
    return start <= end && start < size ? Optional.of(new Part(start, end - start + 1)) : Optional.empty();
  }
}
