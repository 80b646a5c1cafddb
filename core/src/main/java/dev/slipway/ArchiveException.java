package dev.slipway;

/** A layer or image archive is malformed, unsafe or too large. */
public final class ArchiveException extends SlipwayException {
  private static final long serialVersionUID = 1L;

  /** A failure of the given kind; the message says what is wrong, where, and what to do. */
  public ArchiveException(ErrorCode code, String message) {
    super(code, message, null);
  }

  /** As {@link #ArchiveException(ErrorCode, String)}, with the failure underneath. */
  public ArchiveException(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}
