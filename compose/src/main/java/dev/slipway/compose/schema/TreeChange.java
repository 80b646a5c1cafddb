package dev.slipway.compose.schema;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;

/** Changes values of which the table knows the form, from the top down; all others stay as they are. */
abstract class TreeChange {

  /** The value that stands for another one, before its parts are changed. */
  protected abstract YamlValue before(Form form, YamlValue value, TreePath path);

  /** A value with all its parts changed; the result may be ignored where nothing is. */
  @CanIgnoreReturnValue
  final YamlValue of(Form form, YamlValue value, TreePath path) {
    YamlValue changed = before(form, value, path);
    if (form.isAnything()) {
      return changed;
    }
    return switch (changed) {
      case YamlScalar scalar -> scalar;
      case YamlMap map -> map(form, map, path);
      case YamlList list -> list(form, list, path);
    };
  }

  private YamlMap map(Form form, YamlMap map, TreePath path) {
    List<YamlMap.Entry> entries = new ArrayList<>(map.entries().size());
    boolean changed = false;
    for (YamlMap.Entry entry : map.entries()) {
      YamlValue value = of(form.child(entry.name()), entry.value(), path.to(entry.name()));
      changed |= value != entry.value();
      entries.add(value == entry.value() ? entry : entry.withValue(value));
    }
    return changed ? map.withEntries(entries) : map;
  }

  private YamlList list(Form form, YamlList list, TreePath path) {
    List<YamlValue> items = new ArrayList<>(list.items().size());
    boolean changed = false;
    for (int i = 0; i < list.items().size(); i++) {
      YamlValue item = of(form.item(), list.items().get(i), path.item(i));
      changed |= item != list.items().get(i);
      items.add(item);
    }
    return changed ? list.withItems(items) : list;
  }
}
