package dev.slipway.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.InvalidValueException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A mapping from scalars to values, each key once, in the order of the document. */
public final class YamlMap implements YamlValue {
  private static final YamlMap EMPTY = new YamlMap(ImmutableMap.of(), Optional.empty(), Optional.empty());

  /**
   * A key and its value. Keys have places of their own.
   *
   * @param key nearly always a string
   * @param value what it stands for
   */
  public record Entry(YamlScalar key, YamlValue value) {
    /** The characters of the key. */
    public String name() {
      return key.text();
    }

    /** The same key with another value. */
    public Entry withValue(YamlValue newValue) {
      return new Entry(key, newValue);
    }
  }

  private final ImmutableMap<YamlScalar, Entry> entries;
  private final Optional<Place> place;
  private final Optional<String> tag;

  private YamlMap(ImmutableMap<YamlScalar, Entry> entries, Optional<Place> place, Optional<String> tag) {
    this.entries = entries;
    this.place = place;
    this.tag = tag;
  }

  /** A mapping without entries. */
  public static YamlMap empty() {
    return EMPTY;
  }

  /**
   * A mapping of these entries, in their order.
   *
   * @throws InvalidValueException if a key is there twice
   */
  public static YamlMap of(Collection<Entry> entries) {
    return EMPTY.withEntries(entries);
  }

  /** A mapping of entries by their keys, as a document has it. */
  static YamlMap read(Map<YamlScalar, Entry> entries, Place place, Optional<String> tag) {
    return new YamlMap(ImmutableMap.copyOf(entries), Optional.of(place), tag);
  }

  /** A mapping of strings to values, in their order. */
  public static YamlMap of(Map<String, ? extends YamlValue> values) {
    ImmutableList.Builder<Entry> entries = ImmutableList.builderWithExpectedSize(values.size());
    values.forEach((name, value) -> entries.add(new Entry(YamlScalar.of(name), value)));
    return of(entries.build());
  }

  /** Its entries in order. */
  public ImmutableList<Entry> entries() {
    return entries.values().asList();
  }

  /** Whether it has no entries. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The entry of a string. */
  public Optional<Entry> entry(String name) {
    return Optional.ofNullable(entries.get(YamlScalar.of(name)));
  }

  /** The value of a string. */
  public Optional<YamlValue> get(String name) {
    return entry(name).map(Entry::value);
  }

  /** The same place and tag with other entries. */
  public YamlMap withEntries(Collection<Entry> newEntries) {
    ImmutableMap.Builder<YamlScalar, Entry> byKey = ImmutableMap.builderWithExpectedSize(newEntries.size());
    newEntries.forEach(entry -> byKey.put(entry.key(), entry));
    try {
      return new YamlMap(byKey.buildOrThrow(), place, tag);
    } catch (IllegalArgumentException twice) {
      throw new InvalidValueException("a key of a mapping stands there twice: " + twice.getMessage(), twice);
    }
  }

  /** The same with a value for a string: in the place of the present one, or behind all others. */
  public YamlMap with(String name, YamlValue value) {
    Map<YamlScalar, Entry> changed = new LinkedHashMap<>(entries);
    changed.merge(YamlScalar.of(name), new Entry(YamlScalar.of(name), value), (present, added) -> present.withValue(value));
    return new YamlMap(ImmutableMap.copyOf(changed), place, tag);
  }

  /** The same without a string's entry. */
  public YamlMap without(String name) {
    if (entry(name).isEmpty()) {
      return this;
    }
    return withEntries(
        entries().stream().filter(entry -> !entry.key().equals(YamlScalar.of(name))).collect(ImmutableList.toImmutableList()));
  }

  @Override
  public Optional<Place> place() {
    return place;
  }

  @Override
  public Optional<String> tag() {
    return tag;
  }

  @Override
  public YamlMap at(Optional<Place> newPlace) {
    return new YamlMap(entries, newPlace, tag);
  }

  @Override
  public YamlMap tagged(Optional<String> newTag) {
    return new YamlMap(entries, place, newTag);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof YamlMap map && map.entries.equals(entries) && map.tag.equals(tag);
  }

  @Override
  public int hashCode() {
    return Objects.hash(entries, tag);
  }

  /** The entries in braces, for messages and tests; not YAML. */
  @Override
  public String toString() {
    return entries.values().toString();
  }
}
