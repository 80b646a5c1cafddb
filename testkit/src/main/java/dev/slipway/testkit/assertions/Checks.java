package dev.slipway.testkit.assertions;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.Suggestions;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/** How all assertions here compare and fail. */
abstract class Checks<S extends Checks<S, A>, A> extends AbstractAssert<S, A> {
  Checks(A actual, Class<?> type) {
    super(actual, type);
  }

  /** What is looked at, as messages name it: {@code stage 'builder'}. */
  abstract String subject();

  /** What is looked at, which must not be null. */
  A there() {
    isNotNull();
    return actual;
  }

  @CanIgnoreReturnValue
  S equal(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      throw failureWithActualExpected(found, expected, "%s",
          "Expected " + what + " of " + subject() + " to be\n  " + shown(expected) + "\nbut it is\n  " + shown(found));
    }
    return myself;
  }

  /** As {@link #equal} for what may be missing. */
  @CanIgnoreReturnValue
  S present(String what, Object expected, Optional<?> found) {
    if (found.isEmpty()) {
      throw failureWithActualExpected("", expected, "%s",
          "Expected " + what + " of " + subject() + " to be\n  " + shown(expected) + "\nbut there is none");
    }
    return equal(what, expected, found.get());
  }

  /** The value of a key among others. */
  @CanIgnoreReturnValue
  S entry(String kind, String key, String expected, Map<String, String> all) {
    if (!all.containsKey(key)) {
      throw failed("Expected " + subject() + " to have the " + kind + " '" + key + "'" + Suggestions.among(key, all.keySet()) + "\n"
          + lines("there is", all.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList()));
    }
    return equal(kind + " '" + key + "'", expected, String.valueOf(all.get(key)));
  }

  @CanIgnoreReturnValue
  S absent(String kind, String key, Map<String, String> all) {
    if (all.containsKey(key)) {
      throw failed("Expected " + subject() + " to have no " + kind + " '" + key + "', but it is '" + all.get(key) + "'");
    }
    return myself;
  }

  @CanIgnoreReturnValue
  S member(String kind, String expected, Collection<String> all) {
    if (!all.contains(expected)) {
      throw failed("Expected " + subject() + " to have the " + kind + " '" + expected + "'" + Suggestions.among(expected, all) + "\n"
          + lines("there is", all));
    }
    return myself;
  }

  AssertionError failed(String message) {
    return failure("%s", message.stripTrailing());
  }

  /** Another assertion that is described as this one is. */
  <T extends AbstractAssert<?, ?>> T alike(T other) {
    if (info.hasDescription()) {
      other.info.description(info.description());
    }
    return other;
  }

  static String lines(String title, Collection<String> lines) {
    return lines.isEmpty()
        ? title + ": nothing"
        : title + lines.stream().limit(FileView.MAX_LINES).map(line -> "\n  " + Suggestions.printable(line)).collect(Collectors.joining())
            + (lines.size() > FileView.MAX_LINES ? "\n  … and " + (lines.size() - FileView.MAX_LINES) + " more" : "");
  }

  private static String shown(Object value) {
    return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
  }
}
