package dev.slipway.testkit.differential;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A small reader of tar archives that are well formed: ustar, GNU long names and numbers, PAX. Names and attributes are
 * bytes in disguise: each char is one byte.
 */
final class RawTar {
  private static final int BLOCK = 512;

  private RawTar() {}

  /** A header with everything that extensions say about it. */
  record Header(String name, char type, int mode, long uid, long gid, long size, String link, long major, long minor,
      Map<String, String> xattrs) {}

  /** What is told about each entry. */
  interface Visitor {
    /** One entry; {@code content} is empty unless it is a file. */
    void visit(Header header, byte[] content) throws IOException;
  }

  static void read(InputStream in, Visitor visitor) throws IOException {
    Map<String, String> pax = new LinkedHashMap<>();
    byte[] block = in.readNBytes(BLOCK);
    while (block.length == BLOCK && !isZero(block)) {
      long size = number(block, 124, 12);
      char type = (char) block[156];
      if (pax.containsKey("size")) {
        size = Long.parseLong(pax.get("size"));
      }
      byte[] content = in.readNBytes(Math.toIntExact(size));
      in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
      switch (type) {
        case 'x' -> readPax(content, pax);
        case 'g' -> {
        }
        case 'L' -> pax.put("path", text(content, 0, content.length));
        case 'K' -> pax.put("linkpath", text(content, 0, content.length));
        default -> {
          visitor.visit(header(block, type, size, pax), content);
          pax.clear();
        }
      }
      block = in.readNBytes(BLOCK);
    }
  }

  private static Header header(byte[] block, char type, long size, Map<String, String> pax) {
    String prefix = block[262] == 0 ? text(block, 345, 155) : "";
    String name = (prefix.isEmpty() ? "" : prefix + "/") + text(block, 0, 100);
    Map<String, String> xattrs = new LinkedHashMap<>();
    pax.forEach((key, value) -> {
      if (key.startsWith("SCHILY.xattr.")) {
        xattrs.put(key.substring("SCHILY.xattr.".length()), value);
      }
    });
    return new Header(pax.getOrDefault("path", name), type == 0 ? '0' : type, (int) number(block, 100, 8),
        longOf(pax, "uid", number(block, 108, 8)), longOf(pax, "gid", number(block, 116, 8)), size,
        pax.getOrDefault("linkpath", text(block, 157, 100)), number(block, 329, 8), number(block, 337, 8), xattrs);
  }

  private static long longOf(Map<String, String> pax, String key, long otherwise) {
    return pax.containsKey(key) ? Long.parseLong(pax.get(key)) : otherwise;
  }

  private static void readPax(byte[] content, Map<String, String> pax) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    int at = 0;
    while (at < text.length() && text.charAt(at) != 0) {
      int blank = text.indexOf(' ', at);
      int end = at + Integer.parseInt(text.substring(at, blank));
      int equals = text.indexOf('=', blank);
      pax.put(text.substring(blank + 1, equals), text.substring(equals + 1, end - 1));
      at = end;
    }
  }

  private static String text(byte[] block, int start, int length) {
    int end = start;
    while (end < start + length && block[end] != 0) {
      end++;
    }
    return new String(block, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private static long number(byte[] block, int start, int length) {
    if ((block[start] & 0x80) != 0) {
      long value = 0;
      for (byte part : Arrays.copyOfRange(block, start + 1, start + length)) {
        value = value << 8 | part & 0xFF;
      }
      return value;
    }
    String digits = text(block, start, length).strip();
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
