package dev.slipway.yaml;

import dev.slipway.InvalidValueException;
import java.util.List;

/**
 * Writes values as YAML that all parsers read alike.
 *
 * <p>Strings that some parser takes for something else are quoted, numbers and truth values are written in the one form that
 * all know, strings of several lines are blocks where that is safe. What was written and read gives the same text again.
 */
public final class YamlWriter {
  private YamlWriter() {}

  /**
   * A document, with a line break at its end.
   *
   * @throws InvalidValueException if the value is too deep, has a tag that cannot be written, or a text with half of a character
   */
  public static String write(YamlValue document, YamlWriting options) {
    return write(List.of(document), options);
  }

  /** A document in the usual layout. */
  public static String write(YamlValue document) {
    return write(document, YamlWriting.STANDARD);
  }

  /** Documents, separated by lines of three hyphens. */
  public static String write(List<? extends YamlValue> documents, YamlWriting options) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < documents.size(); i++) {
      BlockWriter document = new BlockWriter(options);
      document.document(YamlPath.ROOT.inDocument(i), documents.get(i));
      out.append(i == 0 ? "" : "---" + options.lineBreak()).append(document.text());
    }
    return out.toString();
  }
}
