package dev.slipway.dockerfile.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of rules in the package's documentation says what the rules say. */
class RulesTableTest {
  private static final Pattern ROW = Pattern
      .compile("<tr> <th scope=\"row\">(.*?)</th><td>(.*?)</td> <td>(.*?)\\.</td> <td>(.*?)\\.</td> <td>(.*?)</td> </tr>");

  /**
   * A row.
   *
   * @param fix what to write; the findings say it in their own words
   */
  private record Row(String id, String severity, String title, String why, String fix) {}

  private static List<Row> rows() throws IOException {
    Path file = Path.of(System.getProperty("basedir", "."), "src/main/java/dev/slipway/dockerfile/check/package-info.java");
    String text = Files.readString(file).replaceAll("\n \\* ?", " ").replaceAll(" +", " ");
    return ROW.matcher(text).results()
        .map(row -> new Row(row.group(1), row.group(2), plain(row.group(3)), plain(row.group(4)), row.group(5)))
        .toList();
  }

  private static String plain(String html) {
    return html.replace("&#39;", "'").replace("&#64;", "@").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  @Test
  void everyRuleHasItsRow() throws IOException {
    assertThat(rows().stream().map(row -> row.id() + " " + row.severity() + ": " + row.title() + "; " + row.why()))
        .containsExactlyElementsOf(new SlipwayRules().rules().stream()
            .map(rule -> rule.id() + " " + rule.severity() + ": " + rule.title() + "; " + rule.why()).toList());
  }

  @Test
  void everyRowSaysWhatToWrite() throws IOException {
    assertThat(rows()).isNotEmpty().allSatisfy(row -> assertThat(row.fix()).hasSizeGreaterThan(10));
  }
}
