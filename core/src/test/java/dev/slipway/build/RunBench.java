package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.BuildException;
import dev.slipway.image.Stage;
import dev.slipway.run.SandboxSettings;
import dev.slipway.run.Sandboxes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;

/** A base with a shell for tests that run commands: busybox, linked statically, with a few users. */
final class RunBench {
  private static final Path BUSYBOX = Path.of("/usr/bin/busybox");
  private static final String[] PROGRAMS = {"sh", "cat", "ls", "touch", "mkdir", "rm", "mv", "ln", "chmod", "chown", "id", "env", "sleep",
      "echo", "test", "stat", "true", "false", "head", "seq", "sort", "cp", "mkfifo", "mknod", "grep", "dd", "kill", "find", "readlink",
      "pwd", "wc", "nc", "printf", "hostname", "rmdir", "date", "df", "mount", "tr", "sync", "setsid"};

  private RunBench() {}

  /** Skips the test where commands cannot be run, or fails it where all tools are required. */
  static void require() {
    String problem = "";
    try {
      var unused = Sandboxes.find(SandboxSettings.DEFAULT);
      problem = Files.isExecutable(BUSYBOX) ? "" : BUSYBOX + " is not installed (package busybox-static)";
    } catch (BuildException none) {
      problem = none.getMessage();
    }
    if ("1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"))) {
      assertThat(problem).as("SLIPWAY_REQUIRE_TOOLS is 1").isEmpty();
    }
    Assumptions.assumeTrue(problem.isEmpty(), problem);
  }

  /** Puts the base's files below {@code base/} of a bench's context. */
  static Stage base(Workbench bench) {
    try {
      Path bin = Files.createDirectories(bench.path("base/bin"));
      Files.copy(BUSYBOX, bin.resolve("busybox"));
      Files.setPosixFilePermissions(bin.resolve("busybox"), PosixFilePermissions.fromString("rwxr-xr-x"));
      for (String program : PROGRAMS) {
        Files.createSymbolicLink(bin.resolve(program), Path.of("busybox"));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    bench.directory("base/tmp").directory("base/proc").directory("base/sys").directory("base/dev").directory("base/root");
    bench.file("base/etc/passwd", "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1001:app:/home/app:/bin/sh\n");
    bench.file("base/etc/group", "root:x:0:\napp:x:1001:\naudio:x:29:app\nvideo:x:44:app\n");
    bench.file("base/etc/hosts", "").file("base/etc/resolv.conf", "");
    return Stage.scratch().copy("base", "/").env("PATH", "/bin");
  }
}
