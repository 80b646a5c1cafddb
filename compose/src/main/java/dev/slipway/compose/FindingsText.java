package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.Problem;
import dev.slipway.SourceText;
import dev.slipway.compose.tree.Finding;
import dev.slipway.yaml.Place;

/** Makes a failure of what was found. */
final class FindingsText {
  private FindingsText() {}

  /** A failure that shows each finding with its line. */
  static DocumentException failure(ImmutableList<Finding> findings) {
    ImmutableList<Problem> problems = findings.stream().map(finding -> finding.problem("compose")).collect(ImmutableList.toImmutableList());
    ImmutableMap.Builder<String, SourceText> sources = ImmutableMap.builder();
    findings.stream().flatMap(finding -> finding.place().stream()).map(Place::source).forEach(source -> sources.put(source.name(), source));
    return DocumentException.of(ErrorCode.MALFORMED_DOCUMENT, sources.buildKeepingLast(), problems);
  }
}
