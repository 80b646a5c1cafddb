package dev.slipway.compose;

import java.util.Optional;

/**
 * An attribute that an element may have, such as {@code image} of a service: its name in files and the type of its values.
 * Each is there once, as a constant.
 *
 * @param <E> the elements that may have it
 * @param <T> what its values are
 */
public final class Attribute<E extends Element<E>, T> {
  private final String element;
  private final String name;
  private final int position;
  private final Form<T> form;
  private final Optional<T> usual;

  Attribute(String element, String name, int position, Form<T> form, Optional<T> usual) {
    this.element = element;
    this.name = name;
    this.position = position;
    this.form = form;
    this.usual = usual;
  }

  /** The key in files. */
  public String name() {
    return name;
  }

  /** The value that readers take where there is none and that is therefore not written in the minimal form. */
  public Optional<T> usual() {
    return usual;
  }

  int position() {
    return position;
  }

  Form<T> form() {
    return form;
  }

  /** The element's kind and the name, such as {@code service.image}. */
  @Override
  public String toString() {
    return element + "." + name;
  }
}
