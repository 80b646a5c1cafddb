package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A kind of element: its attributes, how an element is made of settings, and how it stands in files.
 *
 * @param <E> the elements
 */
final class ElementType<E extends Element<E>> {
  private final String name;
  private final BiFunction<String, Content<E>, E> maker;
  private final ImmutableMap<String, Attribute<E, ?>> attributes;
  private final Content<E> empty;

  private ElementType(String name, BiFunction<String, Content<E>, E> maker, ImmutableMap<String, Attribute<E, ?>> attributes) {
    this.name = name;
    this.maker = maker;
    this.attributes = attributes;
    this.empty = new Content<>(this, ImmutableMap.of(), ImmutableMap.of());
  }

  /**
   * Declares the attributes of a type, in the order in which they are written.
   *
   * @param <E> the elements
   */
  static final class Declaring<E extends Element<E>> {
    private final String name;
    private final BiFunction<String, Content<E>, E> maker;
    private final Map<String, Attribute<E, ?>> attributes = new LinkedHashMap<>();

    private Declaring(String name, BiFunction<String, Content<E>, E> maker) {
      this.name = name;
      this.maker = maker;
    }

    <T> Attribute<E, T> attribute(String attribute, Form<T> form) {
      return add(attribute, form, Optional.empty());
    }

    /** An attribute with a value that readers take where there is none. */
    <T> Attribute<E, T> attribute(String attribute, Form<T> form, T usual) {
      return add(attribute, form, Optional.of(usual));
    }

    private <T> Attribute<E, T> add(String attribute, Form<T> form, Optional<T> usual) {
      Attribute<E, T> added = new Attribute<>(name, attribute, attributes.size(), form, usual);
      attributes.put(attribute, added);
      return added;
    }

    ElementType<E> close() {
      return new ElementType<>(name, maker, ImmutableMap.copyOf(attributes));
    }
  }

  /** Begins a type whose elements have no keys. */
  static <E extends Element<E>> Declaring<E> declare(String name, Function<Content<E>, E> maker) {
    return new Declaring<>(name, (key, content) -> maker.apply(content));
  }

  /** Begins a type whose elements stand under keys. */
  static <E extends Element<E>> Declaring<E> keyed(String name, BiFunction<String, Content<E>, E> maker) {
    return new Declaring<>(name, maker);
  }

  String name() {
    return name;
  }

  ImmutableMap<String, Attribute<E, ?>> attributes() {
    return attributes;
  }

  /** An element without any setting, of a type without keys. */
  E empty() {
    return keyed("");
  }

  /** An element without any setting under a key. */
  E keyed(String key) {
    return maker.apply(key, empty);
  }

  E make(String key, Content<E> content) {
    return maker.apply(key, content);
  }

  /** The element that a mapping is, or one without settings for null. */
  Optional<E> decode(String key, YamlValue value, Decoding at) {
    if (value.isNull()) {
      return Optional.of(keyed(key));
    }
    if (!(value instanceof YamlMap map)) {
      return at.refuse(value, "the attributes of a " + name);
    }
    Setting<?>[] settings = new Setting<?>[attributes.size()];
    ImmutableMap.Builder<String, YamlValue> others = ImmutableMap.builder();
    for (YamlMap.Entry entry : map.entries()) {
      Attribute<E, ?> attribute = attributes.get(entry.name());
      if (attribute == null) {
        Extensions.decode(entry.value(), at.to(entry.name())).ifPresent(kept -> others.put(entry.name(), kept));
      } else {
        settings[attribute.position()] = setting(attribute, entry.value(), at.to(entry.name()));
      }
    }
    return Optional.of(make(key, new Content<>(this, inOrder(settings), others.buildKeepingLast())));
  }

  private ImmutableMap<Attribute<E, ?>, Setting<?>> inOrder(Setting<?>[] settings) {
    ImmutableMap.Builder<Attribute<E, ?>, Setting<?>> ordered = ImmutableMap.builder();
    for (Attribute<E, ?> attribute : attributes.values()) {
      Setting<?> setting = settings[attribute.position()];
      if (setting != null && setting.isSet()) {
        ordered.put(attribute, setting);
      }
    }
    return ordered.buildOrThrow();
  }

  private static <T> Setting<T> setting(Attribute<?, T> attribute, YamlValue value, Decoding at) {
    if (value.isNull()) {
      return Setting.ofNull();
    }
    Optional<Text> open = attribute.form().holdsText() ? Optional.empty() : at.open(value);
    return open.<Setting<T>>map(Setting.Open::new).orElseGet(
        () -> Checked.decode(attribute.form(), value, at).<Setting<T>>map(Setting::of).orElseGet(Setting::unset));
  }

  /** The element as a mapping. */
  YamlMap encode(E element, Encoding to) {
    List<Attribute<E, ?>> order = new ArrayList<>(element.content().settings().keySet());
    if (!to.minimal() && this == ServiceAttributes.ELEMENT) {
      order.sort(Comparator.comparing(Attribute::name));
    }
    ImmutableList.Builder<YamlMap.Entry> entries = ImmutableList.builder();
    order.forEach(attribute -> encode(attribute, element, to).ifPresent(value -> entries.add(entry(attribute.name(), value))));
    element.content().others().forEach((key, value) -> entries.add(entry(key, Extensions.encode(value, to))));
    return YamlMap.of(entries.build());
  }

  private static <E extends Element<E>, T> Optional<YamlValue> encode(Attribute<E, T> attribute, E element, Encoding to) {
    Setting<T> setting = element.setting(attribute);
    if (setting instanceof Setting.Value<T> value) {
      boolean left = to.minimal() && attribute.usual().equals(Optional.of(value.content()));
      return left ? Optional.empty() : Optional.of(attribute.form().encode(value.content(), to));
    }
    return setting instanceof Setting.Open<T> open
        ? Optional.of(YamlScalar.of(to.characters(open.text())))
        : Optional.of(YamlScalar.ofNull());
  }

  private static YamlMap.Entry entry(String name, YamlValue value) {
    return new YamlMap.Entry(YamlScalar.of(name), value);
  }

  @Override
  public String toString() {
    return name;
  }
}
