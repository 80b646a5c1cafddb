package dev.slipway.build;

import dev.slipway.registry.TransferEvent;

/** Something that happens in a build. */
public sealed interface BuildEvent
    permits BuildEvent.StepStarted, BuildEvent.StepOutput, BuildEvent.StepFinished, BuildEvent.StepFailed, BuildEvent.Transferring,
    BuildEvent.Healing,
    BuildEvent.Finished {

  /**
   * A step begins: looked up first, carried out if need be.
   *
   * @param id equal in all events of one step
   * @param title such as {@code builder 2/5 COPY . .}
   */
  record StepStarted(int id, String title) implements BuildEvent {}

  /**
   * A command of a step printed a line. Values of its secrets are replaced by three asterisks.
   *
   * @param id equal in all events of one step
   * @param stage the stage's name, or its number counted from 0
   * @param line what it printed, without the end of the line
   */
  record StepOutput(int id, String stage, String line) implements BuildEvent {}

  /**
   * A step is done.
   *
   * @param id equal in all events of one step
   * @param report how it went
   */
  record StepFinished(int id, StepReport report) implements BuildEvent {}

  /**
   * A step failed, and so does the build.
   *
   * @param id equal in all events of one step
   * @param title such as {@code builder 2/5 COPY . .}
   * @param message why
   */
  record StepFailed(int id, String title, String message) implements BuildEvent {}

  /**
   * A blob comes from a registry or goes to one; also after the build, when its image is read or pushed.
   *
   * @param transfer which, and how it stands
   */
  record Transferring(TransferEvent transfer) implements BuildEvent {}

  /**
   * The store was found damaged; what was damaged is made again.
   *
   * @param message which bytes
   */
  record Healing(String message) implements BuildEvent {}

  /**
   * The build is done.
   *
   * @param report all steps
   */
  record Finished(BuildReport report) implements BuildEvent {}
}
