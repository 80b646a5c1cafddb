package dev.slipway.compose.schema;

import dev.slipway.compose.tree.Finding;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Where shapes are checked otherwise than by the schema; each has a row in the package documentation. */
enum ShapeDivergence {
  /** Keys that begin with {@code x-} are allowed in each element; in these the schema has none. */
  EXTENSIONS_EVERYWHERE {
    @Override
    YamlValue forSchema(YamlValue tree) {
      return withoutExtensions(Projects.FILE, tree);
    }
  },
  /** Ports, mounts and devices need a target. */
  TARGET_NEEDED {
    @Override
    boolean isOurs(Finding finding) {
      return finding.message().startsWith("'target' is missing")
          && (matches(finding, "services", "*", "ports", "*") || matches(finding, "services", "*", "volumes", "*")
              || matches(finding, "services", "*", "devices", "*"));
    }
  },
  /** What stands behind names that the schema does not know is checked all the same. */
  VALUES_OF_OTHER_NAMES {
    @Override
    boolean isOurs(Finding finding) {
      return below(finding, NameRule.LOOSE_RESOURCE, "networks") || below(finding, NameRule.LOOSE_RESOURCE, "models")
          || below(finding, NameRule.LOOSE_RESOURCE, "services", "*", "models")
          || below(finding, NameRule.LIMIT, "services", "*", "ulimits")
          || below(finding, NameRule.LIMIT, "services", "*", "build", "ulimits");
    }
  };

  /** Elements in which the schema has no extensions. */
  static final Set<String> WITHOUT_EXTENSIONS = Set.of(
      "block I/O section", "rate of a device", "weight of a device", "environment file", "extends section", "include section");

  /** The tree about which the schema should say what we say of the whole one. */
  YamlValue forSchema(YamlValue tree) {
    return tree;
  }

  /** Whether an error is one that the schema does not have. */
  boolean isOurs(Finding finding) {
    return false;
  }

  /** The name of its row. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean matches(Finding finding, String... pattern) {
    return finding.path().matches(pattern);
  }

  private static boolean below(Finding finding, NameRule names, String... pattern) {
    List<String> steps = finding.path().steps();
    return steps.size() > pattern.length && !steps.get(pattern.length).startsWith("[") && !names.allows(steps.get(pattern.length))
        && new TreePath(finding.path().steps().subList(0, pattern.length)).matches(pattern);
  }

  private static YamlValue withoutExtensions(Form form, YamlValue value) {
    return switch (value) {
      case YamlMap map -> map.withEntries(
          map.entries()
              .stream()
              .filter(entry -> form.element().filter(element -> WITHOUT_EXTENSIONS.contains(element.name())).isEmpty()
                  || !entry.name().startsWith("x-"))
              .map(entry -> entry.withValue(withoutExtensions(form.child(entry.name()), entry.value())))
              .toList());
      case YamlList list -> list.withItems(list.items().stream().map(item -> withoutExtensions(form.item(), item)).toList());
      case YamlScalar scalar -> scalar;
    };
  }
}
