package dev.slipway.layer;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Tars made byte by byte, wrong ones included. */
final class TarBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** One header that can be bent. */
  static final class Header {
    final byte[] block = new byte[512];
    boolean goodChecksum = true;

    Header(String name, char type) {
      text(0, 100, name);
      text(100, 8, "0000644\0");
      text(108, 8, "0000000\0");
      text(116, 8, "0000000\0");
      text(124, 12, "00000000000\0");
      text(136, 12, "00000000000\0");
      block[156] = (byte) type;
      text(257, 8, "ustar\00000");
      text(329, 8, "0000000\0");
      text(337, 8, "0000000\0");
    }

    @CanIgnoreReturnValue
    Header text(int at, int length, String text) {
      return bytes(at, length, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @CanIgnoreReturnValue
    Header bytes(int at, int length, byte[] bytes) {
      Arrays.fill(block, at, at + length, (byte) 0);
      System.arraycopy(bytes, 0, block, at, Math.min(bytes.length, length));
      return this;
    }

    Header size(long size) {
      return text(124, 12, String.format(Locale.ROOT, "%011o\0", size));
    }

    Header mode(int mode) {
      return text(100, 8, String.format(Locale.ROOT, "%07o\0", mode));
    }

    Header uid(int uid) {
      return text(108, 8, String.format(Locale.ROOT, "%07o\0", uid));
    }

    Header link(String target) {
      return text(157, 100, target);
    }

    Header prefix(String prefix) {
      return text(345, 155, prefix);
    }

    Header device(int major, int minor) {
      return text(329, 8, String.format(Locale.ROOT, "%07o\0", major)).text(337, 8, String.format(Locale.ROOT, "%07o\0", minor));
    }

    Header gnu() {
      return text(257, 8, "ustar  \0");
    }

    Header v7() {
      return text(257, 8, "");
    }

    Header badChecksum() {
      goodChecksum = false;
      return this;
    }
  }

  static Header header(String name, char type) {
    return new Header(name, type);
  }

  @CanIgnoreReturnValue
  TarBytes add(Header header) {
    return add(header, new byte[0]);
  }

  @CanIgnoreReturnValue
  TarBytes add(Header header, byte[] data) {
    Arrays.fill(header.block, 148, 156, (byte) ' ');
    int sum = header.goodChecksum ? 0 : 1;
    for (byte b : header.block) {
      sum += b & 0xFF;
    }
    header.text(148, 8, String.format(Locale.ROOT, "%06o\0 ", sum));
    return raw(header.block).raw(data).raw(new byte[-data.length & 511]);
  }

  @CanIgnoreReturnValue
  TarBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  TarBytes file(String name) {
    return add(header(name, '0'));
  }

  TarBytes file(String name, String content) {
    byte[] data = content.getBytes(StandardCharsets.ISO_8859_1);
    return add(header(name, '0').size(data.length), data);
  }

  TarBytes dir(String name) {
    return add(header(name, '5').mode(0755));
  }

  TarBytes symlink(String name, String target) {
    return add(header(name, '2').mode(0777).link(target));
  }

  TarBytes hardLink(String name, String target) {
    return add(header(name, '1').link(target));
  }

  /** A pax header with records given as key, value, key, value. */
  TarBytes pax(String... pairs) {
    StringBuilder records = new StringBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      records.append(record(pairs[i], pairs[i + 1]));
    }
    return meta('x', records.toString());
  }

  static String record(String key, String value) {
    int rest = key.length() + value.length() + 3;
    int total = rest + 1;
    while (total != rest + Integer.toString(total).length()) {
      total++;
    }
    return total + " " + key + "=" + value + "\n";
  }

  TarBytes meta(char type, String content) {
    byte[] data = content.getBytes(StandardCharsets.ISO_8859_1);
    return add(header("meta", type).size(data.length), data);
  }

  /** The archive with the two blocks that end it. */
  byte[] end() {
    return raw(new byte[1024]).bytes();
  }

  /** The archive as it is. */
  byte[] bytes() {
    return out.toByteArray();
  }
}
