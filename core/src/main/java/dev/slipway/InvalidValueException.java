package dev.slipway;

/** A value was refused at construction. The message shows the value in quotes, the rule, and an example that works. */
public final class InvalidValueException extends SlipwayException {
  private static final long serialVersionUID = 1L;

  /** A refused value. */
  public InvalidValueException(String message) {
    super(ErrorCode.INVALID_VALUE, message, null);
  }

  /** A refused value and why it could not be read. */
  public InvalidValueException(String message, Throwable cause) {
    super(ErrorCode.INVALID_VALUE, message, cause);
  }
}
