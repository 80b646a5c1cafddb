package dev.slipway.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.BindMount;
import dev.slipway.image.CacheMount;
import dev.slipway.image.Command;
import dev.slipway.image.Copy;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.Image;
import dev.slipway.image.Stage;
import dev.slipway.image.TmpfsMount;
import dev.slipway.image.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is written is built by a real BuildKit into the configuration and files that the values mean. The property that
 * needs no daemon runs everywhere.
 */
class DockerfileWriterLiveTest {
  @Property(tries = 1000, seed = "1")
  @Domain(ConfigurationImages.class)
  void everyImageOfOneLineValuesCanBeWritten(@ForAll Image image) {
    DockerfileText text = DockerfileWriter.write(image);
    assertThat(DockerfileWriter.write(image)).isEqualTo(text);
    assertThat(text.features()).isEmpty();
    assertThat(text.text().lines().count()).isGreaterThan(0);
  }

  @Test
  void buildKitReadsTheConfigurationThatWasMeant() {
    LiveDocker docker = LiveDocker.orSkip();
    // always the same images: what random ones find is told by the property above and by running this with another seed
    long seed = Long.getLong("seed", 20261121);
    JqwikSession.run(() -> new ConfigurationImages().images().generator(1000).stream(new Random(seed)).limit(100)
        .forEach(image -> assertBuildsTo(docker, image.value())));
  }

  @Test
  void oddCharactersArriveInTheConfiguration() {
    assertBuildsTo(LiveDocker.orSkip(), SampleImages.named("quoting"));
  }

  private static void assertBuildsTo(LiveDocker docker, Image image) {
    String text = DockerfileWriter.write(image).text();
    assertThat(new TreeMap<>(ExpectedConfiguration.inspected(docker.configuration(text)))).as(text)
        .isEqualTo(new TreeMap<>(ExpectedConfiguration.of(image.target())));
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

  @Test
  void commandsReachTheShellAsTheyWereMeant(@TempDir Path directory) throws IOException {
    LiveDocker docker = LiveDocker.orSkip();
    Path busybox = docker.toolOrSkip("busybox");
    Files.copy(busybox, directory.resolve("busybox"));
    Stage tools = Stage.scratch().copy("busybox", "/bin/sh").copy("busybox", "/bin/printf");
    Stage stage = tools
        .run("[ -x /bin/sh ] && printf '%s' \"a \\\"b\\\" \\$c 'd' # e\" > /1")
        .run("printf %s a > /2 \\\n  && printf %s '<<EOF' >> /2")
        .run("printf %s one\\\\ > /3")
        .run(Command.exec("/bin/sh", "-c", "printf %s \"$0\" > /4", "a \"b\" 'c' $d \\e \t[<<EOF"))
        .run("printf %s \"$A\" > '/t/x' ; printf ok > /5", TmpfsMount.at("/t"))
        .run("printf x > /cache/y && printf %s \"$(cat /in 2>&1 | printf bound)\" > /6", CacheMount.at("/cache").id("a,b"),
            BindMount.of(tools.file("/bin/sh"), "/in"));
    Path dockerfile = Files.writeString(directory.resolve("D"), DockerfileWriter.write(stage.toImage()).text(), UTF_8);
    Path out = directory.resolve("out");
    docker.build(dockerfile, directory, "type=local,dest=" + out);
    List<String> expected = ImmutableList.of("a \"b\" $c 'd' # e", "a<<EOF", "one\\", "a \"b\" 'c' $d \\e \t[<<EOF", "ok", "bound");
    for (int i = 0; i < expected.size(); i++) {
      assertThat(Files.readString(out.resolve(Integer.toString(i + 1)), UTF_8)).isEqualTo(expected.get(i));
    }
  }

  private static Copy copy(String source, String destination) {
    return new Copy(Optional.empty(), ImmutableList.of(new Copy.Path(Word.literal(source))),
        Word.literal(destination), CopyOptions.NONE, false);
  }
}
