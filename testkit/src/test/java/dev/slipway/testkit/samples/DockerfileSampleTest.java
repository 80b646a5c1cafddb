package dev.slipway.testkit.samples;

import static dev.slipway.testkit.assertions.SlipwayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.BuildOptions;
import dev.slipway.build.BuiltImage;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.dockerfile.ReadOptions;
import dev.slipway.dockerfile.check.CheckOptions;
import dev.slipway.dockerfile.check.CheckedContext;
import dev.slipway.dockerfile.check.Checks;
import dev.slipway.dockerfile.check.Edit;
import dev.slipway.dockerfile.check.Findings;
import dev.slipway.image.Image;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Dockerfile is read, changed and built as the README says. */
class DockerfileSampleTest {
  @TempDir
  Path directory = Path.of("");

  @Test
  void aDockerfileIsCheckedAndMended() throws IOException {
    Path file = directory.resolve("Dockerfile");
    Files.writeString(file, "FROM debian:12 as Base\nRUN echo 1\n");

    // @start region="checks"
    Dockerfile dockerfile = Dockerfile.read(file);
    Findings findings = Checks.of(dockerfile, CheckOptions.DEFAULT.context(CheckedContext.read(directory, file)));
    System.err.print(findings.text()); // json(), sarif(), buildkitJson() for programs
    Dockerfile mended = findings.of("StageNameCasing").stream().flatMap(finding -> finding.edit().stream())
        .reduce(dockerfile, (before, edit) -> edit instanceof Edit.Text text ? text.applyTo(before) : before, (a, b) -> b);
    // @end

    assertThat(findings.of("StageNameCasing")).hasSize(1);
    assertThat(mended.text()).isEqualTo("FROM debian:12 as base\nRUN echo 1\n");
  }

  @Test
  void aDockerfileIsReadChangedAndBuilt() throws IOException {
    Path out = directory.resolve("out");
    Files.writeString(directory.resolve("a"), "1");
    Files.writeString(directory.resolve("Dockerfile"), """
        FROM scratch AS data
        ARG VERSION
        COPY a /data/$VERSION/
        FROM scratch AS app
        COPY --from=data /data /data
        FROM app AS debug
        USER nobody
        """);

    // @start region="dockerfile"
    Image fromFile = Dockerfile.read(directory.resolve("Dockerfile"))
        .image(ReadOptions.DEFAULT.target("app").argument("VERSION", "12"));
    Image labelled = fromFile.withTarget(fromFile.target().label("org.opencontainers.image.version", "12"));
    try (Engine engine = Engine.open(directory.resolve("store"))) {
      engine.build(labelled, Context.of(directory), BuildOptions.defaults().argument("VERSION", "12")).writeTo(OciLayout.at(out));
    }
    // @end

    try (Engine engine = Engine.open(directory.resolve("store"))) {
      BuiltImage built = engine.build(Stage.from(OciLayout.at(out)).toImage(), Context.empty());
      assertThat(built).hasFile("/data/12/a").withContent("1");
      assertThat(built.config().container().labels()).containsEntry("org.opencontainers.image.version", "12");
    }
  }
}
