package dev.slipway.yaml;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.slipway.yaml.YamlScalar.Style;
import java.util.Optional;

/**
 * A string as a block of lines.
 *
 * @param header the indicators
 * @param lines what stands below them, not yet indented
 */
record BlockText(String header, ImmutableList<String> lines) {

  /**
   * The block of a string that has several lines or asks for one; empty if parsers might disagree on it. The first line
   * begins with no blank, no line ends with one, and at most one line break is at the end.
   */
  static Optional<BlockText> of(YamlScalar scalar) {
    String text = scalar.text();
    boolean wished = scalar.style() == Style.LITERAL || scalar.style() == Style.FOLDED;
    boolean several = text.indexOf('\n') >= 0 && scalar.style() == Style.PLAIN;
    if (!scalar.isString() || text.isEmpty() || !wished && !several || !isSafe(text)) {
      return Optional.empty();
    }
    boolean ended = text.endsWith("\n");
    ImmutableList<String> lines = ImmutableList.copyOf(Splitter.on('\n').split(ended ? text.substring(0, text.length() - 1) : text));
    boolean folded = scalar.style() == Style.FOLDED && lines.stream().noneMatch(BlockText::isIndented);
    return Optional.of(new BlockText((folded ? ">" : "|") + (ended ? "" : "-"), folded ? unfolded(lines) : lines));
  }

  private static boolean isSafe(String text) {
    if (isBlank(text.charAt(0)) || text.charAt(0) == '\n' || text.endsWith("\n\n") || text.endsWith(" ") || text.endsWith("\t")) {
      return false;
    }
    return !text.contains(" \n") && !text.contains("\t\n")
        && text.codePoints().allMatch(c -> c == '\n' || c == '\t' || ScalarText.isHarmless(c));
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isIndented(String line) {
    return !line.isEmpty() && isBlank(line.charAt(0));
  }

  /** Each line break of a text is one more in a block that folds them, so that an empty line follows each line that has text. */
  private static ImmutableList<String> unfolded(ImmutableList<String> lines) {
    ImmutableList.Builder<String> out = ImmutableList.builder();
    for (int i = 0; i < lines.size(); i++) {
      out.add(lines.get(i));
      if (i + 1 < lines.size() && !lines.get(i).isEmpty()) {
        out.add("");
      }
    }
    return out.build();
  }
}
