package dev.slipway;

import java.util.Locale;

/**
 * What kind of thing went wrong: a stable name that programs may compare and users may search for.
 *
 * <p>Constants are never renamed or reused; messages may change from release to release.
 */
public enum ErrorCode {
  /** A value that was passed in does not satisfy the rule of its type. */
  INVALID_VALUE,
  /** A named thing (stage, argument, named context, file) does not exist where it was looked up. */
  NOT_FOUND,
  /** The operation exists in the language but this version cannot carry it out. */
  UNSUPPORTED,
  /** The operation is switched off and must be allowed explicitly. */
  NOT_ALLOWED,

  /** A stored blob or record does not have the bytes that its name promises. */
  STORE_DAMAGED,
  /** The store's directory cannot be used: unreadable, of another format version, or not a directory. */
  STORE_UNUSABLE,
  /** Bytes that came from outside do not have the digest or size that was announced. */
  DIGEST_MISMATCH,

  /** A layer or archive is not a well-formed tar, or has two readings. */
  MALFORMED_ARCHIVE,
  /** An entry's name or link would lead outside the tree that it belongs to. */
  PATH_ESCAPES,
  /** A count or size from outside exceeds its bound. */
  LIMIT_EXCEEDED,
  /** An entry of a type that is refused, such as a device. */
  ENTRY_REFUSED,

  /** A document (JSON, Dockerfile, ignore file) does not follow its grammar or schema. */
  MALFORMED_DOCUMENT,

  /** A file changed, shrank, grew or vanished while it was read. */
  CONTEXT_CHANGED,
  /** A file of the context cannot be read, or is of a type that is never read. */
  CONTEXT_UNREADABLE,

  /** A registry wants credentials, or does not accept those that it got. */
  UNAUTHORIZED,
  /** A registry knows who asks and refuses all the same. */
  FORBIDDEN,
  /** A registry, mirror, token service or daemon did not answer, or went on failing until patience ended. */
  UNAVAILABLE,
  /** A registry answered with something that the distribution specification does not allow. */
  PROTOCOL_VIOLATION,

  /** A step of a build failed. */
  STEP_FAILED,
  /** The build was cancelled or its engine closed. */
  CANCELLED,
  /** The operating system refused a read or write. */
  IO;

  /** The code as it is printed: lower case with hyphens, such as {@code digest-mismatch}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
