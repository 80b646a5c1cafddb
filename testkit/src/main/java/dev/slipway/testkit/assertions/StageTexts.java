package dev.slipway.testkit.assertions;

import dev.slipway.dockerfile.DockerfileWriter;
import dev.slipway.image.Base;
import dev.slipway.image.Instruction;
import dev.slipway.image.Stage;
import java.util.List;
import java.util.stream.Collectors;

/** How messages show stages, instructions and Dockerfiles. */
final class StageTexts {
  private StageTexts() {}

  /** Where two texts of many lines part. */
  static String firstDifference(String expected, String found) {
    List<String> wanted = expected.lines().toList();
    List<String> there = found.lines().toList();
    int line = 0;
    while (line < Math.min(wanted.size(), there.size()) && wanted.get(line).equals(there.get(line))) {
      line++;
    }
    return "Line " + (line + 1) + " should be\n  " + (line < wanted.size() ? wanted.get(line) : "(none)") + "\nbut is\n  "
        + (line < there.size() ? there.get(line) : "(none)");
  }

  /** An instruction on one line, as a Dockerfile would have it. */
  static String written(Instruction instruction) {
    return DockerfileWriter.instruction(instruction, base -> base instanceof Stage stage ? stage.toString() : name(base)).lines()
        .collect(Collectors.joining(" "));
  }

  /** What a base is called in a sentence. */
  static String name(Base base) {
    return switch (base) {
      case Stage stage -> stage.name().map(name -> "stage '" + name + "'").orElseGet(stage::toString);
      case Base.Scratch scratch -> "scratch";
      case Base.Reference reference -> reference.name().toString();
      case Base.DockerImage docker -> "docker image " + docker.name().familiar();
      case Base.NamedContext context -> "context '" + context.name() + "'";
      default -> base.toString();
    };
  }
}
