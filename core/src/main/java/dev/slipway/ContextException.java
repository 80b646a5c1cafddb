package dev.slipway;

/** A build context could not be read, or changed while it was read. */
public final class ContextException extends SlipwayException {
  private static final long serialVersionUID = 1L;

  /** A failure of the given kind; the message says what is wrong, where, and what to do. */
  public ContextException(ErrorCode code, String message) {
    super(code, message, null);
  }

  /** As {@link #ContextException(ErrorCode, String)}, with the failure underneath. */
  public ContextException(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}
