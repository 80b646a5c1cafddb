package dev.slipway.compose;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mappings with any keys; a list of keys, perhaps with values behind equals signs, is one too. Written in the order of
 * their keys.
 *
 * @param item how values stand there
 * @param names whether a mapping whose values say nothing is written as a list of its keys in the minimal form
 * @param <T> what the values are
 */
record MapForm<T>(KeyedForm<T> item, boolean names) implements Form<ImmutableMap<String, T>> {

  /**
   * How a value stands under a key.
   *
   * @param <T> the value
   */
  interface KeyedForm<T> {
    /** The value; null is passed on like all others. */
    Optional<T> decode(String key, YamlValue value, Decoding at);

    YamlValue encode(T value, Encoding to);

    /** Refuses keys and values that no file may hold. */
    default void check(String key, T value) {}

    /** The kind of element that values are, or hold. */
    default Optional<ElementType<?>> element() {
      return Optional.empty();
    }

    /** Whether a value says nothing, so that its key is enough. */
    default boolean saysNothing(T value) {
      return false;
    }
  }

  /**
   * Values that do not depend on their keys.
   *
   * @param form how they stand there
   * @param <T> the values
   */
  record Values<T>(Form<T> form) implements KeyedForm<T> {
    @Override
    public Optional<T> decode(String key, YamlValue value, Decoding at) {
      return Checked.decode(form, value, at);
    }

    @Override
    public YamlValue encode(T value, Encoding to) {
      return form.encode(value, to);
    }

    @Override
    public void check(String key, T value) {
      form.check(value);
    }

    @Override
    public Optional<ElementType<?>> element() {
      return form.element();
    }
  }

  @Override
  public Optional<ImmutableMap<String, T>> decode(YamlValue value, Decoding at) {
    if (value instanceof YamlList list) {
      return Optional.of(decode(list, at));
    }
    if (!(value instanceof YamlMap map)) {
      return at.refuse(value, "a mapping");
    }
    ImmutableMap.Builder<String, T> values = ImmutableMap.builderWithExpectedSize(map.entries().size());
    map.entries().forEach(entry -> item.decode(entry.name(), entry.value(), at.to(entry.name()))
        .ifPresent(found -> values.put(entry.name(), found)));
    return Optional.of(values.buildKeepingLast());
  }

  private ImmutableMap<String, T> decode(YamlList list, Decoding at) {
    ImmutableMap.Builder<String, T> values = ImmutableMap.builderWithExpectedSize(list.items().size());
    for (int i = 0; i < list.items().size(); i++) {
      YamlValue each = list.items().get(i);
      if (each instanceof YamlScalar scalar && !scalar.isNull()) {
        List<String> parts = Splitter.on('=').limit(2).splitToList(scalar.text());
        YamlScalar text = parts.size() == 2 ? YamlScalar.of(parts.get(1)) : YamlScalar.ofNull();
        item.decode(parts.get(0), text.at(scalar.place()), at.item(i)).ifPresent(found -> values.put(parts.get(0), found));
      } else {
        var unused = at.item(i).refuse(each, "a key");
      }
    }
    return values.buildKeepingLast();
  }

  @Override
  public YamlValue encode(ImmutableMap<String, T> value, Encoding to) {
    Map<String, T> sorted = ImmutableSortedMap.copyOf(value);
    if (names && to.minimal() && !value.isEmpty() && value.values().stream().allMatch(item::saysNothing)) {
      return YamlList.of(sorted.keySet().stream().map(YamlScalar::of).toList());
    }
    ImmutableList.Builder<YamlMap.Entry> entries = ImmutableList.builderWithExpectedSize(value.size());
    sorted.forEach((key, each) -> entries.add(new YamlMap.Entry(YamlScalar.of(key), item.encode(each, to))));
    return YamlMap.of(entries.build());
  }

  @Override
  public void check(ImmutableMap<String, T> value) {
    value.forEach(item::check);
  }

  @Override
  public Optional<ElementType<?>> element() {
    return item.element();
  }
}
