package dev.slipway.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import dev.slipway.image.Copy;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.Image;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is written is built by a real BuildKit into the configuration and files that the values mean. The property that
 * needs no daemon runs everywhere.
 */
class DockerfileWriterLiveTest {
  @Property(tries = 1000)
  @Domain(ConfigurationImages.class)
  void everyImageOfOneLineValuesCanBeWritten(@ForAll Image image) {
    DockerfileText text = DockerfileWriter.write(image);
    assertThat(DockerfileWriter.write(image)).isEqualTo(text);
    assertThat(text.features()).isEmpty();
    assertThat(text.text().lines().count()).isGreaterThan(0);
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  @Domain(ConfigurationImages.class)
  void buildKitReadsTheConfigurationThatWasMeant(@ForAll Image image) throws IOException {
    assertBuildsTo(image);
  }

  @Test
  void oddCharactersArriveInTheConfiguration() throws IOException {
    assertBuildsTo(SampleImages.named("quoting"));
  }

  private static void assertBuildsTo(Image image) throws IOException {
    LiveDocker docker = LiveDocker.orSkip();
    Path directory = Files.createTempDirectory("slipway-writer");
    Path dockerfile = Files.writeString(directory.resolve("Dockerfile"), DockerfileWriter.write(image).text(), UTF_8);
    Path id = directory.resolve("id");
    String unused = docker.run(ImmutableList.of("build", "--network", "none", "--iidfile", id.toString(), directory.toString()));
    String printed = docker.run(ImmutableList.of("inspect", "--type", "image", Files.readString(id, UTF_8)));
    JsonNode inspected = new ObjectMapper().readTree(printed).get(0);
    assertThat(new TreeMap<>(ExpectedConfiguration.inspected(inspected))).as(Files.readString(dockerfile, UTF_8))
        .isEqualTo(new TreeMap<>(ExpectedConfiguration.of(image.target())));
    String removed = docker.run(ImmutableList.of("rmi", "-f", Files.readString(id, UTF_8)));
    assertThat(removed).isNotEmpty();
  }

  @Test
  void filesWithOddNamesAreCopied(@TempDir Path directory) throws IOException {
    LiveDocker docker = LiveDocker.orSkip();
    List<String> names = ImmutableList.of("a b", "\"quoted\"", "it's", "$dollar", "back\\slash", "[x", "--flag", "<<EOF", "#hash",
        "a,b=c", "trailing\\");
    // Docker 20.10 sends the names as headers, so that other characters than these never arrive
    Stage stage = Stage.scratch();
    for (int i = 0; i < names.size(); i++) {
      Files.writeString(directory.resolve(names.get(i)), "x" + i);
      // to the builder the path is a pattern
      String pattern = names.get(i).replace("\\", "?").replace("[", "?");
      stage = stage.with(copy(pattern, "/" + i + "/" + names.get(i)));
    }
    Path dockerfile = Files.writeString(directory.resolve("D"), DockerfileWriter.write(stage.toImage()).text(), UTF_8);
    Path out = directory.resolve("out");
    docker.build(dockerfile, directory, "type=local,dest=" + out);
    for (int i = 0; i < names.size(); i++) {
      assertThat(out.resolve(Integer.toString(i)).resolve(names.get(i))).hasContent("x" + i);
    }
  }

  private static Copy copy(String source, String destination) {
    return new Copy(Optional.empty(), ImmutableList.of(new Copy.Path(Word.literal(source))),
        Word.literal(destination), CopyOptions.NONE, false);
  }
}
