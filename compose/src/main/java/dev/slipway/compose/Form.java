package dev.slipway.compose;

import dev.slipway.yaml.YamlValue;
import java.util.Optional;

/**
 * How values of a type stand in files.
 *
 * @param <T> the type
 */
interface Form<T> {
  /** The value that a canonical tree holds; empty if it holds none, which has been told then. Never called with null, except by maps whose values may be. */
  Optional<T> decode(YamlValue value, Decoding at);

  /** The value as a tree. */
  YamlValue encode(T value, Encoding to);

  /**
   * Refuses values that no file may hold.
   *
   * @throws dev.slipway.InvalidValueException if it is such a value
   */
  default void check(T value) {}

  /** The kind of element that values are, or hold. */
  default Optional<ElementType<?>> element() {
    return Optional.empty();
  }

  /** Whether values may have variables in them, so that a text with variables is a value. */
  default boolean holdsText() {
    return false;
  }
}
