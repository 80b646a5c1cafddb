package dev.slipway.yaml;

import com.google.common.collect.ImmutableMap;
import dev.slipway.InvalidValueException;
import java.util.Map;
import java.util.function.Function;

/**
 * How YAML is laid out when it is written.
 *
 * @param indent how many blanks a mapping stands to the right of the key whose value it is; two to eight
 * @param lineBreak what ends a line: a line feed, perhaps with a carriage return before it
 * @param indentedLists whether a list stands to the right of the key whose value it is, and not below it
 * @param remarks the comments, by the path of the value
 */
public record YamlWriting(int indent, String lineBreak, boolean indentedLists, Function<YamlPath, YamlRemark> remarks) {
  /** Two blanks, line feeds, lists to the right of their keys, no comments. */
  public static final YamlWriting STANDARD = new YamlWriting(2, "\n", true, path -> YamlRemark.NONE);

  /** Checks the indentation and the line break. */
  public YamlWriting {
    if (indent < 2 || indent > 8) {
      throw new InvalidValueException("'" + indent + "' blanks are no indentation of YAML files: take 2, 4 or up to 8");
    }
    if (!lineBreak.equals("\n") && !lineBreak.equals("\r\n")) {
      throw new InvalidValueException("a line of YAML ends with \"\\n\" or \"\\r\\n\"");
    }
  }

  /** The same with so many blanks for each level. */
  public YamlWriting withIndent(int blanks) {
    return new YamlWriting(blanks, lineBreak, indentedLists, remarks);
  }

  /** The same with another line break. */
  public YamlWriting withLineBreak(String newLineBreak) {
    return new YamlWriting(indent, newLineBreak, indentedLists, remarks);
  }

  /** The same with lists to the right of their keys, or below them. */
  public YamlWriting withIndentedLists(boolean indented) {
    return new YamlWriting(indent, lineBreak, indented, remarks);
  }

  /** The same with comments. */
  public YamlWriting withRemarks(Function<YamlPath, YamlRemark> newRemarks) {
    return new YamlWriting(indent, lineBreak, indentedLists, newRemarks);
  }

  /** The same with the comments and empty lines of these paths. */
  public YamlWriting withRemarks(Map<YamlPath, YamlRemark> newRemarks) {
    ImmutableMap<YamlPath, YamlRemark> known = ImmutableMap.copyOf(newRemarks);
    return withRemarks(path -> known.getOrDefault(path, YamlRemark.NONE));
  }
}
