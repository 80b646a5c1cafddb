package dev.slipway.compose.schema;

import com.google.common.collect.ImmutableMap;
import dev.slipway.InvalidValueException;
import java.util.Optional;

/**
 * One kind of mapping with attributes, such as a service, a port or a health check: all keys that the Compose
 * Specification knows in it. Keys that begin with {@code x-} are allowed in each, with any value.
 */
public final class Element {
  private final String name;
  private final ImmutableMap<String, Field> fields;
  private final boolean open;

  private Element(String name, ImmutableMap<String, Field> fields, boolean open) {
    this.name = name;
    this.fields = fields;
    this.open = open;
  }

  /** An element that is called so in messages, without attributes. */
  static Element named(String name) {
    return new Element(name, ImmutableMap.of(), false);
  }

  /** The same with one attribute more. */
  Element with(String field, Form form) {
    return with(new Field(field, form, false));
  }

  /** The same with one attribute more, which must be there. */
  Element needs(String field, Form form) {
    return with(new Field(field, form, true));
  }

  private Element with(Field field) {
    if (fields.containsKey(field.name())) {
      throw new InvalidValueException("'" + field.name() + "' stands twice among the attributes of " + told());
    }
    return new Element(name, ImmutableMap.<String, Field>builder().putAll(fields).put(field.name(), field).buildOrThrow(), open);
  }

  /** The same, in which unknown keys do not make a file invalid, because the schema of the specification forgot them. */
  Element open() {
    return new Element(name, fields, true);
  }

  /** What it is called, such as {@code service}. */
  public String name() {
    return name;
  }

  /** Its attributes by their keys, in the order of the specification. */
  public ImmutableMap<String, Field> fields() {
    return fields;
  }

  /** The attribute of a key. */
  public Optional<Field> field(String key) {
    return Optional.ofNullable(fields.get(key));
  }

  /** Whether unknown keys are told as warnings only. */
  boolean isOpen() {
    return open;
  }

  /** The form of what stands behind a key. */
  Form form(String key) {
    Field field = fields.get(key);
    return field == null ? Form.ANYTHING : field.form();
  }

  /** How messages tell it, such as {@code a service}. */
  String told() {
    return ("aeiou".indexOf(name.charAt(0)) < 0 ? "a " : "an ") + name;
  }

  /** What it is called. */
  @Override
  public String toString() {
    return name;
  }
}
