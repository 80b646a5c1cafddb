package dev.slipway.build;

import dev.slipway.image.ImagePath;
import dev.slipway.image.Stage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of commands in builds begin and end with: a workbench, and a base with a shell in its context. */
abstract class RunFixture {
  @TempDir
  Path directory;

  Workbench bench;
  Stage base;

  @BeforeEach
  final void open() {
    RunBench.require();
    bench = new Workbench(directory);
    base = RunBench.base(bench);
  }

  @AfterEach
  final void close() {
    if (bench != null) {
      bench.close();
    }
  }

  final String read(BuiltImage image, String path) {
    return new String(image.tree().read(bench.engine().store(), ImagePath.of(path), 1 << 20), StandardCharsets.UTF_8);
  }
}
