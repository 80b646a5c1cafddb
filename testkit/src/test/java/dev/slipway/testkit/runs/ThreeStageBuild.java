package dev.slipway.testkit.runs;

import dev.slipway.build.BuildOptions;
import dev.slipway.build.BuiltImage;
import dev.slipway.build.ConsoleProgress;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.build.RunOptions;
import dev.slipway.image.DockerArchive;
import dev.slipway.image.OciLayout;
import dev.slipway.run.Privileges;
import dev.slipway.run.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program that builds one of the {@link ThreeStages}: run in a process of its own, as whoever starts it. */
public final class ThreeStageBuild {
  private ThreeStageBuild() {}

  /**
   * Builds an image and exports it.
   *
   * @param arguments its name, the layout of the bases, a directory to work in, the privileges to use, and the path of the layout
   *     and, with {@code .tar} behind it, the docker archive to write
   */
  public static void main(String[] arguments) throws IOException {
    ThreeStages stages = ThreeStages.valueOf(arguments[0]);
    Path work = Path.of(arguments[2]);
    Path project = stages.project(Files.createDirectories(work.resolve("project-" + stages)));
    SandboxSettings sandbox = SandboxSettings.DEFAULT.withPrivileges(Privileges.valueOf(arguments[3]));
    BuildOptions options = BuildOptions.defaults().runs(RunOptions.defaults().sandbox(sandbox)).progress(ConsoleProgress.plain(System.out));
    try (Engine engine = Engine.open(work.resolve("store"))) {
      OciLayout bases = OciLayout.at(Path.of(arguments[1]));
      BuiltImage image = engine.build(stages.image(bases.named("base"), bases.named("compiler")), Context.of(project), options);
      var unused = image.writeTo(OciLayout.at(Path.of(arguments[4])).named("out"));
      var unusedToo = image.writeTo(
          DockerArchive.at(Path.of(arguments[4] + ".tar")).named("three-stages:" + stages.name().toLowerCase(java.util.Locale.ROOT)));
      System.out.println("digest " + image.digest());
    }
  }
}
