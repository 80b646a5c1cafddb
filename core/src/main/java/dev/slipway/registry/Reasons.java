package dev.slipway.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;

/** Why a connection failed, in words: the JDK's clients often leave them out. */
final class Reasons {
  private Reasons() {}

  static String of(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
        return "no host of that name is known";
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
        return cause.getMessage();
      }
    }
    return failure instanceof ConnectException
        ? "nothing accepts connections there; see whether it runs, and whether name and port are right"
        : failure.getClass().getSimpleName();
  }
}
