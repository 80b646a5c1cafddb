package dev.slipway.compose;

import dev.slipway.compose.format.ResourceName;
import java.util.Objects;

/**
 * A part of a project that stands under a key, by which others refer to it.
 *
 * @param <E> the kind of part
 */
public abstract class Resource<E extends Resource<E>> extends Element<E> {
  private final String key;

  Resource(String key, Content<E> content) {
    super(content);
    this.key = new ResourceName(key).name();
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
