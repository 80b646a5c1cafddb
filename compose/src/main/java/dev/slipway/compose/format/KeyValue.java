package dev.slipway.compose.format;

import dev.slipway.InvalidValueException;
import java.util.Optional;

/**
 * A key with a value in one string, as lists of {@code environment}, {@code labels}, {@code args} and others hold it.
 *
 * @param key everything before the first {@code =}
 * @param value everything behind it; absent if there is no sign, which differs from empty
 */
public record KeyValue(String key, Optional<String> value) {
  /** Checks that the key ends where it is said to end. */
  public KeyValue {
    if (key.indexOf('=') >= 0) {
      throw new InvalidValueException(Quoted.of(key) + " is no key: '=' stands in it, write the key and the value apart");
    }
  }

  /** A key with a value. */
  public static KeyValue of(String key, String value) {
    return new KeyValue(key, Optional.of(value));
  }

  /** Reads a text; any text is one, an empty key is told as a warning. */
  public static Parsed<KeyValue> parse(String text) {
    int sign = text.indexOf('=');
    KeyValue read = sign < 0
        ? new KeyValue(text, Optional.empty())
        : new KeyValue(text.substring(0, sign), Optional.of(text.substring(sign + 1)));
    TextProblems problems = new TextProblems();
    if (read.key.isEmpty()) {
      problems.warning(0, Math.max(0, sign), "no key stands in " + Quoted.of(text), "write KEY=value");
    }
    return problems.with(read);
  }

  /** Reads a variable of an environment: the same, and a blank at the end of the name is an error. */
  public static Parsed<KeyValue> parseVariable(String text) {
    Parsed<KeyValue> read = parse(text);
    String key = read.orElseThrow().key;
    boolean blank = !key.isEmpty() && GoText.isSpace(key.charAt(key.length() - 1));
    return blank
        ? Parsed.failed(TextProblem.error(0, key.length(), "the name of the variable " + Quoted.of(key) + " ends with a blank",
            "write NAME=value without blanks before the sign"))
        : read;
  }

  /** The text, such as {@code KEY=value}, or the key alone. */
  @Override
  public String toString() {
    return key + value.map(text -> "=" + text).orElse("");
  }
}
