package dev.slipway.layer;

import dev.slipway.image.ImagePath;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The records of one pax extended header: each key once, every record exactly as long as it says. */
final class PaxRecords {
  /** Why some records were refused. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String why) {
      super(why);
    }
  }

  static final PaxRecords NONE = new PaxRecords(Map.of());

  private static final int MAX_LENGTH_DIGITS = 8;
  /** Decimals as they are written: no exponent, no plus sign. */
  private static final int MAX_NUMBER = 64;

  private final Map<String, byte[]> records;

  private PaxRecords(Map<String, byte[]> records) {
    this.records = records;
  }

  static PaxRecords parse(byte[] header) throws Malformed {
    Map<String, byte[]> records = new LinkedHashMap<>();
    int at = 0;
    while (at < header.length) {
      int digits = at;
      int length = 0;
      while (at < header.length && header[at] >= '0' && header[at] <= '9' && at - digits < MAX_LENGTH_DIGITS) {
        length = length * 10 + header[at++] - '0';
      }
      int end = digits + length;
      boolean framed = at > digits && header[digits] != '0' && at < header.length && header[at] == ' ' && end > at + 1
          && end <= header.length && header[end - 1] == '\n';
      int equals = at + 1;
      while (framed && equals < end && header[equals] != '=') {
        equals++;
      }
      if (!framed || equals >= end - 1 || equals == at + 1) {
        throw new Malformed("a record at byte " + digits + " is not 'length key=value'");
      }
      add(records, text(header, at + 1, equals), Arrays.copyOfRange(header, equals + 1, end - 1));
      at = end;
    }
    return new PaxRecords(records);
  }

  private static void add(Map<String, byte[]> records, String key, byte[] value) throws Malformed {
    if (records.putIfAbsent(key, value) != null) {
      throw new Malformed("the key '" + key + "' is given twice");
    }
    if (key.startsWith("GNU.sparse.") || key.equals("SCHILY.realsize")) {
      throw new Malformed("the file is sparse ('" + key + "'): sparse files are refused, write it with all its bytes");
    }
    if (key.startsWith("GNU.") || key.equals("SCHILY.offset") || key.equals("SCHILY.filetype")) {
      throw new Malformed("the key '" + key + "' changes how the archive is read");
    }
  }

  private static String text(byte[] bytes, int from, int to) {
    return ImagePath.textOfBytes(Arrays.copyOfRange(bytes, from, to));
  }

  Map<String, byte[]> all() {
    return records;
  }

  /** A value that must be neither empty nor contain a NUL. */
  Optional<byte[]> name(String key) throws Malformed {
    byte[] value = records.get(key);
    if (value == null) {
      return Optional.empty();
    }
    for (byte b : value) {
      if (b == 0) {
        throw new Malformed("the value of '" + key + "' contains a NUL");
      }
    }
    if (value.length == 0) {
      throw new Malformed("the value of '" + key + "' is empty");
    }
    return Optional.of(value);
  }

  /** A value of decimal digits only. */
  Optional<Long> number(String key) throws Malformed {
    byte[] value = records.get(key);
    if (value == null) {
      return Optional.empty();
    }
    String text = new String(value, StandardCharsets.ISO_8859_1);
    if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new Malformed("the value of '" + key + "' is '" + abbreviated(text) + "', not a number");
    }
    return Optional.of(Long.parseLong(text));
  }

  /** A value in seconds with an optional fraction, of which nine digits count. */
  Optional<BigDecimal> time(String key) throws Malformed {
    byte[] value = records.get(key);
    if (value == null) {
      return Optional.empty();
    }
    String text = new String(value, StandardCharsets.ISO_8859_1);
    if (!isDecimal(text)) {
      throw new Malformed("the value of '" + key + "' is '" + abbreviated(text) + "', not a time in seconds");
    }
    BigDecimal time = new BigDecimal(text).setScale(9, RoundingMode.FLOOR);
    if (time.precision() > 27) {
      throw new Malformed("the value of '" + key + "' is out of range");
    }
    return Optional.of(time);
  }

  private static boolean isDecimal(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    int dot = text.indexOf('.');
    int whole = (dot < 0 ? text.length() : dot) - start;
    boolean digits = text.length() <= MAX_NUMBER && whole > 0;
    for (int i = start; i < text.length() && digits; i++) {
      digits = i == dot || text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return digits && dot != text.length() - 1;
  }

  private static String abbreviated(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
