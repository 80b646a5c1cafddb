package dev.slipway.layer;

import dev.slipway.image.ImagePath;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Headers as this library writes them: POSIX ustar, with a pax extended header before it only where a value does not
 * fit.
 *
 * <p>Fixed choices: no user and group names; device numbers 0 except for devices; modes without file type bits;
 * directories end with a slash; names and link targets are raw bytes both in ustar and in pax fields, so that names
 * that are not UTF-8 survive; pax headers are called {@code pax}, have mode 0644 and the time 0; pax keys in the order path, linkpath,
 * size, uid, gid, mtime, extended attributes by name. Numbers
 * that do not fit in octal, such as times before 1970 or after 2242, are given in the pax header and as 0 in the ustar
 * one; a time with a fraction of a second is given in both, rounded down in the ustar one.
 */
final class TarHeader {
  static final int BLOCK = 512;
  static final long MAX_OCTAL_11 = 0_77777777777L;
  static final long MAX_OCTAL_7 = 07777777;
  static final int NAME = 100;
  static final int PREFIX = 155;
  static final String XATTR = "SCHILY.xattr.";

  private TarHeader() {}

  /** The extended records that an entry needs; empty for nearly all. */
  static byte[] extended(Entry entry, byte[] name, byte[] link) {
    boolean longName = name.length > NAME && split(name) < 0;
    boolean plain = !longName && link.length <= NAME && entry.size() <= MAX_OCTAL_11 && entry.uid() <= MAX_OCTAL_7
        && entry.gid() <= MAX_OCTAL_7 && isPlainTime(entry) && entry.xattrs().isEmpty();
    if (plain) {
      return new byte[0];
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (longName) {
      record(out, "path", name);
    }
    if (link.length > NAME) {
      record(out, "linkpath", link);
    }
    if (entry.type() == EntryType.FILE && entry.size() > MAX_OCTAL_11) {
      record(out, "size", ascii(Long.toString(entry.size())));
    }
    if (entry.uid() > MAX_OCTAL_7) {
      record(out, "uid", ascii(Long.toString(entry.uid())));
    }
    if (entry.gid() > MAX_OCTAL_7) {
      record(out, "gid", ascii(Long.toString(entry.gid())));
    }
    if (!isPlainTime(entry)) {
      record(out, "mtime", ascii(decimal(entry.mtimeSeconds(), entry.mtimeNanos())));
    }
    for (Map.Entry<String, XattrValue> xattr : entry.xattrs().entrySet()) {
      record(out, XATTR + xattr.getKey(), xattr.getValue().toBytes());
    }
    return out.toByteArray();
  }

  /** Writes the ustar header of an entry into one block. */
  static void write(byte[] block, int at, Entry entry, byte[] name, byte[] link) {
    int cut = name.length > NAME ? split(name) : -1;
    if (cut > 0) {
      System.arraycopy(name, 0, block, at + 345, cut);
      System.arraycopy(name, cut + 1, block, at, name.length - cut - 1);
    } else {
      System.arraycopy(name, 0, block, at, Math.min(name.length, NAME));
    }
    System.arraycopy(link, 0, block, at + 157, Math.min(link.length, NAME));
    long size = entry.type() == EntryType.FILE && entry.size() <= MAX_OCTAL_11 ? entry.size() : 0;
    boolean plainTime = entry.mtimeSeconds() >= 0 && entry.mtimeSeconds() <= MAX_OCTAL_11;
    numbers(block, at, entry.mode(), fitting(entry.uid()), fitting(entry.gid()), size, plainTime ? entry.mtimeSeconds() : 0);
    octal(block, at + 329, 7, entry.deviceMajor());
    octal(block, at + 337, 7, entry.deviceMinor());
    finish(block, at, entry.type().flag());
  }

  /** Writes the header of the extended records that come before an entry. */
  static void writeExtended(byte[] block, int at, int length) {
    block[at] = 'p';
    block[at + 1] = 'a';
    block[at + 2] = 'x';
    numbers(block, at, 0644, 0, 0, length, 0);
    octal(block, at + 329, 7, 0);
    octal(block, at + 337, 7, 0);
    finish(block, at, 'x');
  }

  /** The name of an entry in the archive. */
  static byte[] name(Entry entry) {
    if (entry.path().isRoot()) {
      return new byte[]{'.', '/'};
    }
    return ImagePath.bytesOfText(entry.type() == EntryType.DIRECTORY ? entry.path().relative() + "/" : entry.path().relative());
  }

  /** The link target of an entry in the archive: the files that hard links name are relative to the root. */
  static byte[] link(Entry entry) {
    return entry.linkTarget().isEmpty()
        ? new byte[0]
        : ImagePath.bytesOfText(entry.type() == EntryType.HARD_LINK ? ImagePath.of(entry.linkTarget()).relative() : entry.linkTarget());
  }

  private static long fitting(long id) {
    return id <= MAX_OCTAL_7 ? id : 0;
  }

  private static boolean isPlainTime(Entry entry) {
    return entry.mtimeNanos() == 0 && entry.mtimeSeconds() >= 0 && entry.mtimeSeconds() <= MAX_OCTAL_11;
  }

  private static void numbers(byte[] block, int at, int mode, long uid, long gid, long size, long mtime) {
    octal(block, at + 100, 7, mode);
    octal(block, at + 108, 7, uid);
    octal(block, at + 116, 7, gid);
    octal(block, at + 124, 11, size);
    octal(block, at + 136, 11, mtime);
  }

  private static void finish(byte[] block, int at, char flag) {
    block[at + 156] = (byte) flag;
    block[at + 257] = 'u';
    block[at + 258] = 's';
    block[at + 259] = 't';
    block[at + 260] = 'a';
    block[at + 261] = 'r';
    block[at + 263] = '0';
    block[at + 264] = '0';
    int sum = 8 * ' ';
    for (int i = 0; i < BLOCK; i++) {
      sum += block[at + i] & 0xFF;
    }
    octal(block, at + 148, 6, sum);
    block[at + 155] = ' ';
  }

  private static void octal(byte[] block, int at, int digits, long value) {
    long rest = value;
    for (int i = digits - 1; i >= 0; i--) {
      block[at + i] = (byte) ('0' + (rest & 7));
      rest >>>= 3;
    }
  }

  /** Where a long name is cut into prefix and name; −1 if there is no such place. */
  private static int split(byte[] name) {
    int last = Math.min(PREFIX, name.length - 2);
    for (int i = last; i > 0 && name.length - i - 1 <= NAME; i--) {
      if (name[i] == '/') {
        return i;
      }
    }
    return -1;
  }

  /** A time as seconds with a fraction: −1 s and 500,000,000 ns are "-0.5". */
  static String decimal(long seconds, int nanos) {
    if (nanos == 0) {
      return Long.toString(seconds);
    }
    boolean negative = seconds < 0;
    long whole = negative ? -(seconds + 1) : seconds;
    String fraction = Integer.toString(1_000_000_000 + (negative ? 1_000_000_000 - nanos : nanos)).substring(1);
    int end = fraction.length();
    while (fraction.charAt(end - 1) == '0') {
      end--;
    }
    return (negative ? "-" : "") + whole + "." + fraction.substring(0, end);
  }

  private static void record(ByteArrayOutputStream out, String key, byte[] value) {
    byte[] name = ImagePath.bytesOfText(key);
    int rest = name.length + value.length + 3;
    int total = rest + Integer.toString(rest).length();
    if (Integer.toString(total).length() > Integer.toString(rest).length()) {
      total = rest + Integer.toString(total).length();
    }
    out.writeBytes(ascii(total + " "));
    out.writeBytes(name);
    out.write('=');
    out.writeBytes(value);
    out.write('\n');
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
