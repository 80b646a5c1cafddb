package dev.slipway;

/** A build could not be planned or carried out. */
public non-sealed class BuildException extends SlipwayException {
  private static final long serialVersionUID = 1L;

  /** A failure of the given kind; the message says what is wrong, where, and what to do. */
  public BuildException(ErrorCode code, String message) {
    super(code, message, null);
  }

  /** As {@link #BuildException(ErrorCode, String)}, with the failure underneath. */
  public BuildException(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}
