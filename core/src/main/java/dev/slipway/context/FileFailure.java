package dev.slipway.context;

import java.io.IOException;

/** A refused file operation, before it is known which path of the context it concerns. */
final class FileFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /** What the refusal means. */
  enum Reason {
    /** No such file. */
    GONE,
    /** Something of another kind lies there, such as a link where a directory was. */
    OTHER_KIND,
    /** No permission. */
    DENIED,
    /** The thread was interrupted. */
    INTERRUPTED,
    /** Anything else, such as a read error or too many open files. */
    REFUSED
  }

  private final Reason reason;

  FileFailure(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  FileFailure(Reason reason, IOException cause) {
    super(cause.toString(), cause);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
