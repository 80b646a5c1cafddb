package dev.slipway.dockerfile.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.Problem;
import dev.slipway.SourceText;
import dev.slipway.Span;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Findings in the form in which BuildKit's frontend answers the request {@code frontend.lint}: places are whole lines. */
final class BuildkitReport {
  private BuildkitReport() {}

  static String of(Findings findings) {
    ObjectNode document = Reports.object();
    ArrayNode warnings = document.putArray("warnings");
    findings.list().forEach(finding -> write(finding, findings, warnings.addObject()));
    ArrayNode sources = document.putArray("sources");
    findings.source().ifPresent(source -> write(source, sources.addObject()));
    if (!findings.problems().isEmpty()) {
      Problem first = findings.problems().get(0);
      ObjectNode error = document.putObject("buildError");
      error.put("message", first.toString());
      location(first.span(), error.putObject("location"));
    }
    return Reports.text(document);
  }

  private static void write(SourceText source, ObjectNode out) {
    out.put("filename", source.name());
    out.put("data", Base64.getEncoder().encodeToString(source.text().getBytes(StandardCharsets.UTF_8)));
    out.put("language", "Dockerfile");
  }

  private static void write(Finding finding, Findings findings, ObjectNode out) {
    out.put("ruleName", finding.rule().id());
    out.put("description", finding.rule().title());
    finding.rule().url().ifPresent(url -> out.put("url", url.toString()));
    out.put("detail", finding.message());
    Place place = finding.place();
    boolean own = findings.source().isPresent() && findings.source().get().name().equals(place.file());
    ObjectNode location = out.putObject("location");
    if (!own) {
      // none of the sources
      location.put("sourceIndex", -1);
    }
    location(own ? place.instruction().or(place::span) : Optional.empty(), location);
  }

  private static void location(Optional<Span> span, ObjectNode out) {
    if (span.isPresent()) {
      ObjectNode range = out.putArray("ranges").addObject();
      range.putObject("start").put("line", span.get().line());
      range.putObject("end").put("line", span.get().endLine());
    }
  }
}
