package dev.slipway.testkit.samples;

import static dev.slipway.testkit.assertions.SlipwayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
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
  void theReadmeQuotesThisVeryExample() throws IOException {
    List<String> quoted = Splitter.on('\n').splitToList(Files.readString(Path.of("../README.md")));
    List<String> source = Files.readAllLines(Path.of("src/test/java/dev/slipway/testkit/samples/ReadmeTest.java"));
    int start = source.stream().map(String::strip).toList().indexOf("// @start region=\"readme\"");
    int end = source.stream().map(String::strip).toList().indexOf("// @end");
    for (String line : source.subList(start + 1, end)) {
      String code = line.replaceFirst("^ {4}", "");
      assertThat(quoted).as("README.md and the region 'readme' of this test are the same text").contains(code);
    }
  }
}
