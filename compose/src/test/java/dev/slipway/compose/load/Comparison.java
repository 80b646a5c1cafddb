package dev.slipway.compose.load;

import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares what we make of a project with what was recorded. */
final class Comparison {
  private final RecordedProject row;
  private final List<String> differences = new ArrayList<>();
  private final Set<Divergence> used = EnumSet.noneOf(Divergence.class);

  private Comparison(RecordedProject row) {
    this.row = row;
  }

  /** The differences for which there is no reason. */
  static List<String> differences(RecordedProject row, YamlMap ours) {
    Comparison comparison = new Comparison(row);
    comparison.compare(TreePath.ROOT, Optional.of(ours), Optional.of(row.expected().orElseThrow()));
    return comparison.differences;
  }

  private void compare(TreePath path, Optional<YamlValue> ours, Optional<YamlValue> theirs) {
    if (ours.equals(theirs) || sameNumber(ours, theirs)) {
      return;
    }
    Optional<Divergence> reason = Arrays.stream(Divergence.values()).filter(rule -> rule.explains(path, ours, theirs, row)).findFirst();
    if (reason.isPresent()) {
      used.add(reason.get());
    } else if (ours.orElse(null) instanceof YamlMap own && theirs.orElse(null) instanceof YamlMap other) {
      Set<String> keys = new LinkedHashSet<>();
      own.entries().forEach(entry -> keys.add(entry.name()));
      other.entries().forEach(entry -> keys.add(entry.name()));
      keys.forEach(key -> compare(path.to(key), own.get(key), other.get(key)));
    } else if (ours.orElse(null) instanceof YamlList own && theirs.orElse(null) instanceof YamlList other
        && own.items().size() == other.items().size()) {
      for (int i = 0; i < own.items().size(); i++) {
        compare(path.item(i), Optional.of(own.items().get(i)), Optional.of(other.items().get(i)));
      }
    } else {
      differences.add(path + ": ours " + told(ours) + ", theirs " + told(theirs));
    }
  }

  /** 1 and 1.0 are told apart by no reader of the result. */
  private static boolean sameNumber(Optional<YamlValue> ours, Optional<YamlValue> theirs) {
    return ours.orElse(null) instanceof YamlScalar own && theirs.orElse(null) instanceof YamlScalar other && own.number().isPresent()
        && own.number().map(Double::floatValue).equals(other.number().map(Double::floatValue));
  }

  private static String told(Optional<YamlValue> value) {
    return value.map(some -> (some instanceof YamlScalar scalar ? scalar.kind() + " " : "") + "'" + some + "'").orElse("nothing");
  }
}
