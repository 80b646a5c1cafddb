package dev.slipway.layout;

import com.google.common.collect.ImmutableMap;
import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.image.ImagePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the files of an image archive lie in it. Only headers are read, so that an archive of any size is opened at
 * once; what a file holds is verified when it is read.
 *
 * <p>Strict as layers are read: wrong checksums, names that go upwards, two files of one name, doubled metadata and
 * entries that no image archive has are refused.
 */
final class TarIndex {
  /** What an archive of images has at most: a few files for each layer. */
  static final int MAX_ENTRIES = 100_000;
  private static final int BLOCK = 512;
  private static final int MAX_METADATA = 1 << 16;
  private static final int MAX_LINKS = 16;

  /** A file, or a link if {@code target} is not empty. */
  private record Member(long offset, long size, String target, boolean hard) {}

  /** Where a file's bytes are. */
  record Extent(long offset, long size) {}

  private final String archive;
  private final SeekableByteChannel channel;
  private final Map<ImagePath, Member> members = new HashMap<>();
  private final Map<String, String> extended = new HashMap<>();
  private int entries;
  private long position;

  private TarIndex(SeekableByteChannel channel, String archive) {
    this.channel = channel;
    this.archive = archive;
  }

  /** Reads all headers; the channel is not closed. */
  static TarIndex read(SeekableByteChannel channel, String archive) throws IOException {
    TarIndex index = new TarIndex(channel, archive);
    index.readAll();
    return index;
  }

  /** The file at a path, links followed inside the archive. */
  Optional<Extent> find(String path) {
    ImagePath place = ImagePath.of(path);
    for (int links = 0; links < MAX_LINKS; links++) {
      Member member = members.get(place);
      if (member == null) {
        return Optional.empty();
      }
      if (member.target.isEmpty()) {
        return Optional.of(new Extent(member.offset, member.size));
      }
      place = member.hard ? ImagePath.of(member.target) : place.parent().orElse(ImagePath.ROOT).resolve(member.target);
    }
    throw new ArchiveException(ErrorCode.MALFORMED_ARCHIVE,
        archive + ": '" + path + "' is a link that leads through more than " + MAX_LINKS + " links");
  }

  ImmutableMap<ImagePath, Extent> files() {
    ImmutableMap.Builder<ImagePath, Extent> files = ImmutableMap.builder();
    members.forEach((path, member) -> {
      if (member.target.isEmpty()) {
        files.put(path, new Extent(member.offset, member.size));
      }
    });
    return files.buildOrThrow();
  }

  private void readAll() throws IOException {
    byte[] header = block();
    while (!isZero(header)) {
      if (++entries > MAX_ENTRIES) {
        throw new ArchiveException(ErrorCode.LIMIT_EXCEEDED,
            archive + ": it has more than " + MAX_ENTRIES + " entries, which no image archive has");
      }
      requireChecksum(header);
      switch (header[156]) {
        case 'x', 'L', 'K' -> metadata(header);
        case 'g' -> skip(size(header));
        default -> member(header);
      }
      header = block();
    }
    if (!isZero(block())) {
      throw malformed("a single zero block stands between entries: an archive ends with two");
    }
  }

  private void member(byte[] header) throws IOException {
    String name = extended.getOrDefault("path", name(header));
    long size = extended.containsKey("size") ? decimal(extended.get("size")) : size(header);
    String target = extended.getOrDefault("linkpath", text(header, 157, 100));
    extended.clear();
    if (("/" + name + "/").contains("/../") || name.isEmpty()) {
      throw new ArchiveException(ErrorCode.PATH_ESCAPES,
          archive + ": entry " + entries + " '" + shown(name) + "' has a name that goes upwards or is empty");
    }
    switch (header[156]) {
      case '0', 0 -> add(name, new Member(position, size, "", false));
      case '1', '2' -> add(name, new Member(0, 0, requireTarget(target), header[156] == '1'));
      case '5' -> {
        // directories say nothing that the paths of files do not
      }
      default -> throw new ArchiveException(
          ErrorCode.ENTRY_REFUSED, archive + ": entry " + entries + " '" + shown(name) + "' is of type '" + (char) header[156]
              + "'; image archives hold files, directories and links");
    }
    skip(header[156] == '0' || header[156] == 0 ? size : requireEmpty(size));
  }

  private void add(String name, Member member) {
    if (members.putIfAbsent(ImagePath.of(name), member) != null) {
      throw malformed("'" + shown(name) + "' is there twice");
    }
  }

  private String requireTarget(String target) {
    if (target.isEmpty()) {
      throw malformed("a link has no target");
    }
    return target;
  }

  private long requireEmpty(long size) {
    if (size != 0) {
      throw malformed("an entry that has no bytes announces " + size);
    }
    return 0;
  }

  private void metadata(byte[] header) throws IOException {
    long size = size(header);
    if (size > MAX_METADATA) {
      throw new ArchiveException(ErrorCode.LIMIT_EXCEEDED, archive + ": entry " + entries + " has " + size + " bytes of metadata");
    }
    byte[] bytes = new byte[(int) size];
    readFully(bytes, position);
    skip(size);
    if (header[156] == 'x') {
      pax(bytes);
    } else {
      put(header[156] == 'L' ? "path" : "linkpath", text(bytes, 0, bytes.length));
    }
  }

  private void pax(byte[] bytes) {
    for (int at = 0; at < bytes.length;) {
      int space = at;
      while (space < bytes.length && bytes[space] != ' ') {
        space++;
      }
      long length = decimal(new String(bytes, at, space - at, StandardCharsets.ISO_8859_1));
      int end = (int) Math.min(at + length, bytes.length + 1L);
      if (end > bytes.length || end <= space + 2 || bytes[end - 1] != '\n') {
        throw malformed("a pax record has a wrong length");
      }
      String record = ImagePath.textOfBytes(Arrays.copyOfRange(bytes, space + 1, end - 1));
      int equals = record.indexOf('=');
      if (equals <= 0 || record.indexOf('\0') >= 0) {
        throw malformed("a pax record is not of the form key=value, or has a NUL inside");
      }
      if (record.startsWith("GNU.sparse")) {
        throw malformed("it has a sparse file");
      }
      put(record.substring(0, equals), record.substring(equals + 1));
      at = end;
    }
  }

  private void put(String key, String value) {
    if (extended.put(key, value) != null) {
      throw malformed("'" + shown(key) + "' of one entry is given twice");
    }
  }

  private String name(byte[] header) {
    String name = text(header, 0, 100);
    boolean ustar = new String(header, 257, 6, StandardCharsets.ISO_8859_1).equals("ustar\0");
    String prefix = ustar ? text(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] bytes, int at, int length) {
    int end = at;
    while (end < at + length && bytes[end] != 0) {
      end++;
    }
    return ImagePath.textOfBytes(Arrays.copyOfRange(bytes, at, end));
  }

  private long size(byte[] header) {
    if ((header[124] & 0x80) == 0) {
      String octal = new String(header, 124, 12, StandardCharsets.ISO_8859_1).replace('\0', ' ').trim();
      return number(octal.isEmpty() ? "0" : octal, 8);
    }
    long size = header[124] & 0x7F;
    for (int i = 125; i < 136; i++) {
      if (size > Long.MAX_VALUE >> 8) {
        throw malformed("a size is larger than 2^63 - 1");
      }
      size = size << 8 | header[i] & 0xFF;
    }
    return size;
  }

  private long decimal(String text) {
    return number(text, 10);
  }

  private long number(String text, int radix) {
    boolean digits = !text.isEmpty() && text.length() <= 22 && text.chars().allMatch(c -> c >= '0' && c < '0' + radix);
    try {
      if (digits) {
        return Long.parseLong(text, radix);
      }
    } catch (NumberFormatException tooLarge) {
      // refused below with everything else that is no number
    }
    throw malformed("'" + shown(text) + "' is not a number from 0 to 2^63 - 1");
  }

  private void requireChecksum(byte[] header) {
    int sum = 8 * ' ';
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? 0 : header[i] & 0xFF;
    }
    String stated = new String(header, 148, 8, StandardCharsets.ISO_8859_1).replace('\0', ' ').trim();
    if (number(stated, 8) != sum) {
      throw malformed("the checksum of its header is wrong");
    }
  }

  private byte[] block() throws IOException {
    byte[] block = new byte[BLOCK];
    readFully(block, position);
    position += BLOCK;
    return block;
  }

  private void readFully(byte[] bytes, long at) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    channel.position(at);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw malformed("it is cut off: it ends without two zero blocks");
      }
    }
  }

  private void skip(long size) throws IOException {
    long padded = size > Long.MAX_VALUE - BLOCK ? Long.MAX_VALUE : (size + BLOCK - 1) / BLOCK * BLOCK;
    if (padded > channel.size() - position) {
      throw malformed("it is cut off: an entry announces " + size + " bytes, more than there are");
    }
    position += padded;
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static String shown(String text) {
    return text.length() <= 120 ? text.replace("\0", "\\0") : text.substring(0, 120) + "…";
  }

  private ArchiveException malformed(String problem) {
    return new ArchiveException(ErrorCode.MALFORMED_ARCHIVE, archive + ": entry " + entries + ": " + problem);
  }
}
