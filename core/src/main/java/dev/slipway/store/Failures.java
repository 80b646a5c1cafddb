package dev.slipway.store;

import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Turns what the operating system says into the errors of a store. */
final class Failures {
  private Failures() {}

  /**
   * The error for a failed file operation.
   *
   * @param doing what was tried, to be read after "cannot"
   */
  static StoreException io(String doing, Path path, IOException cause) {
    if (cause instanceof ClosedByInterruptException) {
      return new StoreException(ErrorCode.CANCELLED, "interrupted, so did not " + doing + " '" + path + "'", cause);
    }
    if (isReadOnly(cause)) {
      return new StoreException(ErrorCode.STORE_UNUSABLE, "cannot " + doing + " '" + path + "': the store is read-only for this user ("
          + reason(cause) + "); make its directory writable or use another one", cause);
    }
    return new StoreException(ErrorCode.IO, "cannot " + doing + " '" + path + "': " + reason(cause), cause);
  }

  /** Whether the operating system refuses to write there at all, as opposed to a write that went wrong. */
  static boolean isReadOnly(IOException cause) {
    return cause instanceof AccessDeniedException
        || cause instanceof FileSystemException known && "Read-only file system".equals(known.getReason());
  }

  private static String reason(IOException cause) {
    if (cause instanceof FileSystemException known && known.getReason() != null) {
      return known.getReason();
    }
    return cause instanceof FileSystemException || cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
