package dev.slipway.dockerfile;

import dev.slipway.image.Instruction;

final class InstructionText {
  private InstructionText() {}

  static String of(Instruction instruction, char escape) {
    return instruction.toString() + escape;
  }
}
