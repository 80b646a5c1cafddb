package dev.slipway.compose.schema;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.Suggestions;
import dev.slipway.compose.tree.Finding;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlMap;
import java.util.Optional;

/** Tells of a key that its element does not have, and what was probably meant. */
final class UnknownKeys {
  /** Few keys are all told. */
  private static final int FEW = 8;
  /** Keys of services in files of long ago. */
  private static final ImmutableMap<String, String> FORMER = ImmutableMap.of(
      "net", "write 'network_mode'", "log_driver", "write 'driver' below 'logging'", "log_opt", "write 'options' below 'logging'",
      "volume_driver",
      "write 'driver' at the volume below the top-level 'volumes'");

  private UnknownKeys() {}

  /** Tells of one. */
  static void tell(Element element, YamlMap.Entry entry, TreePath path, ImmutableList<Element> inside, Findings findings) {
    String name = entry.name();
    String message = Shown.quoted(name) + " is no attribute of " + element.told();
    String advice = advice(element, entry, inside);
    Finding.Severity severity = element.isOpen() ? Finding.Severity.WARNING : Finding.Severity.ERROR;
    findings.add(new Finding(severity, path, entry.key().place().or(entry.value()::place), message, Optional.of(advice)));
  }

  private static String advice(Element element, YamlMap.Entry entry, ImmutableList<Element> inside) {
    String name = entry.name();
    Optional<Element> outer = outer(name, inside);
    if (outer.isPresent()) {
      return "indent it less: it belongs to " + outer.get().told();
    }
    Optional<Field> inner = inner(element, name);
    if (inner.isPresent()) {
      return "write it below '" + inner.get().name() + "'";
    }
    if (element == Projects.PROJECT && entry.value() instanceof YamlMap map && isService(map)) {
      return "write services below 'services:'";
    }
    if (element == Services.SERVICE && FORMER.containsKey(name)) {
      return FORMER.getOrDefault(name, "");
    }
    Optional<String> similar = Suggestions.closest(name, element.fields().keySet());
    if (similar.isPresent()) {
      return "write '" + similar.get() + "' if that was meant";
    }
    return element.fields().size() <= FEW
        ? "write one of '" + String.join("', '", element.fields().keySet()) + "', or a key of your own that begins with 'x-'"
        : "take it out, or let keys of your own begin with 'x-'";
  }

  /** The nearest element around that has the key: the line may be indented too far. */
  private static Optional<Element> outer(String name, ImmutableList<Element> inside) {
    return inside.reverse().stream().filter(element -> element.field(name).isPresent()).findFirst();
  }

  /** The only section of an element that has the key: the line may be indented too little. */
  private static Optional<Field> inner(Element element, String name) {
    ImmutableList<Field> sections = element.fields()
        .values()
        .stream()
        .filter(field -> field.form().element().flatMap(section -> section.field(name)).isPresent())
        .collect(ImmutableList.toImmutableList());
    return sections.size() == 1 ? Optional.of(sections.get(0)) : Optional.empty();
  }

  private static boolean isService(YamlMap map) {
    return map.entry("image").isPresent() || map.entry("build").isPresent();
  }
}
