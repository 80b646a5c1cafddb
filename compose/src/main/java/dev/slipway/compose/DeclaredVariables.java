package dev.slipway.compose;

import com.google.common.collect.ImmutableSet;
import dev.slipway.compose.format.Variable;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.LinkedHashSet;
import java.util.Set;

/** The variables that stand in a tree as files hold it. */
final class DeclaredVariables {
  private DeclaredVariables() {}

  static ImmutableSet<Variable> of(YamlValue tree) {
    Set<Variable> found = new LinkedHashSet<>();
    collect(tree, found);
    return ImmutableSet.copyOf(found);
  }

  private static void collect(YamlValue value, Set<Variable> found) {
    if (value instanceof YamlScalar scalar) {
      if (scalar.isString() && scalar.text().indexOf('$') >= 0) {
        found.addAll(Text.template(scalar.text()).variables());
      }
    } else if (value instanceof YamlList list) {
      list.items().forEach(item -> collect(item, found));
    } else if (value instanceof YamlMap map) {
      map.entries().forEach(entry -> collect(entry.value(), found));
    }
  }
}
