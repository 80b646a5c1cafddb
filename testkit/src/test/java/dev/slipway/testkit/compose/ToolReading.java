package dev.slipway.testkit.compose;

import com.google.common.collect.ImmutableMap;
import dev.slipway.testkit.differential.Shell;
import dev.slipway.testkit.differential.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What {@code docker-compose config} says of a file.
 *
 * @param accepted whether it takes the file
 * @param output the project that it prints
 * @param messages errors and warnings
 */
record ToolReading(boolean accepted, String output, String messages) {
  /** The name that all projects are given. */
  static final String PROJECT = "told";
  /** Loads the tool once, since that takes longer than all it does, and runs it for each file in a process of its own. */
  private static final String MANY = """
      import os, sys
      from compose.cli.main import main

      for name in sys.argv[1:]:
          child = os.fork()
          if child == 0:
              os.dup2(os.open(name + '.out', os.O_WRONLY | os.O_CREAT), 1)
              os.dup2(os.open(name + '.err', os.O_WRONLY | os.O_CREAT), 2)
              sys.argv = ['docker-compose', '--project-name', '%s', '--file', name, 'config']
              main()
              sys.exit(0)
          status = os.waitpid(child, 0)[1]
          os.close(os.open(name + ('.ok' if status == 0 else '.failed'), os.O_WRONLY | os.O_CREAT))
      """.formatted(PROJECT);

  /**
   * Shows it files.
   *
   * @param directory an empty directory, where they are written
   * @param texts by names
   */
  static ImmutableMap<String, ToolReading> all(Path directory, Map<String, String> texts) throws IOException, InterruptedException {
    Tools.require("docker-compose", "python3");
    String[] command = new String[texts.size() + 3];
    command[0] = "/usr/bin/python3";
    command[1] = "-c";
    command[2] = MANY;
    int next = 3;
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Path file = directory.resolve("f" + (next - 3) + ".yaml");
      Files.writeString(file, text.getValue());
      command[next++] = file.toString();
    }
    var unused = Shell.run(directory, ImmutableMap.of("LC_ALL", "C.UTF-8", "DOCKER_HOST", "unix:///nonexistent"), command).orThrow();
    ImmutableMap.Builder<String, ToolReading> readings = ImmutableMap.builder();
    next = 3;
    for (String name : texts.keySet()) {
      readings.put(name, of(command[next++]));
    }
    return readings.buildOrThrow();
  }

  private static ToolReading of(String file) throws IOException {
    return new ToolReading(Files.exists(Path.of(file + ".ok")), Files.readString(Path.of(file + ".out"), StandardCharsets.UTF_8),
        Files.readString(Path.of(file + ".err"), StandardCharsets.UTF_8));
  }
}
