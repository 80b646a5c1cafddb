package dev.slipway.testkit.samples;

import static dev.slipway.testkit.assertions.SlipwayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.BuiltImage;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.image.Image;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Platform;
import dev.slipway.image.Stage;
import dev.slipway.registry.Pushed;
import dev.slipway.testkit.registry.EmbeddedRegistry;
import dev.slipway.testkit.registry.Fault;
import dev.slipway.testkit.registry.RegistryExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The samples about registries that README and Javadoc show. */
class RegistrySampleTest {
  // @start region="registry-extension"
  @RegisterExtension
  static final RegistryExtension REGISTRY = RegistryExtension.open();

  @TempDir
  Path directory = Path.of("");

  @Test
  void aPushOutlivesARegistryThatIsBusy(EmbeddedRegistry registry) {
    registry.inject(Fault.status(503), Fault.status(429));
    try (Engine engine = Engine.open(directory.resolve("store"))) {
      BuiltImage built = engine.build(Stage.scratch().label("a", "b").toImage(), Context.empty());
      var pushed = built.push(registry.reference("team/app:1.0"));
      assertThat(registry.tags("team/app")).containsExactly("1.0");
      assertThat(registry.requests("PUT", ".*/manifests/1.0")).hasSize(1);
      assertThat(pushed.sent()).hasSize(1);
    }
  }
  // @end

  @Test
  void anImageComesFromARegistryAndGoesToOne(EmbeddedRegistry embedded) throws IOException {
    String registry = embedded.address();
    Files.createDirectories(directory.resolve("target"));
    Files.writeString(directory.resolve("target/app.jar"), "jar");
    makeBase(registry);
    // @start region="registries"
    Image image = Stage.from(registry + "/team/java:21")
        .copy("target/app.jar", "/app/")
        .command("java", "-jar", "/app/app.jar")
        .toImage()
        .forPlatforms(Platform.LINUX_AMD64, Platform.LINUX_ARM64);

    try (Engine engine = Engine.open(directory.resolve("store"))) {
      BuiltImage built = engine.build(image, Context.of(directory));
      Pushed pushed = built.push(ImageReference.parse(registry + "/team/app:1.0"), ImageReference.parse(registry + "/team/app"));
      Image reproducible = built.pinned(); // the same image, each base by the digest that was used
      // @end
      assertThat(pushed.written()).hasSize(2);
      assertThat(embedded.tags("team/app")).containsExactly("1.0", "latest");
      assertThat(reproducible).hasPinnedBases();
      assertThat(engine.build(reproducible, Context.of(directory)).digest()).isEqualTo(built.digest());
    }
  }

  private void makeBase(String registry) throws IOException {
    Files.writeString(directory.resolve("java"), "java");
    Image base = Stage.scratch().copy("java", "/usr/bin/java").toImage().forPlatforms(Platform.LINUX_AMD64, Platform.LINUX_ARM64);
    try (Engine engine = Engine.open(directory.resolve("base-store"))) {
      var unused = engine.build(base, Context.of(directory)).push(ImageReference.parse(registry + "/team/java:21"));
    }
  }
}
