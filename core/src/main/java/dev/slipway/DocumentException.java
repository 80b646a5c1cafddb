package dev.slipway;

/** A document such as a manifest, a configuration or an ignore file is malformed or contradicts itself. */
public final class DocumentException extends SlipwayException {
  private static final long serialVersionUID = 1L;

  /** A failure of the given kind; the message says what is wrong, where, and what to do. */
  public DocumentException(ErrorCode code, String message) {
    super(code, message, null);
  }

  /** As {@link #DocumentException(ErrorCode, String)}, with the failure underneath. */
  public DocumentException(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}
