package dev.slipway.dockerfile.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dev.slipway.Problem;
import dev.slipway.Span;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/** Findings as a log of the Static Analysis Results Interchange Format, version 2.1.0. */
final class SarifReport {
  private static final String SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private SarifReport() {}

  static String of(Findings findings) {
    ObjectNode document = Reports.object();
    document.put("$schema", SCHEMA);
    document.put("version", "2.1.0");
    ObjectNode run = document.putArray("runs").addObject();
    ImmutableList<Rule> rules = findings.list().stream().map(Finding::rule).distinct().collect(ImmutableList.toImmutableList());
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver.put("name", "Slipway");
    ArrayNode list = driver.putArray("rules");
    rules.forEach(rule -> write(rule, list.addObject()));
    ObjectNode invocation = run.putArray("invocations").addObject();
    // a file with problems is checked as far as it can be read
    invocation.put("executionSuccessful", findings.problems().isEmpty());
    if (!findings.problems().isEmpty()) {
      ArrayNode notifications = invocation.putArray("toolExecutionNotifications");
      findings.problems().forEach(problem -> write(problem, notifications.addObject()));
    }
    run.put("columnKind", "unicodeCodePoints");
    ArrayNode results = run.putArray("results");
    findings.list().forEach(finding -> write(finding, rules.indexOf(finding.rule()), results.addObject()));
    return Reports.text(document);
  }

  private static void write(Rule rule, ObjectNode out) {
    out.put("id", rule.id());
    out.putObject("shortDescription").put("text", rule.title());
    out.putObject("fullDescription").put("text", rule.why());
    rule.url().ifPresent(url -> out.put("helpUri", url.toString()));
    out.putObject("defaultConfiguration").put("level", rule.severity().toString());
  }

  private static void write(Problem problem, ObjectNode out) {
    out.put("level", "error");
    out.putObject("message").put("text", problem.message() + problem.advice().map(advice -> "; " + advice).orElse(""));
    location(problem.file(), problem.span(), out.putArray("locations").addObject());
  }

  private static void write(Finding finding, int ruleIndex, ObjectNode out) {
    Place place = finding.place();
    out.put("ruleId", finding.rule().id());
    out.put("ruleIndex", ruleIndex);
    out.put("level", finding.severity().toString());
    out.putObject("message").put("text", finding.message() + "; " + finding.fix());
    if (!place.file().isEmpty() || place.stage().isPresent()) {
      ObjectNode location = out.putArray("locations").addObject();
      if (!place.file().isEmpty()) {
        location(place.file(), place.span(), location);
      }
      place.stage()
          .ifPresent(stage -> location.putArray("logicalLocations").addObject().put("name", stage.toString()).put("kind", "stage"));
    }
    if (finding.edit().isPresent() && finding.edit().get() instanceof Edit.Text edit) {
      fix(place.file(), edit, out.putArray("fixes").addObject());
    }
  }

  private static void fix(String file, Edit.Text edit, ObjectNode out) {
    out.putObject("description").put("text", edit.title());
    ObjectNode change = out.putArray("artifactChanges").addObject();
    change.putObject("artifactLocation").put("uri", uri(file));
    ArrayNode replacements = change.putArray("replacements");
    for (Edit.Replacement replacement : edit.replacements()) {
      ObjectNode one = replacements.addObject();
      region(replacement.span(), one.putObject("deletedRegion"));
      if (!replacement.text().isEmpty()) {
        one.putObject("insertedContent").put("text", replacement.text());
      }
    }
  }

  private static void location(String file, Optional<Span> span, ObjectNode out) {
    ObjectNode physical = out.putObject("physicalLocation");
    physical.putObject("artifactLocation").put("uri", uri(file));
    span.ifPresent(found -> region(found, physical.putObject("region")));
  }

  private static void region(Span span, ObjectNode out) {
    out.put("startLine", span.line());
    out.put("startColumn", span.column());
    out.put("endLine", span.endLine());
    out.put("endColumn", span.endColumn());
  }

  /** A path as a reference: relative as long as it is. */
  private static String uri(String file) {
    if (file.startsWith("/")) {
      return Path.of(file).toUri().toASCIIString();
    }
    try {
      // a colon in the first part would be taken for the end of a scheme
      String path = file.indexOf(':') >= 0 ? "./" + file : file;
      return new URI(null, null, path, null).toASCIIString();
    } catch (URISyntaxException noPath) {
      return "Dockerfile";
    }
  }
}
