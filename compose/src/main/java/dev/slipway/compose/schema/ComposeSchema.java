package dev.slipway.compose.schema;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlValue;

/**
 * Everything that the Compose Specification allows in a file, as a table that can be walked from {@link #project()}, and
 * what is done by it.
 *
 * <p>The functions are given in the order in which they are used: strings {@linkplain #cast typed} after variables were
 * replaced, files {@linkplain #merge merged} one after the other, items made {@linkplain #unique unique}, shapes
 * {@linkplain #check checked}, short forms made {@linkplain #canonical long} and items unique again; then, for the whole
 * project, {@linkplain #validate what contradicts itself}. None of them stops at
 * the first problem, and none changes a value that it does not understand. They do not fail on trees as a reader of YAML
 * makes them, whose depth is bounded.
 */
public final class ComposeSchema {
  private ComposeSchema() {}

  /** The top level of a compose file. */
  public static Element project() {
    return Projects.PROJECT;
  }

  /** A service. */
  public static Element service() {
    return Services.SERVICE;
  }

  /**
   * All elements by the places at which they stand, from the top down: an asterisk stands for a name that the author of the
   * file gives, brackets for an item, as in {@code services.*.ports[]}. The project itself stands at the empty path.
   */
  public static ImmutableMap<String, Element> elements() {
    ImmutableMap.Builder<String, Element> elements = ImmutableMap.builder();
    collect("", Projects.FILE, elements);
    return elements.buildOrThrow();
  }

  private static void collect(String path, Form form, ImmutableMap.Builder<String, Element> elements) {
    form.items().ifPresent(item -> collect(path + "[]", item, elements));
    form.values().ifPresent(value -> collect(path + ".*", value, elements));
    form.element().ifPresent(element -> {
      elements.put(path, element);
      element.fields().values()
          .forEach(field -> collect(path.isEmpty() ? field.name() : path + "." + field.name(), field.form(), elements));
    });
  }

  /**
   * Strings read as numbers and truth values where the specification allows variables for those. An empty string there is an
   * error, as it comes from a variable that is not set.
   */
  public static YamlValue cast(YamlValue interpolated, Findings findings) {
    return new Casting(findings).of(Projects.FILE, interpolated, TreePath.ROOT);
  }

  /**
   * A file with a later one over it: single values are replaced, mappings merged, lists put one behind the other, except where
   * the specification says otherwise. What the later file tags with {@code !reset} or {@code !override} replaces what the
   * earlier one says; no tags are left.
   */
  public static YamlValue merge(YamlValue base, YamlValue override, Findings findings) {
    YamlValue left = override.tag().isPresent() ? YamlMap.empty() : new Resets(findings).left(Projects.FILE, base, override, TreePath.ROOT);
    return new Merge(findings).of(Projects.FILE, Resets.untagged(left), Resets.untagged(override), TreePath.ROOT);
  }

  /**
   * A project in whose lists nothing stands twice: of the items with the same key, the last one stays, at the place of the
   * first. Short and long forms are compared by what they mean; ranges of ports are taken apart if that is needed.
   */
  public static YamlValue unique(YamlValue project) {
    return Uniqueness.of(Projects.FILE, project);
  }

  /** Tells of everything that the table does not allow where it stands. Short and long forms may stand beside each other. */
  public static void check(YamlValue project, Findings findings) {
    new ShapeCheck(findings).check(Projects.FILE, project, TreePath.ROOT, ImmutableList.of());
  }

  /** A project in canonical forms: what may be written in several ways is written in the longest one. */
  public static YamlValue canonical(YamlValue project, Findings findings) {
    return new Canonical(findings).of(Projects.FILE, project, TreePath.ROOT);
  }

  /** Tells of what contradicts itself in a canonical project, although each value alone is allowed. */
  public static void validate(YamlValue canonical, Findings findings) {
    new Validation(findings).of(Projects.FILE, canonical, TreePath.ROOT);
  }
}
