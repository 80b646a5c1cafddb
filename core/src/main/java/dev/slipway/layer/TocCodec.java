package dev.slipway.layer;

import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.image.ImagePath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * The encoded form of a {@link Toc}.
 *
 * <p>After eight bytes of name and version follow the shared attributes, the link targets and the nodes. Numbers are
 * LEB128 variable-length; each node gives the bytes its path shares with the node before it, the rest of the path,
 * its modification time and offset as differences to the node before, and a file's raw SHA-256.
 */
final class TocCodec {
  private static final byte[] MAGIC = "sltoc\0\0\1".getBytes(StandardCharsets.ISO_8859_1);
  private static final int ENTRY_FLAGS = Toc.KIND | Toc.OPAQUE | Toc.CONTENT;

  private TocCodec() {}

  static byte[] encode(Toc toc) {
    ByteOutput out = new ByteOutput(64 + toc.count * 48);
    out.bytes(MAGIC, 0, MAGIC.length);
    out.number(toc.attributeTable.size());
    toc.attributeTable.forEach(shared -> attributes(out, shared));
    out.number(toc.linkTable.size());
    toc.linkTable.forEach(link -> text(out, link));
    out.number(toc.count);
    for (int i = 0; i < toc.count; i++) {
      node(out, toc, i);
    }
    return out.toBytes();
  }

  private static void attributes(ByteOutput out, Toc.Attributes shared) {
    out.number(shared.mode());
    out.number(shared.uid());
    out.number(shared.gid());
    out.number(shared.xattrs().size());
    for (Map.Entry<String, XattrValue> xattr : shared.xattrs().entrySet()) {
      text(out, xattr.getKey());
      byte[] value = xattr.getValue().toBytes();
      out.number(value.length);
      out.bytes(value, 0, value.length);
    }
  }

  private static void text(ByteOutput out, String text) {
    byte[] bytes = ImagePath.bytesOfText(text);
    out.number(bytes.length);
    out.bytes(bytes, 0, bytes.length);
  }

  private static void node(ByteOutput out, Toc toc, int i) {
    out.write(toc.kinds[i]);
    if (i > 0) {
      int start = toc.pathStart(i);
      int shared = Arrays.mismatch(toc.paths, toc.pathStart(i - 1), start, toc.paths, start, toc.pathEnd[i]);
      out.number(shared);
      out.number(toc.pathEnd[i] - start - shared);
      out.bytes(toc.paths, start + shared, toc.pathEnd[i] - start - shared);
    }
    if (!toc.isEntry(i)) {
      return;
    }
    out.number(toc.attributes[i]);
    out.signed(toc.mtimes[i] - (i == 0 ? 0 : toc.mtimes[i - 1]));
    out.number(toc.nanos[i]);
    out.number(toc.sizes[i]);
    out.signed(toc.offsets[i] - (i == 0 ? 0 : toc.offsets[i - 1]));
    out.number(toc.links[i] + 1L);
    if ((toc.kinds[i] & Toc.CONTENT) != 0) {
      out.bytes(toc.digests, i * Digests.LENGTH, Digests.LENGTH);
    }
  }

  static Toc decode(byte[] encoded) {
    try {
      ByteInput in = new ByteInput(encoded);
      if (!Arrays.equals(in.bytes(MAGIC.length), MAGIC)) {
        throw damaged("it does not start as a table of this version does");
      }
      Toc.Attributes[] shared = new Toc.Attributes[in.count(4)];
      for (int i = 0; i < shared.length; i++) {
        shared[i] = attributes(in);
      }
      String[] links = new String[in.count(1)];
      for (int i = 0; i < links.length; i++) {
        links[i] = ImagePath.textOfBytes(in.bytes(in.length()));
      }
      Toc toc = nodes(in, shared, links);
      if (in.remaining() != 0) {
        throw damaged("bytes follow its end");
      }
      return toc;
    } catch (IndexOutOfBoundsException | InvalidValueException e) {
      throw new ArchiveException(ErrorCode.MALFORMED_ARCHIVE, "table of contents is damaged: " + e.getMessage(), e);
    }
  }

  private static Toc.Attributes attributes(ByteInput in) {
    int mode = in.small();
    long uid = in.number();
    long gid = in.number();
    if (mode > 07777 || uid < 0 || uid > Entry.MAX_ID || gid < 0 || gid > Entry.MAX_ID) {
      throw damaged("a mode or owner is out of range");
    }
    int count = in.count(2);
    ImmutableSortedMap.Builder<String, XattrValue> xattrs = ImmutableSortedMap.naturalOrder();
    String last = "";
    for (int i = 0; i < count; i++) {
      String key = ImagePath.textOfBytes(in.bytes(in.length()));
      if (key.compareTo(last) <= 0) {
        throw damaged("attribute names are not in order");
      }
      xattrs.put(key, XattrValue.of(in.bytes(in.length())));
      last = key;
    }
    return new Toc.Attributes(mode, uid, gid, xattrs.buildOrThrow());
  }

  private static Toc nodes(ByteInput in, Toc.Attributes[] shared, String[] links) {
    int count = in.count(1);
    TocBuilder nodes = new TocBuilder(count, shared, links);
    byte[] path = new byte[256];
    int length = 0;
    long mtime = 0;
    long offset = 0;
    for (int i = 0; i < count; i++) {
      int kind = in.read();
      if (i > 0) {
        int common = in.small();
        int rest = in.length();
        if (common > length || common + rest == 0) {
          throw damaged("a path shares more than there is");
        }
        length = common + rest;
        path = length > path.length ? Arrays.copyOf(path, length * 2) : path;
        in.bytes(path, common, rest);
      }
      int node = restore(nodes, path, length, kind);
      if ((kind & Toc.KIND) >= Toc.IMPLICIT) {
        mtime = 0;
        offset = 0;
        continue;
      }
      nodes.attributes[node] = below(in.small(), shared.length);
      nodes.mtimes[node] = mtime += in.signed();
      nodes.nanos[node] = below(in.small(), 1_000_000_000);
      nodes.sizes[node] = in.number();
      nodes.offsets[node] = offset += in.signed();
      nodes.links[node] = below(in.small(), links.length + 1) - 1;
      check(nodes, node, kind);
      if ((kind & Toc.CONTENT) != 0) {
        in.bytes(nodes.digests, node * Digests.LENGTH, Digests.LENGTH);
      }
    }
    return nodes.build();
  }

  private static int restore(TocBuilder nodes, byte[] path, int length, int flags) {
    int kind = flags & Toc.KIND;
    boolean directory = kind == Toc.IMPLICIT || kind == EntryType.DIRECTORY.code();
    if ((flags & ~ENTRY_FLAGS) != 0 || kind > Toc.WHITEOUT || (flags & Toc.OPAQUE) != 0 && !directory) {
      throw damaged("a node is of an unknown kind");
    }
    int before = nodes.count;
    int node = before == 1 && length == 0 ? nodes.restoreRoot(kind) : nodes.restore(path, length, kind);
    if (node != 0 && nodes.count != before + 1) {
      throw damaged("a directory is missing");
    }
    nodes.kinds[node] = (byte) flags;
    return node;
  }

  private static void check(TocBuilder nodes, int node, int flags) {
    EntryType type = EntryType.at(flags & Toc.KIND);
    boolean file = type == EntryType.FILE || type == EntryType.HARD_LINK;
    boolean link = type == EntryType.SYMLINK || type == EntryType.HARD_LINK;
    boolean sound = nodes.sizes[node] >= 0
        && (file || nodes.sizes[node] == 0 && (flags & Toc.CONTENT) == 0)
        && link == nodes.links[node] >= 0
        && (type.isDevice() ? nodes.offsets[node] >>> 53 == 0 && (int) nodes.offsets[node] >>> 21 == 0 : nodes.offsets[node] >= 0);
    if (!sound) {
      throw damaged("an entry's size, offset or link does not fit its type");
    }
  }

  private static int below(int value, int bound) {
    if (value >= bound) {
      throw damaged("a number is out of range");
    }
    return value;
  }

  static ArchiveException damaged(String how) {
    return new ArchiveException(ErrorCode.MALFORMED_ARCHIVE, "table of contents is damaged: " + how);
  }

  /** Bytes that grow. */
  private static final class ByteOutput {
    private byte[] bytes;
    private int size;

    ByteOutput(int expected) {
      bytes = new byte[expected];
    }

    void write(int b) {
      room(1);
      bytes[size++] = (byte) b;
    }

    void number(long value) {
      room(10);
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        bytes[size++] = (byte) (rest & 0x7F | 0x80);
        rest >>>= 7;
      }
      bytes[size++] = (byte) rest;
    }

    void signed(long value) {
      number(value << 1 ^ value >> 63);
    }

    void bytes(byte[] from, int offset, int length) {
      room(length);
      System.arraycopy(from, offset, bytes, size, length);
      size += length;
    }

    byte[] toBytes() {
      return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
      if (size > Toc.MAX_ENCODED_BYTES - more) {
        throw new ArchiveException(ErrorCode.LIMIT_EXCEEDED, "table of contents is larger than " + Toc.MAX_ENCODED_BYTES
            + " bytes: split the layer into several");
      }
      if (size + more > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(size + more, (int) Math.min(bytes.length * 2L, Toc.MAX_ENCODED_BYTES)));
      }
    }
  }

  /** Bytes read from start to end; reading beyond the end is an IndexOutOfBoundsException. */
  private static final class ByteInput {
    private final byte[] bytes;
    private int position;

    ByteInput(byte[] bytes) {
      this.bytes = bytes;
    }

    int remaining() {
      return bytes.length - position;
    }

    int read() {
      return bytes[position++] & 0xFF;
    }

    long number() {
      byte first = bytes[position];
      if (first >= 0) {
        position++;
        return first;
      }
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        byte b = bytes[position++];
        value |= (b & 0x7FL) << shift;
        if (b >= 0) {
          return value;
        }
      }
      throw damaged("a number has too many bytes");
    }

    long signed() {
      long value = number();
      return value >>> 1 ^ -(value & 1);
    }

    int small() {
      long value = number();
      if (value < 0 || value > Integer.MAX_VALUE) {
        throw damaged("a number is out of range");
      }
      return (int) value;
    }

    /** A length of bytes that are really there. */
    int length() {
      return count(1);
    }

    /** A count of things that take at least so many bytes each, all of them really there. */
    int count(int bytesEach) {
      int count = small();
      if (count > remaining() / bytesEach) {
        throw damaged("it ends too early");
      }
      return count;
    }

    byte[] bytes(int length) {
      byte[] part = new byte[length];
      bytes(part, 0, length);
      return part;
    }

    void bytes(byte[] target, int offset, int length) {
      if (length > remaining()) {
        throw damaged("it ends too early");
      }
      System.arraycopy(bytes, position, target, offset, length);
      position += length;
    }
  }
}
