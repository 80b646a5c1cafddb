package dev.slipway.compose;

import dev.slipway.InvalidValueException;
import java.util.Optional;

/**
 * What an attribute is set to: absent, null and an empty value are three things in compose files.
 *
 * @param <T> what its values are
 */
public sealed interface Setting<T> {
  /** No setting: the attribute is not there. */
  static <T> Setting<T> unset() {
    return new Unset<>();
  }

  /** The null, written as a key with nothing behind it. */
  static <T> Setting<T> ofNull() {
    return new Null<>();
  }

  /** A value. */
  static <T> Setting<T> of(T value) {
    return new Value<>(value);
  }

  /** The value, if there is one that is known. */
  default Optional<T> value() {
    return Optional.empty();
  }

  /** Whether the attribute is there, with whatever. */
  default boolean isSet() {
    return true;
  }

  /**
   * Not there.
   *
   * @param <T> what values would be
   */
  record Unset<T>() implements Setting<T> {
    @Override
    public boolean isSet() {
      return false;
    }
  }

  /**
   * There, but null.
   *
   * @param <T> what values would be
   */
  record Null<T>() implements Setting<T> {}

  /**
   * A value.
   *
   * @param content the value
   * @param <T> what it is
   */
  record Value<T>(T content) implements Setting<T> {
    @Override
    public Optional<T> value() {
      return Optional.of(content);
    }
  }

  /**
   * A text with variables in the place of a number, a duration or the like: it becomes a value when the file is read.
   *
   * @param text at least one variable is in it
   * @param <T> what the value will be
   */
  record Open<T>(Text text) implements Setting<T> {
    /** Checks that there is a variable. */
    public Open {
      if (text.literal().isPresent()) {
        throw new InvalidValueException("'" + text + "' has no variable; give the value itself");
      }
    }
  }
}
