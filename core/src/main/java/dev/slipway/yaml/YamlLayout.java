package dev.slipway.yaml;

import dev.slipway.yaml.YamlNode.Mapping;
import dev.slipway.yaml.YamlNode.Sequence;
import java.util.ArrayDeque;
import java.util.Deque;

/** How a text is laid out, as far as it shows. */
final class YamlLayout {
  private final String text;
  private int indent;
  private int listIndent = -1;

  private YamlLayout(String text) {
    this.text = text;
  }

  /** The layout in which additions to a file look like what is there. */
  static YamlWriting of(YamlFile file) {
    YamlLayout layout = new YamlLayout(file.text());
    Deque<YamlNode> open = new ArrayDeque<>(file.documents());
    while (!open.isEmpty() && (layout.indent == 0 || layout.listIndent < 0)) {
      YamlNode node = open.removeFirst();
      if (node instanceof Mapping mapping && !mapping.flow()) {
        mapping.entries().forEach(entry -> layout.look(mapping, entry.value()));
        mapping.entries().forEach(entry -> open.addLast(entry.value()));
      } else if (node instanceof Sequence sequence && !sequence.flow()) {
        open.addAll(sequence.items());
      }
    }
    int lineEnd = file.text().indexOf('\n');
    return YamlWriting.STANDARD
        .withIndent(layout.indent >= 2 && layout.indent <= 8 ? layout.indent : 2)
        .withIndentedLists(layout.listIndent != 0)
        .withLineBreak(lineEnd > 0 && file.text().charAt(lineEnd - 1) == '\r' ? "\r\n" : "\n");
  }

  private void look(Mapping parent, YamlNode child) {
    int step = column(text, child.contentStart()) - column(text, parent.contentStart());
    if (child instanceof Mapping mapping && !mapping.flow() && indent == 0) {
      indent = step;
    } else if (child instanceof Sequence sequence && !sequence.flow() && listIndent < 0) {
      listIndent = step;
    }
  }

  /** How many characters stand before an index in its line. */
  static int column(String text, int index) {
    return index - lineStart(text, index);
  }

  static int lineStart(String text, int index) {
    int start = index;
    while (start > 0 && !isBreak(text.charAt(start - 1))) {
      start--;
    }
    return start > 0 || index == 0 || text.charAt(0) != '\uFEFF' ? start : 1;
  }

  /** The index of the line break behind an index, or the end. */
  static int lineEnd(String text, int index) {
    int end = index;
    while (end < text.length() && !isBreak(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** The index behind the line break at an index. */
  static int pastBreak(String text, int lineEnd) {
    if (lineEnd >= text.length()) {
      return lineEnd;
    }
    return text.startsWith("\r\n", lineEnd) ? lineEnd + 2 : lineEnd + 1;
  }

  static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }
}
