package dev.slipway.compose.tree;

import com.google.common.collect.ImmutableList;
import dev.slipway.Suggestions;

/**
 * The way from the root of a project to one of its values, such as {@code services.web.ports[0]}.
 *
 * @param steps names of keys, and numbers of items in brackets
 */
public record TreePath(ImmutableList<String> steps) {
  /** The root. */
  public static final TreePath ROOT = new TreePath(ImmutableList.of());

  /** The way to these keys, from the root. */
  public static TreePath of(String... names) {
    return new TreePath(ImmutableList.copyOf(names));
  }

  /** One key further. */
  public TreePath to(String name) {
    return new TreePath(ImmutableList.<String>builderWithExpectedSize(steps.size() + 1).addAll(steps).add(name).build());
  }

  /** One item further, counted from zero. */
  public TreePath item(int index) {
    return to("[" + index + "]");
  }

  /** How many steps it has. */
  public int length() {
    return steps.size();
  }

  /** Whether it matches a pattern in which {@code *} stands for any one step, such as {@code services.*.build.args}. */
  public boolean matches(String... pattern) {
    if (pattern.length != steps.size()) {
      return false;
    }
    for (int i = 0; i < pattern.length; i++) {
      if (!pattern[i].equals("*") && !pattern[i].equals(steps.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The path as people write it, without characters that a terminal would obey. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (String step : steps) {
      boolean item = step.startsWith("[");
      out.append(out.isEmpty() || item ? "" : ".").append(step);
    }
    return Suggestions.printable(out.toString());
  }
}
