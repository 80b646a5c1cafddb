package dev.slipway.testkit.benchmark;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The base of all builders: a small Debian, made by {@code mmdebstrap} from the mirror that this machine is set up for.
 *
 * @param tar its files
 * @param layout the same as an image of one layer, compressed as registries have them
 * @param warmUp a context whose Dockerfile puts one file onto the base
 */
record DebianBase(Path tar, Path layout, Path warmUp) {
  static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final String NAME = "debian-bookworm";

  static boolean isAvailable() {
    return ToolRunner.program("mmdebstrap").isPresent();
  }

  /** Makes what is not there yet from an earlier run. */
  static DebianBase in(Path directory) throws IOException, InterruptedException {
    Path tar = directory.resolve(NAME + ".tar");
    if (!Files.exists(tar)) {
      Path unfinished = directory.resolve(NAME + ".unfinished.tar");
      var unused = new ToolRunner(ImmutableList.of(ToolRunner.program("mmdebstrap").orElseThrow().toString()), ImmutableMap.of(), directory)
          .run("--variant=minbase", "--skip=output/dev", "bookworm", unfinished.toString());
      Files.move(unfinished, tar, StandardCopyOption.ATOMIC_MOVE);
    }
    Path layout = directory.resolve(NAME + "-layout");
    if (!Files.exists(layout)) {
      Path store = directory.resolve(NAME + "-store");
      Path unfinished = directory.resolve(NAME + "-layout.unfinished");
      try (Engine engine = Engine.open(store)) {
        var unused = engine.build(Stage.scratch().add(NAME + ".tar", "/").env("PATH", PATH).toImage(), Context.of(directory))
            .writeTo(OciLayout.at(unfinished));
      }
      MoreFiles.deleteRecursively(store, RecursiveDeleteOption.ALLOW_INSECURE);
      Files.move(unfinished, layout, StandardCopyOption.ATOMIC_MOVE);
    }
    Path warmUp = Files.createDirectories(directory.resolve(NAME + "-warm-up"));
    Files.writeString(warmUp.resolve("warm"), "one file\n");
    Files.writeString(warmUp.resolve("Dockerfile"), "ARG BASE\nFROM ${BASE}\nCOPY warm /warm\nRUN test -f /warm\n");
    return new DebianBase(tar, layout, warmUp);
  }
}
