package dev.slipway.context;

import com.google.common.io.BaseEncoding;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Arrays;

/** Absolute paths and names of the host as raw bytes, whatever encoding the JVM was started with. */
final class RawNames {
  private RawNames() {}

  /**
   * The bytes of a path of the default file system. A path keeps the bytes that the system gave it; its text does not
   * where the locale cannot show them, but its URI does.
   */
  static byte[] bytesOf(Path path) {
    String text = path.toString();
    if (text.chars().allMatch(c -> c < 0x80)) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
    if (!keepsBytes(path)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    byte[] bytes = percentDecoded((path.isAbsolute() ? path : Path.of("/").resolve(path)).toUri().getRawPath());
    int from = path.isAbsolute() ? 0 : 1;
    // a directory's URI ends with a slash
    int to = bytes.length > 1 && bytes[bytes.length - 1] == '/' ? bytes.length - 1 : bytes.length;
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** The one-component path that a raw name stands for. */
  static Path pathOf(Path parent, byte[] name) {
    boolean plain = true;
    for (byte b : name) {
      plain &= b > 0;
    }
    if (plain || !keepsBytes(parent)) {
      return parent.resolve(new String(name, StandardCharsets.UTF_8));
    }
    StringBuilder uri = new StringBuilder("file:///");
    for (byte b : name) {
      uri.append('%').append(BaseEncoding.base16().encode(new byte[]{b}));
    }
    Path decoded = Path.of(URI.create(uri.toString()));
    return parent.resolve(decoded.subpath(0, decoded.getNameCount()));
  }

  private static boolean keepsBytes(Path path) {
    return path.getFileSystem().equals(FileSystems.getDefault()) && path.getFileSystem().getSeparator().equals("/");
  }

  private static byte[] percentDecoded(String text) {
    byte[] bytes = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '%') {
        bytes[length++] = (byte) Integer.parseInt(text, i + 1, i + 3, 16);
        i += 2;
      } else {
        bytes[length++] = (byte) text.charAt(i);
      }
    }
    return Arrays.copyOf(bytes, length);
  }
}
