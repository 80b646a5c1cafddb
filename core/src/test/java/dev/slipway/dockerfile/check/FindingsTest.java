package dev.slipway.dockerfile.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import dev.slipway.SourceText;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.dockerfile.IgnoreFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Findings as texts; golden files are rewritten by {@code -Dslipway.golden.rewrite=true} and read in review. */
class FindingsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/dev/slipway/dockerfile/check");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Findings of BuildKit's rules, so that new rules change no golden file. */
  private static Findings findings() throws IOException {
    Dockerfile file = Dockerfile.parse("app/Dockerfile", Files.readString(GOLDEN.resolve("findings.Dockerfile"), UTF_8));
    CheckOptions options = CheckOptions.DEFAULT.context(CheckedContext.ignoring(IgnoreFile.parse("*.md\n")));
    Findings all = Checks.of(file, options);
    Set<String> buildkit = new BuildkitRules().rules().stream().map(Rule::id).collect(Collectors.toSet());
    ImmutableList<Finding> mine = all.list().stream().filter(finding -> buildkit.contains(finding.rule().id()))
        .collect(ImmutableList.toImmutableList());
    return new Findings(all.source(), mine, all.problems(), all.strict());
  }

  private static String text(Findings findings, String form) {
    return switch (form) {
      case "txt" -> findings.text();
      case "json" -> findings.json();
      case "buildkit.json" -> findings.buildkitJson();
      default -> findings.sarif();
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"txt", "json", "buildkit.json", "sarif"})
  void findingsAreWrittenAsTheGoldenFileSays(String form) throws IOException {
    Path golden = GOLDEN.resolve("findings." + form);
    String text = text(findings(), form);
    if (Boolean.getBoolean("slipway.golden.rewrite")) {
      Files.writeString(golden, text, UTF_8);
    }
    assertThat(text).isEqualTo(Files.readString(golden, UTF_8));
  }

  @Test
  void aFileWithoutFindingsSaysSo() throws IOException {
    Findings nothing = new Findings(Optional.of(SourceText.of("Dockerfile", "FROM scratch\n")), ImmutableList.of(), ImmutableList.of(),
        false);
    assertThat(nothing.text()).isEqualTo("nothing found\n");
    assertThat(JSON.readTree(nothing.json()).path("findings")).isEmpty();
    assertThat(JSON.readTree(nothing.buildkitJson()).path("warnings")).isEmpty();
    JsonNode run = JSON.readTree(nothing.sarif()).path("runs").path(0);
    assertThat(run.path("results").isArray()).isTrue();
    assertThat(run.path("invocations").path(0).path("executionSuccessful").asBoolean()).isTrue();
  }

  @Test
  void buildkitsFormHasItsPropertiesAndLinesOfInstructions() throws IOException {
    JsonNode document = JSON.readTree(findings().buildkitJson());
    for (JsonNode warning : document.path("warnings")) {
      assertThat(Rules.find(warning.path("ruleName").asText())).isPresent();
      assertThat(warning.path("description").asText()).isNotEmpty();
      assertThat(warning.path("detail").asText()).isNotEmpty();
      assertThat(warning.path("location").path("ranges").path(0).path("start").path("line").asInt()).isPositive();
    }
    byte[] data = Base64.getDecoder().decode(document.path("sources").path(0).path("data").asText());
    assertThat(new String(data, UTF_8)).isEqualTo(Files.readString(GOLDEN.resolve("findings.Dockerfile"), UTF_8));
    assertThat(document.path("sources").path(0).path("filename").asText()).isEqualTo("app/Dockerfile");
    assertThat(document.path("buildError").path("message").asText()).isNotEmpty();
  }

  @Test
  void buildkitsFormNamesTheLineInWhichAnEmptyContinuationEnds() throws IOException {
    Findings findings = Checks.of(Dockerfile.parse("f", "FROM scratch\nCOPY a \\\n\n\n  /\n"));
    JsonNode warnings = JSON.readTree(findings.buildkitJson()).path("warnings");
    JsonNode empty = null;
    for (JsonNode warning : warnings) {
      empty = warning.path("ruleName").asText().equals("NoEmptyContinuation") ? warning : empty;
    }
    assertThat(empty).isNotNull();
    assertThat(empty.path("location").path("ranges").path(0).toString()).isEqualTo("{\"start\":{\"line\":5},\"end\":{\"line\":5}}");
  }

  /** What the standard's section 3 requires of each object that is written. */
  @Test
  void theSarifLogHasWhatTheStandardRequires() throws IOException {
    JsonNode log = JSON.readTree(findings().sarif());
    assertThat(log.path("version").asText()).isEqualTo("2.1.0");
    JsonNode run = log.path("runs").path(0);
    JsonNode rules = run.path("tool").path("driver").path("rules");
    assertThat(run.path("tool").path("driver").path("name").asText()).isEqualTo("Slipway");
    assertThat(run.path("columnKind").asText()).isEqualTo("unicodeCodePoints");
    assertThat(run.path("results")).isNotEmpty();
    for (JsonNode result : run.path("results")) {
      assertThat(result.path("message").path("text").asText()).isNotEmpty();
      assertThat(result.path("level").asText()).isIn("note", "warning", "error");
      assertThat(rules.path(result.path("ruleIndex").asInt()).path("id")).isEqualTo(result.path("ruleId"));
      JsonNode physical = result.path("locations").path(0).path("physicalLocation");
      assertThat(physical.path("artifactLocation").path("uri").asText()).isEqualTo("app/Dockerfile");
      assertThat(physical.path("region").path("startLine").asInt()).isPositive();
      for (JsonNode fix : result.path("fixes")) {
        for (JsonNode change : fix.path("artifactChanges")) {
          assertThat(change.path("artifactLocation").path("uri").asText()).isEqualTo("app/Dockerfile");
          assertThat(change.path("replacements")).isNotEmpty().allMatch(replacement -> replacement.has("deletedRegion"));
        }
      }
    }
    JsonNode invocation = run.path("invocations").path(0);
    assertThat(invocation.path("executionSuccessful").isBoolean()).isTrue();
    assertThat(invocation.path("toolExecutionNotifications").path(0).path("message").path("text").asText()).isNotEmpty();
  }

  @Test
  void pathsBecomeReferences() throws IOException {
    for (String[] pair : new String[][]{{"a b/Dockerfile", "a%20b/Dockerfile"}, {"c:d", "./c:d"},
        {"/x/Dock#file", "file:///x/Dock%23file"}}) {
      Findings findings = Checks.of(Dockerfile.parse(pair[0], "FROM scratch AS A\n"));
      JsonNode result = JSON.readTree(findings.sarif()).path("runs").path(0).path("results").path(0);
      assertThat(result.path("locations").path(0).path("physicalLocation").path("artifactLocation").path("uri").asText())
          .isEqualTo(pair[1]);
    }
  }

  @Test
  void whatHasNoPlaceIsToldAllTheSame() throws IOException {
    Rule rule = Rule.of("Whole", "A whole", "Because").withSeverity(Severity.ERROR);
    Finding whole = Finding.of(rule, Place.of(".dockerignore"), "there is none", "write one");
    Finding stage = Finding.of(rule, Place.of("Dockerfile").in(new Place.InStage(1, Optional.of("run"))), "runs as root", "write USER");
    Findings findings = new Findings(Optional.of(SourceText.of("Dockerfile", "FROM scratch\n")), ImmutableList.of(whole, stage),
        ImmutableList.of(), false);
    assertThat(findings.failed()).isTrue();
    assertThat(findings.text()).isEqualTo("""
        .dockerignore: error: there is none [Whole]
        = write one
          Because

        Dockerfile: error: stage run: runs as root [Whole]
        = write USER
          Because

        2 errors
        """.indent(0).replace("\n= ", "\n  = ").replace("\n  Because", "\n    Because"));
    assertThat(JSON.readTree(findings.buildkitJson()).path("warnings").path(0).path("location").path("sourceIndex").asInt()).isEqualTo(-1);
    JsonNode result = JSON.readTree(findings.sarif()).path("runs").path(0).path("results").path(1);
    assertThat(result.path("locations").path(0).path("logicalLocations").path(0).path("name").asText()).isEqualTo("run");
    assertThat(whole).hasToString(".dockerignore: error: there is none [Whole]");
  }
}
