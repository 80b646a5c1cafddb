package dev.slipway.dockerfile;

import dev.slipway.image.Instruction;

/** Stand-in. */
public final class DockerfileWriter {
  private DockerfileWriter() {}

  /** Stand-in. */
  public static String instruction(Instruction instruction) {
    return instruction.toString();
  }
}
