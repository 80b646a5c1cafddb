package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.image.Base;
import dev.slipway.image.Instruction;
import java.util.Optional;

/**
 * A stage as it stands in a file: which statements are in it, and what they say in the model.
 *
 * @param index the number of the stage, from 0 on
 * @param name the name in small letters
 * @param from the statement that begins it
 * @param lines the other statements in order
 * @param value the stage in the model, or the context that stands for it; {@code scratch} if the {@code FROM} cannot be
 *     read
 * @param parent the number of the stage that it stands on, if that is one of this file
 * @param needs the numbers of the stages that it stands on or takes files from
 * @param built whether the target needs it; all are if there is no such target
 */
public record FileStage(int index, Optional<String> name, Statement from, ImmutableList<Line> lines, Base value, Optional<Integer> parent,
    ImmutableSet<Integer> needs, boolean built) {

  /**
   * A statement.
   *
   * @param statement as it stands in the file
   * @param instruction what it says; empty if something is wrong with it
   */
  public record Line(Statement statement, Optional<Instruction> instruction) {}
}
