package dev.slipway.compose;

import dev.slipway.InvalidValueException;
import java.util.Objects;

/**
 * A part of a project that stands under a key, by which others refer to it.
 *
 * @param <E> the kind of part
 */
public abstract class Resource<E extends Resource<E>> extends Element<E> {
  private static final int LONGEST = 255;

  private final String key;

  Resource(String key, Content<E> content) {
    super(content);
    boolean valid = !key.isEmpty() && key.length() <= LONGEST && key.chars().allMatch(Resource::isKeyCharacter);
    if (!valid) {
      throw new InvalidValueException(ValueNames.quoted(key) + " is not the key of a " + content.type()
          + ": use letters, digits, '.', '_' and '-'");
    }
    this.key = key;
  }

  private static boolean isKeyCharacter(int c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';
  }

  /** The key in its section of the file. */
  public final String key() {
    return key;
  }

  @Override
  E derive(Content<E> changed) {
    return changed.type().make(key, changed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Resource<?> resource && resource.key.equals(key) && super.equals(other);
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, super.hashCode());
  }

  /** The kind and the key. */
  @Override
  public String toString() {
    return content().type() + " " + key;
  }
}
