package dev.slipway.compose.load;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.Place;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Looks into trees of values, and makes others of them. What is not there or of another kind is passed over. */
final class Trees {
  /** The step of a pattern that stands for every key and every item. */
  static final String EACH = "*";

  private Trees() {}

  /** Whether nothing was changed: to look into both trees for that would take as long as to change them. */
  @SuppressWarnings("ReferenceEquality")
  static boolean isSame(YamlValue one, YamlValue other) {
    return one == other;
  }

  /** A value as a mapping, if it is one. */
  static Optional<YamlMap> map(YamlValue value) {
    return value instanceof YamlMap map ? Optional.of(map) : Optional.empty();
  }

  /** The mapping behind a key. */
  static Optional<YamlMap> map(YamlMap of, String key) {
    return of.get(key).flatMap(Trees::map);
  }

  /** The mapping behind a key; without entries if there is none. */
  static YamlMap mapOrEmpty(YamlMap of, String key) {
    return map(of, key).orElseGet(YamlMap::empty);
  }

  /** The items behind a key; none if there is no list. */
  static ImmutableList<YamlValue> items(YamlMap of, String key) {
    return of.get(key).map(value -> value instanceof YamlList list ? list.items() : ImmutableList.<YamlValue>of()).orElse(ImmutableList.of());
  }

  /** The characters of a string. */
  static Optional<String> string(YamlValue value) {
    return value instanceof YamlScalar scalar && scalar.isString() ? Optional.of(scalar.text()) : Optional.empty();
  }

  /** The characters of the string behind a key. */
  static Optional<String> string(YamlMap of, String key) {
    return of.get(key).flatMap(Trees::string);
  }

  /** Whether the truth value behind a key is true; also if it stands there as a string. */
  static boolean isTrue(YamlMap of, String key) {
    return of.get(key).filter(value -> value instanceof YamlScalar scalar && scalar.truth().orElse(scalar.text().equals("true"))).isPresent();
  }

  /** A mapping with every value replaced by what the function makes of its path. */
  static YamlMap each(YamlMap map, TreePath path, BiFunction<TreePath, YamlValue, YamlValue> change) {
    return eachEntry(map, entry -> change.apply(path.to(entry.name()), entry.value()));
  }

  private static YamlMap eachEntry(YamlMap map, Function<YamlMap.Entry, YamlValue> change) {
    List<YamlMap.Entry> entries = new ArrayList<>(map.entries().size());
    boolean changed = false;
    for (YamlMap.Entry entry : map.entries()) {
      YamlValue value = change.apply(entry);
      changed |= !isSame(value, entry.value());
      entries.add(isSame(value, entry.value()) ? entry : entry.withValue(value));
    }
    return changed ? map.withEntries(entries) : map;
  }

  /** A tree with every value that a pattern of steps leads to replaced. */
  static YamlValue at(YamlValue root, List<String> pattern, BiFunction<TreePath, YamlValue, YamlValue> change) {
    return at(TreePath.ROOT, root, pattern, change);
  }

  private static YamlValue at(TreePath path, YamlValue value, List<String> pattern, BiFunction<TreePath, YamlValue, YamlValue> change) {
    if (pattern.isEmpty()) {
      return change.apply(path, value);
    }
    String step = pattern.get(0);
    List<String> rest = pattern.subList(1, pattern.size());
    if (value instanceof YamlList list && step.equals(EACH)) {
      return items(list, path, (inner, item) -> at(inner, item, rest, change));
    }
    if (value instanceof YamlMap map && step.equals(EACH)) {
      return each(map, path, (inner, item) -> at(inner, item, rest, change));
    }
    if (value instanceof YamlMap map) {
      Optional<YamlValue> present = map.get(step);
      YamlValue changed = present.map(inner -> at(path.to(step), inner, rest, change)).orElse(map);
      return present.isEmpty() || isSame(changed, present.get()) ? map : map.with(step, changed);
    }
    return value;
  }

  /** A list with every item replaced by what the function makes of its path. */
  static YamlList items(YamlList list, TreePath path, BiFunction<TreePath, YamlValue, YamlValue> change) {
    List<YamlValue> items = new ArrayList<>(list.items().size());
    boolean changed = false;
    for (int i = 0; i < list.items().size(); i++) {
      YamlValue item = list.items().get(i);
      YamlValue other = change.apply(path.item(i), item);
      changed |= !isSame(other, item);
      items.add(other);
    }
    return changed ? list.withItems(items) : list;
  }

  /** A string in the place of another value. */
  static YamlValue text(YamlValue instead, String text) {
    return YamlScalar.of(text).at(instead.place());
  }

  /** The value that a path leads to, or the last on the way to it. */
  static YamlValue find(YamlValue root, TreePath path) {
    YamlValue found = root;
    for (String step : path.steps()) {
      Optional<YamlValue> next = found instanceof YamlMap map ? map.get(step) : Optional.empty();
      if (found instanceof YamlList list && step.startsWith("[")) {
        int index = Integer.parseInt(step, 1, step.length() - 1, 10);
        next = index < list.items().size() ? Optional.of(list.items().get(index)) : Optional.empty();
      }
      if (next.isEmpty()) {
        return found;
      }
      found = next.get();
    }
    return found;
  }

  /** Whether a variable may stand in a text of a tree. */
  static boolean hasVariable(YamlValue value) {
    if (value instanceof YamlMap map) {
      return map.entries().stream().anyMatch(entry -> hasVariable(entry.value()));
    }
    return value instanceof YamlList list ? list.items().stream().anyMatch(Trees::hasVariable) : ((YamlScalar) value).text().indexOf('$') >= 0;
  }

  /** A mapping with one entry. */
  static YamlMap entry(String key, YamlValue value) {
    return YamlMap.of(ImmutableList.of(new YamlMap.Entry(YamlScalar.of(key), value)));
  }

  /** How many values a tree has, itself among them. */
  static long size(YamlValue value) {
    long size = 1;
    if (value instanceof YamlMap map) {
      for (YamlMap.Entry entry : map.entries()) {
        size += size(entry.value());
      }
    } else if (value instanceof YamlList list) {
      for (YamlValue item : list.items()) {
        size += size(item);
      }
    }
    return size;
  }

  /** The same tree, used by something: every place in it tells so. */
  static YamlValue used(YamlValue value, Place.Use use) {
    if (value instanceof YamlMap map) {
      List<YamlMap.Entry> entries = new ArrayList<>(map.entries().size());
      map.entries().forEach(entry -> entries.add(new YamlMap.Entry(used(entry.key(), use), used(entry.value(), use))));
      return map.withEntries(entries).at(used(map.place(), use));
    }
    if (value instanceof YamlList list) {
      return list.withItems(Lists.transform(list.items(), item -> used(item, use))).at(used(list.place(), use));
    }
    return used((YamlScalar) value, use);
  }

  private static YamlScalar used(YamlScalar scalar, Place.Use use) {
    return scalar.at(used(scalar.place(), use));
  }

  private static Optional<Place> used(Optional<Place> place, Place.Use use) {
    return place.map(where -> where.usedBy(use));
  }
}
