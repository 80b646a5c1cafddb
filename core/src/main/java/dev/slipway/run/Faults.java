package dev.slipway.run;

import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.SecretValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What can go wrong with a run, and what to do then. */
final class Faults {
  private Faults() {}

  static BuildException tooManyLayers(int count) {
    return new BuildException(
        ErrorCode.UNSUPPORTED,
        "a RUN would stand on " + count + " layers, and Linux stacks at most " + WorkspaceFiles.MOST_LAYERS
            + "; put several COPY or RUN steps together, or start from an image with fewer layers");
  }

  /** The text itself, if runtimes can be told it: their configuration is UTF-8. */
  static String utf8(String what, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new BuildException(
          ErrorCode.UNSUPPORTED,
          "the " + what + " '" + shown(text) + "' has bytes that are not UTF-8, which no runtime can be told; use a UTF-8 name here");
    }
    return text;
  }

  /** The text of a secret for a variable, if runtimes can be told it: its bytes must be UTF-8. They are not shown. */
  static String utf8(String name, SecretValue secret) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(secret.bytes())).toString();
    } catch (CharacterCodingException binary) {
      throw new BuildException(
          ErrorCode.UNSUPPORTED, "the secret for the environment variable " + name
              + " has bytes that are not UTF-8, which no runtime can be told; mount it as a file instead");
    }
  }

  private static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        shown.append(String.format(Locale.ROOT, "\\x%02x", c & 0xFF));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }

  static BuildException cancelled() {
    return new BuildException(ErrorCode.CANCELLED, "a RUN was cancelled; nothing of it is left");
  }

  static BuildException mounting(String complaints) {
    return new BuildException(
        ErrorCode.IO,
        "could not mount the root directory of a RUN: " + complaints
            + "; the store must be on a local file system that overlayfs can write to, such as ext4, xfs, btrfs or tmpfs"
            + " (not NFS, not the root directory of a container)");
  }

  static BuildException failed(String what, String complaints) {
    return new BuildException(ErrorCode.IO, what + (complaints.isEmpty() ? "" : ": " + complaints));
  }
}
