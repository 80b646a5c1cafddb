package dev.slipway.dockerfile.check;

import dev.slipway.dockerfile.Keyword;
import dev.slipway.dockerfile.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What is known of a stage at one point of it. */
final class StageState {
  private final Place.InStage stage;
  private final StageVariables variables;
  private final Map<Keyword, Used> used = new EnumMap<>(Keyword.class);
  private final List<Statement> triggers = new ArrayList<>();
  private boolean triggered;
  private boolean shell;
  private boolean workdir;

  private StageState(Place.InStage stage, StageVariables variables, boolean shell, boolean workdir) {
    this.stage = stage;
    this.variables = variables;
    this.shell = shell;
    this.workdir = workdir;
  }

  /** @param shell whether the base image names a shell */
  static StageState of(Place.InStage stage, StageVariables variables, boolean shell) {
    return new StageState(stage, variables, shell, false);
  }

  /**
   * That of a stage which stands on this one.
   *
   * @param last whether no other will, so that the variables need not be copied
   */
  StageState inherited(Place.InStage newStage, boolean last) {
    return new StageState(newStage, last ? variables : variables.inherited(), shell, workdir);
  }

  Place.InStage stage() {
    return stage;
  }

  StageVariables variables() {
    return variables;
  }

  /**
   * An instruction that counts once.
   *
   * @param statement where it stands
   * @param triggered whether it is a trigger of the stage below
   */
  record Used(Statement statement, boolean triggered) {}

  /** The last instruction of each kind in this stage. */
  Map<Keyword, Used> used() {
    return used;
  }

  /** Whether what is looked at is a trigger of the stage below, which cannot be changed for this stage alone. */
  boolean isTriggered() {
    return triggered;
  }

  void triggered(boolean isTriggered) {
    triggered = isTriggered;
  }

  /** The instructions that the stage keeps for those that stand on it. */
  List<Statement> triggers() {
    return triggers;
  }

  boolean hasShell() {
    return shell;
  }

  void nameShell() {
    shell = true;
  }

  boolean hasWorkdir() {
    return workdir;
  }

  void setWorkdir() {
    workdir = true;
  }
}
