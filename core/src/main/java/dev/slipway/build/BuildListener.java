package dev.slipway.build;

/** Is told what a build does while it does it. Called by several threads; a failure in here does not fail the build. */
@FunctionalInterface
public interface BuildListener {
  /** Hears nothing. */
  BuildListener NONE = event -> {};

  /** Something happened. */
  void on(BuildEvent event);
}
