package dev.slipway.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.io.Resources;
import dev.slipway.DocumentException;
import dev.slipway.image.ImagePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the docker command 28.2 sends for over 400 ignore files over one tree, and whether BuildKit of Docker 20.10
 * ends with the same files. In {@code ignore-truth.jsonl} each line is a case: {@code kept} has a plus for each path of
 * the tree that is sent, or says {@code error} (Docker fails) or {@code undocumented} (Docker reads a regular
 * expression, we refuse).
 */
class IgnoreFileTruthTest {
  private final List<String> tree = new ArrayList<>();
  private final List<JsonNode> cases = new ArrayList<>();

  IgnoreFileTruthTest() throws IOException {
    ObjectMapper json = new ObjectMapper();
    String text = Resources.toString(Resources.getResource(IgnoreFileTruthTest.class, "ignore-truth.jsonl"), UTF_8);
    for (String line : Splitter.on('\n').omitEmptyStrings().split(text)) {
      cases.add(json.readTree(line));
    }
    cases.remove(0).get("tree").forEach(path -> tree.add(path.asText()));
  }

  @Test
  void everyIgnoreFileKeepsWhatDockerKeeps() {
    assertThat(cases).hasSizeGreaterThan(400);
    for (JsonNode node : cases) {
      String text = node.get("text").asText();
      String kept = node.get("kept").asText();
      if (kept.equals("error") || kept.equals("undocumented")) {
        assertThatThrownBy(() -> IgnoreFile.parse(text)).as(text).isInstanceOf(DocumentException.class);
      } else {
        IgnoreFile file = IgnoreFile.parse(text);
        StringBuilder marks = new StringBuilder();
        tree.forEach(path -> marks.append(file.ignores(ImagePath.of(path)) ? '-' : '+'));
        assertThat(marks.toString()).as(text).isEqualTo(kept);
        assertThat(IgnoreFile.parse(file.text())).as(text).isEqualTo(file);
      }
    }
  }

  @Test
  void aWalkThatPrunesFindsTheSameFiles() {
    for (JsonNode node : cases) {
      if (node.has("old")) {
        IgnoreFile file = IgnoreFile.parse(node.get("text").asText());
        assertThat(walked(file)).as(node.get("text").asText()).isEqualTo(kept(file));
      }
    }
  }

  @Test
  void dockerAgreesWhereItIsAtHand(@TempDir Path directory) throws IOException {
    LiveDocker docker = LiveDocker.orSkip();
    Path context = Files.createDirectory(directory.resolve("context"));
    for (String path : tree) {
      Path file = context.resolve(path);
      Files.createDirectories(file.getParent());
      if (tree.stream().anyMatch(other -> other.startsWith(path + "/")) || path.equals("empty")) {
        Files.createDirectories(file);
      } else {
        Files.writeString(file, "x");
      }
    }
    Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\nCOPY . /\n");
    for (int i = 0; i < cases.size(); i += 8) {
      JsonNode node = cases.get(i);
      if (node.path("old").asBoolean()) {
        String text = node.get("text").asText();
        Files.writeString(directory.resolve("Dockerfile.dockerignore"), text);
        Path out = directory.resolve("out" + i);
        docker.build(directory.resolve("Dockerfile"), context, "type=local,dest=" + out);
        assertThat(found(out)).as(text).isEqualTo(kept(IgnoreFile.parse(text)));
      }
    }
  }

  /** What is not ignored, and the directories that hold it. */
  private SortedSet<String> kept(IgnoreFile file) {
    SortedSet<String> kept = new TreeSet<>();
    for (String path : tree) {
      if (!file.ignores(ImagePath.of(path))) {
        kept.add(path);
        for (Optional<ImagePath> above = ImagePath.of(path).parent(); above.isPresent(); above = above.get().parent()) {
          kept.add(above.get().relative());
        }
      }
    }
    kept.remove("");
    return kept;
  }

  /** As {@link #kept}, by going down from the top and entering only what must be entered. */
  private SortedSet<String> walked(IgnoreFile file) {
    SortedSet<String> kept = new TreeSet<>();
    walk(ImagePath.ROOT, file, kept);
    return kept;
  }

  private void walk(ImagePath directory, IgnoreFile file, SortedSet<String> kept) {
    for (String name : tree) {
      ImagePath path = ImagePath.of(name);
      if (path.parent().orElseThrow().equals(directory)) {
        int before = kept.size();
        if (!file.ignores(path) || file.mayReincludeBelow(path)) {
          walk(path, file, kept);
        }
        if (!file.ignores(path) || kept.size() > before) {
          kept.add(name);
        }
      }
    }
  }

  private static ImmutableSortedSet<String> found(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> !file.equals(root)).map(file -> root.relativize(file).toString())
          .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    }
  }
}
