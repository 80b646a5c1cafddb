package dev.slipway.testkit.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.build.BuildOptions;
import dev.slipway.build.BuiltImage;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.build.RunFailedException;
import dev.slipway.build.RunOptions;
import dev.slipway.build.Secret;
import dev.slipway.image.BindMount;
import dev.slipway.image.CacheMount;
import dev.slipway.image.Image;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Mount;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Reuse;
import dev.slipway.image.Run;
import dev.slipway.image.SecretMount;
import dev.slipway.image.SecretValue;
import dev.slipway.image.Stage;
import dev.slipway.testkit.differential.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSampleTest {
  @TempDir
  Path directory;

  private final SecretValue token = SecretValue.of("an example, not a token");

  @BeforeEach
  void makeBase() throws Exception {
    Tools.require("crun", "busybox");
    Path context = Files.createDirectories(directory.resolve("base"));
    Files.copy(Path.of("/bin/busybox"), context.resolve("busybox"));
    Files.writeString(directory.resolve("lock"), "1\n");
    Files.writeString(directory.resolve("source"), "2\n");
    try (Engine engine = Engine.open(directory.resolve("store"))) {
      Stage base = Stage.scratch().copy("busybox", "/bin/busybox")
          .run(dev.slipway.image.Command.exec("/bin/busybox", "--install", "-s", "/bin"));
      var unused = engine.build(base.toImage(), Context.of(context)).writeTo(OciLayout.at(directory.resolve("layout")));
    }
  }

  @Test
  void commandsRunInStages() throws Exception {
    OciLayout base = OciLayout.at(directory.resolve("layout"));
    // @start region="run"
    Stage tools = Stage.from(base).named("tools")
        .with(Run.shell("echo tools > /tools").reuse(Reuse.within(Duration.ofDays(7))));
    Stage compiled = Stage.from(tools).named("compiled")
        .workdir("/src")
        .run("cat /lock >> /cache/downloads && cp /cache/downloads deps", BindMount.of("lock", "/lock"),
            CacheMount.at("/cache").sharing(Mount.Sharing.LOCKED), SecretMount.of("token").as("TOKEN"))
        .copy("source", "./")
        .run("cat deps source > app");
    Image image = Stage.from(base)
        .copy(compiled.file("/src/app"), "/usr/local/bin/")
        .user(1000, 1000)
        .command("cat", "/usr/local/bin/app")
        .toImage();

    RunOptions runs = RunOptions.defaults().secret("token", Secret.of(token)).timeout(Duration.ofMinutes(10)).keepFailed();
    try (Engine engine = Engine.open(directory.resolve("store"))) {
      BuiltImage built = engine.build(image, Context.of(directory), BuildOptions.defaults().runs(runs));
      built.report().misses().forEach(System.out::println); // "compiled 2/4 RUN …: context lock changed"
    } catch (RunFailedException failure) {
      System.err.println(failure.getMessage()); // step, exit code, last lines, how to do it again by hand
      failure.files().ifPresent(left -> left.tree().list(ImagePath.of("/src")).forEach(System.err::println));
    }
    // @end
    try (Engine engine = Engine.open(directory.resolve("store"))) {
      BuiltImage built = engine.build(image, Context.of(directory), BuildOptions.defaults().runs(runs));
      assertThat(built.report().misses()).isEmpty();
      assertThat(
          new String(built.tree().read(engine.store(), ImagePath.of("/usr/local/bin/app"), 100), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("1\n2\n");
      Image failing = Stage.from(base).run("exit 3").toImage();
      assertThatThrownBy(() -> engine.build(failing, Context.of(directory))).isInstanceOf(RunFailedException.class);
    }
  }
}
