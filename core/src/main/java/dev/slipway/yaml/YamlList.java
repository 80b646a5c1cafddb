package dev.slipway.yaml;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;

/** A sequence of values. */
public final class YamlList implements YamlValue {
  private static final YamlList EMPTY = new YamlList(ImmutableList.of(), Optional.empty(), Optional.empty());

  private final ImmutableList<YamlValue> items;
  private final Optional<Place> place;
  private final Optional<String> tag;

  private YamlList(ImmutableList<YamlValue> items, Optional<Place> place, Optional<String> tag) {
    this.items = items;
    this.place = place;
    this.tag = tag;
  }

  /** A sequence without items. */
  public static YamlList empty() {
    return EMPTY;
  }

  /** A sequence of these. */
  public static YamlList of(Collection<? extends YamlValue> items) {
    return new YamlList(ImmutableList.copyOf(items), Optional.empty(), Optional.empty());
  }

  /** A sequence as a document has it. */
  static YamlList read(Collection<YamlValue> items, Place place, Optional<String> tag) {
    return new YamlList(ImmutableList.copyOf(items), Optional.of(place), tag);
  }

  /** Its values in order. */
  public ImmutableList<YamlValue> items() {
    return items;
  }

  /** The same place and tag with other items. */
  public YamlList withItems(Collection<? extends YamlValue> newItems) {
    return new YamlList(ImmutableList.copyOf(newItems), place, tag);
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
  public YamlList at(Optional<Place> newPlace) {
    return new YamlList(items, newPlace, tag);
  }

  @Override
  public YamlList tagged(Optional<String> newTag) {
    return new YamlList(items, place, newTag);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof YamlList list && list.items.equals(items) && list.tag.equals(tag);
  }

  @Override
  public int hashCode() {
    return Objects.hash(items, tag);
  }

  /** The items in brackets, for messages and tests; not YAML. */
  @Override
  public String toString() {
    return items.toString();
  }
}
