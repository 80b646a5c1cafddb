package dev.slipway.yaml;

import com.google.common.collect.ImmutableList;
import dev.slipway.yaml.YamlEdit.Step;
import dev.slipway.yaml.YamlNode.Mapping;
import dev.slipway.yaml.YamlNode.Scalar;
import dev.slipway.yaml.YamlNode.Sequence;
import java.util.List;
import java.util.Optional;

/** The characters that a change puts into a text: several ways for each, the best first. */
final class BlockEdit {
  private final String text;
  private final YamlPath path;
  private final ImmutableList<Step> way;
  private final YamlWriting layout;
  private final boolean inFlow;

  BlockEdit(YamlFile file, YamlPath path, ImmutableList<Step> way) {
    this.text = file.text();
    this.path = path;
    this.way = way;
    this.layout = YamlLayout.of(file);
    this.inFlow = way.subList(0, way.size() - 1).stream().anyMatch(step -> isFlow(step.node()));
  }

  private static boolean isFlow(YamlNode node) {
    return node instanceof Mapping mapping && mapping.flow() || node instanceof Sequence sequence && sequence.flow();
  }

  private static boolean isBlock(YamlNode node) {
    return (node instanceof Mapping || node instanceof Sequence) && !isFlow(node);
  }

  /** Another value in the place of the last node of the way; its anchor stays. */
  List<Splice> replace(YamlValue value) {
    YamlNode old = way.get(way.size() - 1).node();
    String anchor = old.anchor().map(name -> "&" + name + " ").orElse("");
    if (way.size() == 1) {
      return root(old, value, anchor);
    }
    Step parent = way.get(way.size() - 2);
    int from = behindIndicator(parent);
    if (from < 0) {
      YamlNode key = ((Mapping) parent.node()).entries().get(parent.index()).key();
      return List.of(new Splice(key.end(), key.end(), ": " + anchor + FlowText.of(value)));
    }
    if (inFlow) {
      return List.of(new Splice(old.start(), old.end(), (from == old.start() ? " " : "") + anchor + FlowText.of(value)));
    }
    String written = written(parent, value, anchor.strip());
    int flowEnd = isBlock(old) ? YamlLayout.lineEnd(text, old.end()) : old.end();
    Splice flow = new Splice(from, flowEnd, " " + anchor + FlowText.of(value));
    return isBlock(old)
        ? List.of(overCollection(parent, old, from, written), flow)
        : List.of(overScalar(old, from, written), flow);
  }

  private List<Splice> root(YamlNode old, YamlValue value, String anchor) {
    int end = isBlock(old) ? YamlLayout.lineEnd(text, old.end()) : old.end();
    String written = anchor.isEmpty() ? withoutBreak(YamlWriter.write(value, layout)) : anchor + FlowText.of(value);
    boolean below = YamlLayout.column(text, old.start()) > 0;
    return List.of(new Splice(old.start(), end, (below ? layout.lineBreak() : "") + written),
        new Splice(old.start(), end, anchor + FlowText.of(value)));
  }

  /** What stands behind the colon or hyphen of a node in lines of its own. */
  private String written(Step parent, YamlValue value, String anchor) {
    BlockWriter writer = new BlockWriter(layout);
    String properties = (anchor + " " + value.tag().map(BlockWriter::tag).orElse("")).strip();
    int column = YamlLayout.column(text, parent.node().contentStart());
    if (parent.node() instanceof Sequence && properties.isEmpty()) {
      writer.item(path, value, column, true);
      return withoutBreak(writer.text()).substring(1);
    }
    boolean below = parent.node() instanceof Mapping && value instanceof YamlList && !layout.indentedLists();
    int nested = parent.node() instanceof Sequence ? column + 2 : below ? column : column + layout.indent();
    writer.after(path, value, nested, Optional.empty(), " ", properties);
    return withoutBreak(writer.text());
  }

  private String withoutBreak(String written) {
    return written.substring(0, written.length() - layout.lineBreak().length());
  }

  /** A comment behind a scalar stays in the line of the key. */
  private Splice overScalar(YamlNode old, int from, String written) {
    boolean block = old instanceof Scalar scalar
        && (scalar.style() == YamlScalar.Style.LITERAL || scalar.style() == YamlScalar.Style.FOLDED);
    int breakAt = YamlLayout.lineEnd(written, 0);
    boolean oneLine = breakAt == written.length();
    String gap = text.substring(from, old.start());
    if (oneLine && !block && !written.isEmpty()) {
      return new Splice(from, old.end(), (gap.isEmpty() ? " " : gap) + written.substring(1));
    }
    boolean below = gap.indexOf('\n') >= 0 || gap.indexOf('\r') >= 0;
    int end = block || below ? old.end() : YamlLayout.lineEnd(text, old.end());
    String tail = below ? gap.substring(0, YamlLayout.lineEnd(gap, 0)) : block ? comment(old) : text.substring(old.end(), end);
    return new Splice(from, end, written.substring(0, breakAt) + tail.stripTrailing() + written.substring(breakAt));
  }

  private static String comment(YamlNode node) {
    return node.commentBeside().map(comment -> "  " + comment).orElse("");
  }

  /** A comment behind the key stays, those in the lines below go. */
  private Splice overCollection(Step parent, YamlNode old, int from, String written) {
    String tail = parent.node() instanceof Mapping mapping ? comment(mapping.entries().get(parent.index()).key()) : "";
    int breakAt = YamlLayout.lineEnd(written, 0);
    int end = YamlLayout.lineEnd(text, old.end());
    return new Splice(from, end, written.substring(0, breakAt) + tail + written.substring(breakAt));
  }

  /** The index behind the colon or hyphen that stands before a child; -1 if there is no colon. */
  private int behindIndicator(Step parent) {
    if (parent.node() instanceof Sequence sequence) {
      return sequence.flow() ? sequence.items().get(parent.index()).start() - 1 : hyphen(sequence, parent.index()) + 1;
    }
    Mapping.Entry entry = ((Mapping) parent.node()).entries().get(parent.index());
    int colon = find(':', entry.key().end());
    return colon >= 0 && colon < Math.max(entry.value().start(), entry.key().end() + 1) ? colon + 1 : -1;
  }

  private int hyphen(Sequence sequence, int index) {
    return index == 0 ? sequence.contentStart() : find('-', sequence.items().get(index - 1).end());
  }

  /** The next of these characters behind blanks and comments; -1 if something else comes first. */
  private int find(char wanted, int from) {
    int i = from;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == wanted) {
        return i;
      }
      if (c == '#') {
        i = YamlLayout.lineEnd(text, i);
      } else if (c == ' ' || c == '\t' || YamlLayout.isBreak(c)) {
        i++;
      } else {
        return -1;
      }
    }
    return -1;
  }

  /** An entry behind all others of a mapping that has some. */
  List<Splice> addEntry(Mapping mapping, YamlMap.Entry entry) {
    if (mapping.flow() || inFlow) {
      return List.of(insert(mapping.entries().get(mapping.entries().size() - 1), ", " + FlowText.entry(entry)));
    }
    int column = YamlLayout.column(text, mapping.contentStart());
    BlockWriter writer = new BlockWriter(layout);
    writer.entry(path.to(entry.name()), entry, column, true);
    String flow = BlockWriter.key(entry.key()) + ": " + FlowText.of(entry.value());
    return below(mapping.end(), column, withoutBreak(writer.text()), flow);
  }

  private static Splice insert(Mapping.Entry last, String added) {
    int end = Math.max(last.key().end(), last.value().end());
    return new Splice(end, end, added);
  }

  /** An item before the one with an index, or behind all. */
  List<Splice> addItem(Sequence sequence, int index, YamlValue value) {
    List<YamlNode> items = sequence.items();
    if (sequence.flow() || inFlow) {
      int at = index < items.size() ? items.get(index).start() : sequence.items().get(index - 1).end();
      String added = FlowText.of(value);
      return List.of(new Splice(at, at, index < items.size() ? added + ", " : ", " + added));
    }
    int column = YamlLayout.column(text, sequence.contentStart());
    BlockWriter writer = new BlockWriter(layout);
    writer.item(path.item(index), value, column, true);
    String written = withoutBreak(writer.text());
    if (index > 0) {
      return below(items.get(index - 1).end(), column, written, "- " + FlowText.of(value));
    }
    int at = sequence.contentStart();
    String next = layout.lineBreak() + " ".repeat(column);
    return List.of(new Splice(at, at, written + next), new Splice(at, at, "- " + FlowText.of(value) + next));
  }

  /** New lines below the one in which something ends, or below the empty lines that belong to a block of text there. */
  private List<Splice> below(int end, int column, String written, String flow) {
    String indented = layout.lineBreak() + " ".repeat(column);
    int lineEnd = YamlLayout.lineEnd(text, end);
    int blankEnd = lineEnd;
    int next = YamlLayout.pastBreak(text, blankEnd);
    while (next > blankEnd && text.substring(next, YamlLayout.lineEnd(text, next)).isBlank() && next < text.length()) {
      blankEnd = YamlLayout.lineEnd(text, next);
      next = YamlLayout.pastBreak(text, blankEnd);
    }
    return List.of(
        new Splice(lineEnd, lineEnd, indented + written),
        new Splice(lineEnd, lineEnd, indented + flow),
        new Splice(blankEnd, blankEnd, indented + written));
  }

  /** A collection without one of its children. */
  List<Splice> remove(YamlNode from, int index) {
    int size = from instanceof Mapping mapping ? mapping.entries().size() : ((Sequence) from).items().size();
    if (size == 1) {
      YamlValue empty = from instanceof Mapping ? YamlMap.empty() : YamlList.empty();
      return replace(empty.tagged(TagReader.localTag(from)));
    }
    int start = childStart(from, index);
    int end = childEnd(from, index);
    if (isFlow(from) || inFlow) {
      return List
          .of(index + 1 < size ? new Splice(start, childStart(from, index + 1), "") : new Splice(childEnd(from, index - 1), end, ""));
    }
    int lineStart = YamlLayout.lineStart(text, start);
    if (!text.substring(lineStart, start).isBlank()) {
      return List.of(new Splice(start, childStart(from, index + 1), ""));
    }
    int lineEnd = YamlLayout.lineEnd(text, end);
    boolean atEnd = lineEnd == text.length();
    int before = atEnd && lineStart > 0 ? lineStart - (text.startsWith("\r\n", lineStart - 2) ? 2 : 1) : lineStart;
    return List.of(new Splice(before, atEnd ? lineEnd : YamlLayout.pastBreak(text, lineEnd), ""));
  }

  private int childStart(YamlNode parent, int index) {
    if (parent instanceof Sequence sequence) {
      return sequence.flow() || inFlow ? sequence.items().get(index).start() : hyphen(sequence, index);
    }
    int start = ((Mapping) parent).entries().get(index).key().start();
    int before = start;
    while (before > 0 && text.charAt(before - 1) == ' ') {
      before--;
    }
    return before < start && before > 0 && text.charAt(before - 1) == '?' ? before - 1 : start;
  }

  private static int childEnd(YamlNode parent, int index) {
    if (parent instanceof Sequence sequence) {
      return sequence.items().get(index).end();
    }
    Mapping.Entry entry = ((Mapping) parent).entries().get(index);
    return Math.max(entry.key().end(), entry.value().end());
  }

  /** Another name for a key, in the quotes of the old one. */
  List<Splice> rename(Scalar key, String name) {
    boolean quoted = key.style() == YamlScalar.Style.SINGLE_QUOTED || key.style() == YamlScalar.Style.DOUBLE_QUOTED;
    YamlScalar renamed = YamlScalar.of(name).styled(quoted ? key.style() : YamlScalar.Style.PLAIN);
    Splice inOldQuotes = new Splice(key.contentStart(), key.end(), ScalarText.of(renamed, true));
    return List.of(new Splice(key.contentStart(), key.end(), ScalarText.of(renamed, inFlow || quoted)), inOldQuotes);
  }
}
