package dev.slipway;

import org.jspecify.annotations.Nullable;

/**
 * Any failure that Slipway reports. Unchecked and sealed; {@link #code()} tells the kind for programs, the message
 * tells people what is wrong, where, and what to do instead. No message contains a secret or a URL's user info.
 */
public abstract sealed class SlipwayException extends RuntimeException
    permits InvalidValueException, StoreException, ArchiveException, DocumentException, ContextException, BuildException,
    RegistryException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  SlipwayException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The stable kind of this failure. */
  public final ErrorCode code() {
    return code;
  }
}
