package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlPath;
import dev.slipway.yaml.YamlRemark;
import dev.slipway.yaml.YamlWriter;
import dev.slipway.yaml.YamlWriting;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Writes projects as compose files. */
final class ProjectWriter {
  private ProjectWriter() {}

  static String write(Project project, Writing writing) {
    Project written = writing.minimal() ? Implied.removed(project) : project;
    YamlMap tree = written.encode(writing.encoding());
    Set<YamlPath> firsts = new HashSet<>();
    first(tree, YamlPath.ROOT, firsts);
    tree.get("services").filter(YamlMap.class::isInstance).map(YamlMap.class::cast)
        .ifPresent(services -> first(services, YamlPath.of("services"), firsts));
    String text = YamlWriter.write(tree, YamlWriting.STANDARD.withRemarks(path -> remark(path, writing, firsts)));
    return head(writing.head()) + text;
  }

  private static void first(YamlMap map, YamlPath path, Set<YamlPath> firsts) {
    map.entries().stream().limit(1).forEach(entry -> firsts.add(path.to(entry.name())));
  }

  /** Empty lines stand where people expect them. */
  private static YamlRemark remark(YamlPath path, Writing writing, Set<YamlPath> firsts) {
    int depth = path.steps().size();
    boolean service = depth == 2 && path.steps().get(0).equals(new YamlPath.Key("services"));
    boolean spaced = writing.minimal() && (depth == 1 || service) && !firsts.contains(path);
    return spaced ? YamlRemark.NONE.spacedOut() : YamlRemark.NONE;
  }

  private static String head(ImmutableList<String> lines) {
    StringBuilder head = new StringBuilder();
    for (String line : lines) {
      // refuses what no comment can hold
      YamlRemark checked = new YamlRemark(false, ImmutableList.of(line), Optional.empty());
      checked.above().forEach(text -> head.append(text.isEmpty() ? "#" : "# ").append(text).append('\n'));
    }
    return head.isEmpty() ? "" : head.append('\n').toString();
  }
}
