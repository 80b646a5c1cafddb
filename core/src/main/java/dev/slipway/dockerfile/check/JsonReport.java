package dev.slipway.dockerfile.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.Problem;

/** Findings for programs, in the form that {@link Findings#json} describes. */
final class JsonReport {
  private JsonReport() {}

  static String of(Findings findings) {
    ObjectNode document = Reports.object();
    findings.source().ifPresent(source -> document.put("file", source.name()));
    document.put("failed", findings.failed());
    ArrayNode problems = document.putArray("problems");
    findings.problems().forEach(problem -> write(problem, problems.addObject()));
    ArrayNode list = document.putArray("findings");
    findings.list().forEach(finding -> write(finding, list.addObject()));
    return Reports.text(document);
  }

  private static void write(Problem problem, ObjectNode out) {
    out.put("file", problem.file());
    problem.span().ifPresent(span -> Reports.write(span, out));
    out.put("message", problem.message());
    problem.advice().ifPresent(advice -> out.put("fix", advice));
  }

  private static void write(Finding finding, ObjectNode out) {
    out.put("rule", finding.rule().id());
    out.put("severity", finding.severity().toString());
    out.put("file", finding.place().file());
    finding.place().span().ifPresent(span -> Reports.write(span, out));
    finding.place().stage().ifPresent(stage -> {
      ObjectNode node = out.putObject("stage");
      node.put("index", stage.index());
      stage.name().ifPresent(name -> node.put("name", name));
    });
    out.put("message", finding.message());
    out.put("why", finding.why());
    out.put("fix", finding.fix());
    finding.rule().url().ifPresent(url -> out.put("url", url.toString()));
    if (finding.edit().isPresent() && finding.edit().get() instanceof Edit.Text edit) {
      ObjectNode node = out.putObject("edit");
      node.put("title", edit.title());
      ArrayNode replacements = node.putArray("replacements");
      for (Edit.Replacement replacement : edit.replacements()) {
        ObjectNode one = replacements.addObject();
        Reports.write(replacement.span(), one);
        one.put("text", replacement.text());
      }
    }
  }
}
