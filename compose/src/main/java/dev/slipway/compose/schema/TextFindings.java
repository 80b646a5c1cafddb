package dev.slipway.compose.schema;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.compose.format.Parsed;
import dev.slipway.compose.format.TextProblem;
import dev.slipway.compose.tree.Finding;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.Place;
import dev.slipway.yaml.YamlScalar;
import java.util.Optional;

/** Brings what is wrong inside a text to the place in the document where the text stands. */
final class TextFindings {
  private TextFindings() {}

  /** What a text was read as; tells what is wrong with it, or what surprises. */
  @CanIgnoreReturnValue
  static <T> Optional<T> value(Parsed<T> read, YamlScalar text, TreePath path, Findings findings) {
    for (TextProblem problem : read.problems()) {
      Finding.Severity severity = problem.warning() ? Finding.Severity.WARNING : Finding.Severity.ERROR;
      Optional<Place> place = text.place().map(where -> within(where, text.text(), problem));
      findings.add(new Finding(severity, path, place, problem.message(), problem.advice()));
    }
    return read.value();
  }

  /** The stretch that is meant, if the document has the same characters there as the text; else all of the text. */
  private static Place within(Place place, String text, TextProblem problem) {
    String document = place.source().text();
    int start = place.span().offset();
    boolean quoted = document.startsWith("'", start) || document.startsWith("\"", start);
    int offset = quoted ? start + 1 : start;
    boolean inside = offset + text.length() <= place.span().endOffset() && problem.end() <= text.length()
        && problem.start() < problem.end();
    return inside && document.startsWith(text, offset)
        ? new Place(place.source(), place.source().span(offset + problem.start(), offset + problem.end()), place.uses())
        : place;
  }
}
