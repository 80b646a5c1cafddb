package dev.slipway.compose.schema;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;

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
      case YamlMap map -> Parts.changed(map, entry -> Optional.of(of(form.child(entry.name()), entry.value(), path.to(entry.name()))));
      case YamlList list -> Parts.changed(list, (index, item) -> Optional.of(of(form.item(), item, path.item(index))));
    };
  }
}
