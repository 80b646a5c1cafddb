package dev.slipway.compose.load;

import dev.slipway.compose.format.Parsed;
import dev.slipway.compose.format.Template;
import dev.slipway.compose.format.TextProblem;
import dev.slipway.compose.load.Session.Wanted;
import dev.slipway.compose.tree.Finding;
import dev.slipway.compose.tree.Finding.Severity;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.Place;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;

/** Replaces the variables in all strings of a document; keys stay as they are. */
final class Interpolation {
  private final Session session;
  private final Environment environment;
  private final Findings findings;

  Interpolation(Session session, Environment environment) {
    this.session = session;
    this.environment = environment;
    this.findings = session.in(Stage.VARIABLES);
  }

  /** The document with the variables' values. A string that cannot be read stays as it is. */
  YamlMap of(YamlMap document) {
    return (YamlMap) of(TreePath.ROOT, document);
  }

  private YamlValue of(TreePath path, YamlValue value) {
    if (value instanceof YamlMap map) {
      return Trees.each(map, path, this::of);
    }
    if (value instanceof YamlList list) {
      return Trees.items(list, path, this::of);
    }
    YamlScalar scalar = (YamlScalar) value;
    return scalar.isString() && scalar.text().indexOf('$') >= 0 ? replaced(path, scalar) : scalar;
  }

  /** One string with the variables' values. */
  YamlScalar replaced(TreePath path, YamlScalar scalar) {
    Parsed<Template> template = Template.parse(scalar.text());
    template.problems().forEach(problem -> tell(path, scalar, problem));
    if (template.value().isEmpty()) {
      return scalar;
    }
    Parsed<String> text = template.value().get().substitute(environment::value);
    text.problems().forEach(problem -> tell(path, scalar, problem));
    boolean fits = text.value().isEmpty() || session.write(text.value().get().length(), new Wanted(path, scalar.place()));
    return text.value().filter(replaced -> fits)
        .map(replaced -> YamlScalar.of(replaced).styled(scalar.style()).at(scalar.place()).tagged(scalar.tag())).orElse(scalar);
  }

  private void tell(TreePath path, YamlScalar scalar, TextProblem problem) {
    Severity severity = problem.warning() ? Severity.WARNING : Severity.ERROR;
    findings.add(new Finding(severity, path, inside(scalar, problem), problem.message(), problem.advice()));
  }

  /** The part of a string that is meant, where its characters stand in the document as they are; else the string. */
  private static Optional<Place> inside(YamlScalar scalar, TextProblem problem) {
    return scalar.place().map(place -> {
      int start = place.span().offset();
      String written = place.source().text().substring(start, place.span().endOffset());
      int from = written.indexOf(scalar.text());
      boolean asWritten = from >= 0 && written.length() - scalar.text().length() == 2L * from && problem.end() <= scalar.text().length();
      return asWritten
          ? new Place(place.source(), place.source().span(start + from + problem.start(), start + from + problem.end()), place.uses())
          : place;
    });
  }
}
