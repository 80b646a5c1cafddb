package dev.slipway.compose.schema;

import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** All recorded merges, each with the recorded result or one that a {@link MergeDivergence} explains. */
class MergeCasesTest {

  @TestFactory
  Stream<DynamicTest> filesAreMergedAsRecorded() throws IOException {
    return RecordedCases.rows("merge").stream().map(row -> DynamicTest.dynamicTest(RecordedCases.name(row), () -> {
      List<String> inputs = RecordedCases.inputs(row);
      YamlValue base = Trees.of(inputs.get(0));
      YamlValue override = Trees.of(inputs.get(1));
      compare(row, base, override, Trees.merged(base, override));
    }));
  }

  @TestFactory
  Stream<DynamicTest> listsLoseWhatIsSaidAgainAsRecorded() throws IOException {
    return RecordedCases.rows("unicity").stream().map(row -> DynamicTest.dynamicTest(RecordedCases.name(row), () -> {
      YamlValue project = Trees.of(RecordedCases.inputs(row).get(0));
      compare(row, project, YamlMap.empty(), ComposeSchema.unique(project));
    }));
  }

  private static void compare(JsonNode row, YamlValue base, YamlValue override, YamlValue ours) {
    YamlValue theirs = Trees.of(row.path("expected_yaml").asText());
    List<TreePath> differences = new ArrayList<>();
    differences(TreePath.ROOT, new MergeDivergence.Sides(base, override, ours, theirs), differences);
    if (!differences.isEmpty()) {
      fail(differences + "\nours: " + Trees.plain(ours) + "\nrecorded: " + Trees.plain(theirs));
    }
  }

  /** The places where ours is not theirs for a reason that nobody gives. */
  private static void differences(TreePath path, MergeDivergence.Sides sides, List<TreePath> found) {
    if (Trees.plain(sides.ours()).equals(Trees.plain(sides.theirs())) || MergeDivergence.any(path, sides)) {
      return;
    }
    if (sides.ours() instanceof YamlMap ours && sides.theirs() instanceof YamlMap theirs) {
      Set<String> keys = new LinkedHashSet<>();
      ours.entries().forEach(entry -> keys.add(entry.name()));
      theirs.entries().forEach(entry -> keys.add(entry.name()));
      keys.forEach(key -> differences(path.to(key), sides.at(key), found));
    } else if (sides.ours() instanceof YamlList ours && sides.theirs() instanceof YamlList theirs
        && ours.items().size() == theirs.items().size()) {
      for (int i = 0; i < ours.items().size(); i++) {
        differences(
            path.item(i), new MergeDivergence.Sides(sides.base(), sides.override(), ours.items().get(i), theirs.items().get(i)), found);
      }
    } else {
      found.add(path);
    }
  }
}
