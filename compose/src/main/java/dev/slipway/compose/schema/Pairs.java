package dev.slipway.compose.schema;

import com.google.common.collect.ImmutableList;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names and values, which may be written as a mapping or as a list of {@code NAME=value}. */
final class Pairs {
  /** The order in which Go sorts strings, which is not the one of Java's characters outside the basic plane. */
  static final Comparator<String> CODE_POINTS = Pairs::compare;

  private Pairs() {}

  /**
   * A mapping as a list, sorted: nulls are names alone, and of a list of values each has an item.
   *
   * @param hidden whether no message shows the values
   */
  static YamlList list(YamlMap map, boolean hidden, TreePath path, Findings findings) {
    List<YamlScalar> items = new ArrayList<>();
    for (YamlMap.Entry entry : map.entries()) {
      TreePath at = path.to(entry.name());
      switch (entry.value()) {
        case YamlScalar scalar -> items.add(pair(entry, scalar, hidden, at, findings));
        case YamlList list -> list.items().stream()
            .filter(YamlScalar.class::isInstance)
            .forEach(item -> items.add(pair(entry, (YamlScalar) item, hidden, at, findings)));
        case YamlMap nested -> findings.error(
            at, nested, "a mapping stands here, but " + Forms.LABELS.child("").told() + " must", "write the value in the line of its name");
      }
    }
    items.sort(Comparator.comparing(YamlScalar::text, CODE_POINTS));
    return YamlList.of(items).at(map.place());
  }

  private static YamlScalar pair(YamlMap.Entry entry, YamlScalar value, boolean hidden, TreePath path, Findings findings) {
    String text = value.isNull() ? entry.name() : entry.name() + "=" + ScalarForms.characters(value, hidden, path, findings);
    return YamlScalar.of(text).at(value.place().or(entry.key()::place));
  }

  /** A list as a mapping: of equal names the last one counts; names alone have a null. */
  static YamlMap map(YamlList list) {
    Map<String, YamlMap.Entry> entries = new LinkedHashMap<>();
    for (YamlValue item : list.items()) {
      if (item instanceof YamlScalar pair) {
        int sign = pair.text().indexOf('=');
        String name = sign < 0 ? pair.text() : pair.text().substring(0, sign);
        YamlScalar value = sign < 0 ? YamlScalar.ofNull("") : YamlScalar.of(pair.text().substring(sign + 1));
        entries.put(name, new YamlMap.Entry(YamlScalar.of(name).at(pair.place()), value.at(pair.place())));
      }
    }
    return YamlMap.of(ImmutableList.copyOf(entries.values())).at(list.place());
  }

  private static int compare(String left, String right) {
    int shorter = Math.min(left.length(), right.length());
    for (int i = 0; i < shorter; i++) {
      if (left.charAt(i) != right.charAt(i)) {
        return Integer.compare(order(left.charAt(i)), order(right.charAt(i)));
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /** Halves of characters outside the basic plane come after all characters in it. */
  private static int order(char c) {
    return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
  }
}
