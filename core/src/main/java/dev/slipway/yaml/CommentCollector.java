package dev.slipway.yaml;

import com.google.common.collect.ImmutableList;
import dev.slipway.SourceText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the comments between the nodes of a text and gives them to the nodes. What stands between two nodes consists of
 * blanks, indicators, directives and comments only, so that a number sign needs no grammar.
 */
final class CommentCollector {
  private final SourceText source;
  private final String text;
  private final boolean any;
  private final ImmutableList.Builder<YamlComment> all = ImmutableList.builder();
  private final List<YamlComment> above = new ArrayList<>();
  private @Nullable YamlNode last;
  private int done;
  private int lastEnd;

  CommentCollector(SourceText source) {
    this.source = source;
    this.text = source.text();
    this.any = text.indexOf('#') >= 0;
  }

  /** Takes what stands before an index, behind the last node. */
  void upTo(int index) {
    if (any) {
      scan(done, index);
    }
    done = Math.max(done, index);
  }

  /** A node without nodes in it, whose content begins where the last look ended. */
  void leaf(YamlNode node) {
    if (any) {
      if (!above.isEmpty()) {
        node.commented(ImmutableList.copyOf(above));
        above.clear();
      }
      last = node;
      lastEnd = node.end();
      if (node instanceof YamlNode.Scalar scalar && isBlock(scalar)) {
        header(scalar);
      }
    }
    done = Math.max(done, node.end());
  }

  /** All comments in order. */
  ImmutableList<YamlComment> all() {
    return all.build();
  }

  private static boolean isBlock(YamlNode.Scalar scalar) {
    return scalar.style() == YamlScalar.Style.LITERAL || scalar.style() == YamlScalar.Style.FOLDED;
  }

  /** A comment may stand behind the indicators of a block, in the same line. */
  private void header(YamlNode.Scalar scalar) {
    int lineEnd = lineEnd(scalar.contentStart());
    lastEnd = scalar.contentStart();
    scan(scalar.contentStart(), lineEnd);
    lastEnd = scalar.end();
  }

  private int lineEnd(int from) {
    int end = from;
    while (end < text.length() && !isBreak(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }

  private void scan(int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == '#' && (i == from || beginsComment(text.charAt(i - 1)))) {
        int end = lineEnd(i);
        take(new YamlComment(source, i, end), i);
        i = end;
      }
    }
  }

  /** Engines take a number sign behind a flow indicator for a comment, although the grammar asks for a blank. */
  private static boolean beginsComment(char before) {
    return before == ' ' || before == '\t' || before == '\uFEFF' || isBreak(before) || ",[]{}".indexOf(before) >= 0;
  }

  private void take(YamlComment comment, int start) {
    all.add(comment);
    if (last != null && isSameLine(lastEnd, start)) {
      last.commented(comment);
    } else {
      above.add(comment);
    }
  }

  private boolean isSameLine(int from, int to) {
    for (int i = from; i < to; i++) {
      if (isBreak(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
