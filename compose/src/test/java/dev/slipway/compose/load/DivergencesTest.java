package dev.slipway.compose.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each deliberate difference to the reference implementation: that it is documented. */
class DivergencesTest {
  private static final Path DOCUMENTATION = Path.of("src/main/java/dev/slipway/compose/load/package-info.java");
  private static final String ROW = "<tr id=\"";

  @Test
  void everyRuleHasARowInTheDocumentationAndEveryRowARule() throws IOException {
    String text = Files.readString(DOCUMENTATION, UTF_8);
    Set<String> rows = new TreeSet<>();
    for (String part : Splitter.on(ROW).split(text.substring(text.indexOf(ROW) + ROW.length()))) {
      rows.add(part.substring(0, part.indexOf('"')));
    }
    Set<String> rules = new TreeSet<>();
    Arrays.stream(Divergence.values()).map(Divergence::id).forEach(rules::add);
    assertThat(rows).isEqualTo(rules);
  }
}
