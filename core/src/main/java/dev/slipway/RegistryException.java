package dev.slipway;

/** A registry, a mirror, a token service or a Docker daemon refused, failed, could not be reached or broke the protocol. */
public final class RegistryException extends SlipwayException {
  private static final long serialVersionUID = 1L;

  /** A failure of the given kind; the message says what is wrong, where, and what to do. */
  public RegistryException(ErrorCode code, String message) {
    super(code, message, null);
  }

  /** As {@link #RegistryException(ErrorCode, String)}, with the failure underneath. */
  public RegistryException(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}
