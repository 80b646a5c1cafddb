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
      check(documents.get(i), 0);
      document.document(YamlPath.ROOT.inDocument(i), documents.get(i));
      out.append(i == 0 ? "" : "---" + options.lineBreak()).append(document.text());
    }
    return out.toString();
  }

  /** Writing recurs, as do those who read the result. */
  private static void check(YamlValue value, int depth) {
    if (depth > YamlLimits.DEEPEST) {
      throw new InvalidValueException(
          "more than " + YamlLimits.DEEPEST + " collections stand in each other, which cannot be written; make the value flatter");
    }
    switch (value) {
      case YamlScalar scalar -> {
      }
      case YamlList list -> list.items().forEach(item -> check(item, depth + 1));
      case YamlMap map -> map.entries().forEach(entry -> check(entry.value(), depth + 1));
    }
  }
}
