package dev.slipway.dockerfile.check;

import dev.slipway.image.Base;
import dev.slipway.image.Image;
import dev.slipway.image.Instruction;
import dev.slipway.image.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Replaces an instruction of an image, in the stage that has it and in all that need this stage. */
final class StageChange {
  private final Map<Stage, Stage> stages = new HashMap<>();

  private StageChange() {}

  /**
   * The image with another instruction.
   *
   * @param index which instruction of the stage
   */
  static Image replaced(Image image, Stage stage, int index, Instruction instruction) {
    List<Instruction> instructions = new ArrayList<>(stage.instructions());
    instructions.set(index, instruction);
    StageChange change = new StageChange();
    for (Stage each : image.stages()) {
      change.stages.put(each, change.rebuilt(each, each.equals(stage) ? instructions : each.instructions()));
    }
    return image.withTarget(change.stages.getOrDefault(image.target(), image.target()));
  }

  /** All that the stage needs is rebuilt before it. */
  private Stage rebuilt(Stage stage, List<Instruction> instructions) {
    Stage start = Stage.from(changed(stage.base()));
    Stage placed = stage.platform().map(start::onPlatform).orElse(start);
    Stage named = stage.name().map(placed::named).orElse(placed);
    return named.with(instructions.stream().map(each -> each.withSources(this::changed)).toList());
  }

  private Base changed(Base base) {
    return base instanceof Stage stage ? stages.getOrDefault(stage, stage) : base;
  }
}
