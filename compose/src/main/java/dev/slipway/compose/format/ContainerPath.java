package dev.slipway.compose.format;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Operations on paths with slashes, as containers have them. */
public final class ContainerPath {
  private ContainerPath() {}

  /** Whether the path begins at the root. */
  public static boolean isAbsolute(String path) {
    return path.startsWith("/");
  }

  /**
   * The shortest path that means the same if no step is a link: without empty steps, {@code .}, and {@code ..} behind a step
   * or the root; {@code .} for an empty one.
   */
  public static String clean(String path) {
    boolean rooted = isAbsolute(path);
    String steps = String.join("/", steps(Splitter.on('/').splitToList(path), rooted));
    return rooted ? "/" + steps : steps.isEmpty() ? "." : steps;
  }

  /** The steps that are left when the others are taken out. */
  static List<String> steps(List<String> all, boolean rooted) {
    List<String> steps = new ArrayList<>();
    int leading = 0;
    for (String step : all) {
      if (step.equals("..") && steps.size() > leading) {
        steps.remove(steps.size() - 1);
      } else if (step.equals("..") && !rooted) {
        steps.add(step);
        leading++;
      } else if (!step.isEmpty() && !step.equals(".") && !step.equals("..")) {
        steps.add(step);
      }
    }
    return steps;
  }

  /** The clean path of the parts one below the other; empty parts are left out, and nothing but those gives nothing. */
  public static String join(List<String> parts) {
    String joined = parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("/"));
    return joined.isEmpty() ? "" : clean(joined);
  }

  /** The clean path of the parts one below the other. */
  public static String join(String... parts) {
    return join(List.of(parts));
  }
}
