package dev.slipway.testkit.samples;

import static dev.slipway.testkit.assertions.SlipwayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import dev.slipway.build.BuiltImage;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.dockerfile.DockerfileWriter;
import dev.slipway.image.Copy;
import dev.slipway.image.Healthcheck;
import dev.slipway.image.Image;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example does what the README says. */
class ReadmeTest {
  @TempDir
  Path directory = Path.of("");

  @Test
  void theExampleBuildsAndItsMissesNameTheChangedFile() throws IOException {
    Files.createDirectories(directory.resolve("target"));
    Files.writeString(directory.resolve("stations.csv"), "station,latitude\n");
    Files.writeString(directory.resolve("target/app.jar"), "first");
    Path bases = directory.resolve("bases");
    Path out = directory.resolve("out");
    makeBase(bases);

    // @start region="readme"
    Stage data = Stage.scratch().named("data").copy("stations.csv", "/stations.csv");
    Image image = Stage.from(OciLayout.at(bases.resolve("debian")))
        .workdir("/app")
        .copy(data.file("/stations.csv"), "data/")
        .copy(Copy.of("target/app.jar", "/app/").owner("app").mode("0644"))
        .env("PATH", "/app/bin:$PATH")
        .expose(8080)
        .healthcheck(Healthcheck.http("http://localhost:8080/health").every(Duration.ofSeconds(30)))
        .user("app")
        .command("java", "-jar", "/app/app.jar")
        .toImage();

    try (Engine engine = Engine.open(directory.resolve("store"))) {
      BuiltImage built = engine.build(image, Context.of(directory));
      var manifest = built.writeTo(OciLayout.at(out.resolve("layout")).named("1.0"));
      built.report().misses().forEach(System.out::println);
      // @end
      assertThat(manifest.size()).isPositive();

      assertThat(engine.build(image, Context.of(directory))).report().rebuiltNothing();
      Files.writeString(directory.resolve("target/app.jar"), "second");
      assertThat(engine.build(image, Context.of(directory))).runsAsNonRoot()
          .hasFile("/app/app.jar").withMode(0644).ownedBy(1000, 1000).withContent("second").and()
          .report().rebuiltOnly("stage-1 3/3 COPY --chown=app --chmod=0644 target/app.jar /app/")
          .missed("COPY --chown=app").because("context target/app.jar changed");
    }
    assertThat(DockerfileWriter.write(image).text()).contains("COPY --from=data /stations.csv data/");
    assertThat(image).copiesFrom("data").runsAsNonRoot().hasHealthcheck();
  }

  private void makeBase(Path bases) throws IOException {
    Files.createDirectories(directory.resolve("etc"));
    Files.writeString(directory.resolve("etc/passwd"), "app:x:1000:1000::/app:/bin/sh\n");
    try (Engine engine = Engine.open(directory.resolve("base-store"))) {
      var unused = engine.build(Stage.scratch().copy("etc", "/etc/").toImage(), Context.of(directory))
          .writeTo(OciLayout.at(bases.resolve("debian")));
    }
  }

  @Test
  void whateverCodeTheReadmeQuotesIsATestThatRuns() throws IOException {
    Set<String> regions = regions(Path.of("src/test/java/dev/slipway/testkit/samples"));
    List<String> quoted = new ArrayList<>();
    Matcher block = Pattern.compile("(?s)```java\n(.*?)```").matcher(Files.readString(Path.of("../README.md")));
    while (block.find()) {
      quoted.add(block.group(1));
    }
    assertThat(quoted).hasSizeGreaterThan(3);
    for (String text : quoted) {
      String code = Splitter.on('\n').splitToList(text).stream().filter(line -> !line.startsWith("String dockerfile = "))
          .collect(Collectors.joining("\n")).strip();
      assertThat(regions).as("regions of samples, one of which is quoted with its end").anyMatch(region -> isQuoted(code, region));
    }
  }

  /** A region may end inside a block that the quotation closes. */
  private static boolean isQuoted(String code, String region) {
    return code.equals(region) || code.startsWith(region) && CharMatcher.anyOf(" }\n").matchesAllOf(code.substring(region.length()));
  }

  private static Set<String> regions(Path directory) throws IOException {
    Set<String> regions = new HashSet<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Matcher region = Pattern.compile("(?s)// @start region=\"[^\"]*\"\n(.*?)\n *// @end").matcher(Files.readString(file));
        while (region.find()) {
          regions.add(region.group(1).stripIndent().strip());
        }
      }
    }
    return regions;
  }
}
