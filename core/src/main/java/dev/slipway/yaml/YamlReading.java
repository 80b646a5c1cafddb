package dev.slipway.yaml;

import com.google.common.collect.ImmutableList;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.Problem;
import dev.slipway.SourceText;

/**
 * The values of a text by the rules of a dialect, and all that is wrong with it.
 *
 * @param source the text
 * @param documents the value of each document; the null for one without content. Where there are problems, what they
 *     concern may be missing
 * @param problems in the order of the text
 */
public record YamlReading(SourceText source, ImmutableList<YamlValue> documents, ImmutableList<Problem> problems) {
  /**
   * The values, if nothing is wrong.
   *
   * @throws DocumentException {@link ErrorCode#MALFORMED_DOCUMENT} with all problems
   */
  public ImmutableList<YamlValue> orThrow() {
    if (!problems.isEmpty()) {
      throw DocumentException.of(ErrorCode.MALFORMED_DOCUMENT, source, problems);
    }
    return documents;
  }
}
