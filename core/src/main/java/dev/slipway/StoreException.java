package dev.slipway;

/** The content store could not be read, written or trusted. */
public final class StoreException extends SlipwayException {
  private static final long serialVersionUID = 1L;

  /** A failure of the given kind; the message says what is wrong, where, and what to do. */
  public StoreException(ErrorCode code, String message) {
    super(code, message, null);
  }

  /** As {@link #StoreException(ErrorCode, String)}, with the failure underneath. */
  public StoreException(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}
