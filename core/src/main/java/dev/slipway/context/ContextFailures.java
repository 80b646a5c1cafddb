package dev.slipway.context;

import dev.slipway.ContextException;
import dev.slipway.ErrorCode;
import dev.slipway.image.ImagePath;
import java.util.Locale;

/** What is said about files of a context that cannot be used. */
final class ContextFailures {
  private static final String INTERRUPTED = "reading the context was interrupted";

  private ContextFailures() {}

  static ContextException changed(ImagePath path, String how) {
    return new ContextException(ErrorCode.CONTEXT_CHANGED, changedText(path, how));
  }

  private static String changedText(ImagePath path, String how) {
    return "context file '" + path + "' " + how + " while it was read; stop what writes it, or list it in .dockerignore, and build again";
  }

  static ContextException notAFile(ContextEntry entry) {
    String kind = entry.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return new ContextException(ErrorCode.CONTEXT_UNREADABLE,
        "context path '" + entry.path() + "' is a " + kind + " and is never opened for its bytes; list it in .dockerignore");
  }

  static ContextException tooMany(int limit) {
    return new ContextException(ErrorCode.LIMIT_EXCEEDED,
        "the context has more than " + limit + " files; list directories that the image does not need in .dockerignore");
  }

  static ContextException tooDeep(ImagePath path, int limit) {
    String text = path.toString();
    return new ContextException(ErrorCode.LIMIT_EXCEEDED,
        "context directory '" + text.substring(0, Math.min(200, text.length())) + "…' is nested more than " + limit
            + " levels deep; list it in .dockerignore");
  }

  static ContextException interrupted() {
    return new ContextException(ErrorCode.CANCELLED, INTERRUPTED);
  }

  static ContextException of(ImagePath path, FileFailure failure) {
    return switch (failure.reason()) {
      case GONE -> new ContextException(ErrorCode.CONTEXT_CHANGED, changedText(path, "vanished"), failure);
      case OTHER_KIND -> new ContextException(ErrorCode.CONTEXT_CHANGED, changedText(path, "was replaced"), failure);
      case DENIED -> new ContextException(ErrorCode.CONTEXT_UNREADABLE,
          "context path '" + path + "' cannot be read: permission denied; make it readable for the user who builds, or list it in"
              + " .dockerignore",
          failure);
      case INTERRUPTED -> new ContextException(ErrorCode.CANCELLED, INTERRUPTED, failure);
      case REFUSED -> new ContextException(ErrorCode.CONTEXT_UNREADABLE,
          "context path '" + path + "' cannot be read: " + failure.getMessage() + "; repair it, or list it in .dockerignore", failure);
    };
  }
}
