package dev.slipway.testkit.samples;

import static dev.slipway.testkit.assertions.SlipwayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.build.BuiltImage;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.image.Copy;
import dev.slipway.image.Image;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The assertions that README and Javadoc show. */
class AssertionsSampleTest {
  @TempDir
  Path directory = Path.of("");

  @Test
  void theSampleHolds() throws IOException {
    Files.createDirectories(directory.resolve("data"));
    Path stations = Files.writeString(directory.resolve("data/stations.csv"), "station,latitude\n");
    Files.writeString(directory.resolve("registry.json"), "{\"version\": 1}\n");
    // @start region="assertions"
    Image image = Stage.scratch()
        .copy("data", "/app/data/")
        .copy(Copy.of("registry.json", "/app/").owner("1000:1000"))
        .workdir("/app")
        .user(1000, 1000)
        .toImage();
    assertThat(image).hasPinnedBases().runsAsNonRoot().hasWorkingDirectory("/app"); // before anything is built

    try (Engine engine = Engine.open(directory.resolve("store"))) {
      BuiltImage built = engine.build(image, Context.of(directory));
      assertThat(built)
          .runsAsNonRoot()
          .hasFile("/app/registry.json").withMode(0644).ownedBy(1000, 1000).containing("version").and()
          .hasNoFilesMatching("**/*.pem")
          .hasNoSetuidFiles()
          .isSmallerThan(10_000_000);

      Files.writeString(stations, "station,longitude\n");
      assertThat(engine.build(image, Context.of(directory)).report()) // what a change costs
          .rebuiltOnly("COPY data /app/data/")
          .missed("COPY data").because("data/stations.csv changed");

      OciLayout layout = OciLayout.at(directory.resolve("layout"));
      var unused = built.writeTo(layout);
      assertThat(layout).hasDirectory("/app/data"); // whoever wrote it
    }
    // @end
    assertThat(stations).content().contains("longitude");
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    Image image = Stage.from("debian:12").toImage();
    assertThatThrownBy(() -> {
      // @start region="softly"
      SoftAssertions.assertSoftly(softly -> {
        softly.check(() -> assertThat(image).hasPinnedBases());
        softly.check(() -> assertThat(image).runsAsNonRoot());
      });
      // @end
    }).hasMessageContainingAll("pinned by a digest", "other than root");
  }
}
