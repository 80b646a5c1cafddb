package dev.slipway.dockerfile.check;

/** That a script goes beyond what is read here. It never leaves the reader: such a script has no commands. */
final class NotUnderstood extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotUnderstood(String what) {
    super(what, null, false, false);
  }
}
