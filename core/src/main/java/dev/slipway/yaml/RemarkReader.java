package dev.slipway.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.Suggestions;
import dev.slipway.yaml.YamlNode.Mapping;
import dev.slipway.yaml.YamlNode.Scalar;
import dev.slipway.yaml.YamlNode.Sequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the path that each comment of a text is about. */
final class RemarkReader {
  private final String text;
  private final Map<YamlPath, YamlRemark> remarks = new LinkedHashMap<>();

  private RemarkReader(String text) {
    this.text = text;
  }

  static ImmutableMap<YamlPath, YamlRemark> of(YamlFile file) {
    RemarkReader reader = new RemarkReader(file.text());
    for (int i = 0; i < file.documents().size(); i++) {
      reader.read(YamlPath.ROOT.inDocument(i), file.documents().get(i));
    }
    return ImmutableMap.copyOf(reader.remarks);
  }

  private void read(YamlPath path, YamlNode node) {
    switch (node) {
      case Mapping mapping -> mapping.entries().forEach(entry -> entry(path, mapping, entry));
      case Sequence sequence -> {
        for (int i = 0; i < sequence.items().size(); i++) {
          YamlNode item = sequence.items().get(i);
          boolean leaf = !(item instanceof Mapping) && !(item instanceof Sequence);
          if (leaf) {
            put(path.item(i), item, item.commentBeside(), sequence.flow());
          }
          read(path.item(i), item);
        }
      }
      default -> {
      }
    }
  }

  private void entry(YamlPath parent, Mapping mapping, Mapping.Entry entry) {
    if (entry.key() instanceof Scalar key) {
      YamlPath path = parent.to(key.text());
      boolean leaf = !(entry.value() instanceof Mapping) && !(entry.value() instanceof Sequence);
      put(path, key, leaf && entry.value().commentBeside().isPresent() ? entry.value().commentBeside() : key.commentBeside(),
          mapping.flow());
      read(path, entry.value());
    }
  }

  private void put(YamlPath path, YamlNode node, Optional<YamlComment> beside, boolean flow) {
    List<YamlComment> above = node.commentsAbove();
    int first = above.isEmpty() ? node.start() : above.get(0).span().offset();
    YamlRemark remark = new YamlRemark(!flow && isSpaced(first),
        above.stream().map(RemarkReader::line).collect(ImmutableList.toImmutableList()), beside.map(RemarkReader::line));
    if (!remark.equals(YamlRemark.NONE)) {
      remarks.putIfAbsent(path, remark);
    }
  }

  private static String line(YamlComment comment) {
    StringBuilder out = new StringBuilder();
    Suggestions.printable(comment.text()).codePoints().forEach(c -> out.appendCodePoint(ScalarText.isHarmless(c) ? c : ' '));
    return out.toString();
  }

  /** Whether an empty line stands above the line with an index. */
  private boolean isSpaced(int index) {
    int lineStart = YamlLayout.lineStart(text, index);
    int above = lineStart > 0 ? YamlLayout.lineStart(text, text.startsWith("\r\n", lineStart - 2) ? lineStart - 2 : lineStart - 1) : 0;
    return lineStart > 0 && text.substring(above, lineStart).isBlank();
  }
}
