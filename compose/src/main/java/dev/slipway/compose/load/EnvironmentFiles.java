package dev.slipway.compose.load;

import com.google.common.collect.ImmutableMap;
import dev.slipway.SourceText;
import dev.slipway.compose.format.DotEnv;
import dev.slipway.compose.format.Parsed;
import dev.slipway.compose.format.TextProblem;
import dev.slipway.compose.load.Session.Wanted;
import dev.slipway.compose.tree.Finding;
import dev.slipway.compose.tree.Finding.Severity;
import dev.slipway.yaml.Place;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads files with variables into a mapping: later ones have precedence over earlier ones, and see them. */
final class EnvironmentFiles {
  private EnvironmentFiles() {}

  /** Reads a file whose variables come from around first, then from what was read before. */
  static void read(Session session, String path, Wanted by, Environment around, Map<String, String> values) {
    read(session, path, by, DotEnv.Format.USUAL, around::value, values);
  }

  /** Reads a file in a format; what is missing or malformed is found. */
  static void read(Session session, String path, Wanted by, DotEnv.Format format, Function<String, Optional<String>> around,
      Map<String, String> values) {
    Optional<String> text = session.isExhausted() ? Optional.empty() : session.text(path, by);
    if (text.isEmpty()) {
      return;
    }
    SourceText source = SourceText.of(path, text.get());
    Parsed<DotEnv> file = session.environmentFile(path, text.get(), format);
    file.problems().forEach(problem -> session.in(Stage.READING).add(finding(source, problem, by)));
    if (file.value().isPresent()) {
      Parsed<ImmutableMap<String, String>> read = file.value().get().values(values, around);
      read.problems().forEach(problem -> session.in(Stage.READING).add(finding(source, problem, by)));
      read.value().ifPresent(values::putAll);
    }
  }

  private static Finding finding(SourceText source, TextProblem problem, Wanted by) {
    Severity severity = problem.warning() ? Severity.WARNING : Severity.ERROR;
    Place place = Place.of(source, source.span(problem.start(), problem.end()));
    Optional<Place> used = by.place().map(from -> place.usedBy(new Place.Use("named", from.source(), from.span())));
    return new Finding(severity, by.path(), used.or(() -> Optional.of(place)), problem.message(), problem.advice());
  }
}
