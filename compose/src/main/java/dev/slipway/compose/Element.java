package dev.slipway.compose;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;

/**
 * A mapping of the Compose Specification as a value: what its attributes are set to, extensions and keys that are not
 * known among them.
 *
 * <p>Immutable. Two are equal if they are of the same kind and everything in them is; the order in which it was set does
 * not count.
 *
 * @param <E> the kind of element
 */
public abstract class Element<E extends Element<E>> {
  private final Content<E> content;

  Element(Content<E> content) {
    this.content = content;
  }

  Content<E> content() {
    return content;
  }

  /** The same kind of element with other content. */
  E derive(Content<E> changed) {
    return changed.type().make("", changed);
  }

  /** What an attribute is set to. */
  public final <T> Setting<T> setting(Attribute<E, T> attribute) {
    // settings are only ever put under the attribute whose type they have
    @SuppressWarnings("unchecked")
    Setting<T> found = (Setting<T>) content.settings().get(attribute);
    return found == null ? Setting.unset() : found;
  }

  /** The value of an attribute; empty if it is not there, null, or not known before variables are replaced. */
  public final <T> Optional<T> value(Attribute<E, T> attribute) {
    return setting(attribute).value();
  }

  /** The element with a value for an attribute, in the place of the present one. */
  public final <T> E with(Attribute<E, T> attribute, T value) {
    attribute.form().check(value);
    return derive(content.with(attribute, Setting.of(value)));
  }

  /** The element with a text with variables for an attribute whose value is known when the file is read. */
  public final <T> E withVariable(Attribute<E, T> attribute, Text text) {
    if (attribute.form().holdsText()) {
      throw new InvalidValueException("'" + attribute + "' is a text, which may have variables in it: take with(attribute, text)");
    }
    return derive(content.with(attribute, new Setting.Open<>(text)));
  }

  /** The element with null for an attribute. */
  public final E withNull(Attribute<E, ?> attribute) {
    return derive(content.with(attribute, Setting.ofNull()));
  }

  /** The element without an attribute. */
  public final E without(Attribute<E, ?> attribute) {
    return derive(content.with(attribute, Setting.unset()));
  }

  /** The element with what another sets in addition or instead. */
  final E withAll(E other) {
    Content<E> all = content;
    for (var each : other.content().settings().entrySet()) {
      all = all.with(each.getKey(), each.getValue());
    }
    for (var each : other.content().others().entrySet()) {
      all = all.with(each.getKey(), each.getValue());
    }
    return derive(all);
  }

  /** The attributes that are set, in the order in which they are written. */
  public final ImmutableSet<Attribute<E, ?>> attributes() {
    return content.settings().keySet();
  }

  /**
   * The element with an extension.
   *
   * @param key begins with {@code x-}
   * @param value any data; strings in it are literal, without variables
   */
  public final E extension(String key, YamlValue value) {
    if (!key.startsWith("x-")) {
      throw new InvalidValueException("'" + key + "' is not the key of an extension: those begin with 'x-'");
    }
    return derive(content.with(key, value));
  }

  /** Extensions, and keys that the specification does not know, as they stood there. */
  public final ImmutableMap<String, YamlValue> extensions() {
    return content.others();
  }

  /** Whether nothing is set. */
  public final boolean isEmpty() {
    return content.settings().isEmpty() && content.others().isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Element<?> element && element.content.equals(content);
  }

  @Override
  public int hashCode() {
    return content.settings().hashCode() * 31 + content.others().hashCode();
  }

  /** The kind and the names of what is set; no values, which may be secret. */
  @Override
  public String toString() {
    return content.type() + content.settings().keySet().stream().map(Attribute::name).toList().toString();
  }
}
