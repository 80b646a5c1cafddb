package dev.slipway.layer;

import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.image.ImagePath;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A strict reader of one tar that is not trusted: ustar, pax and GNU long names, one pass, one buffer. What the entries mean
 * is left to a {@link Visitor}.
 *
 * <p>Whatever GNU tar, Python's tarfile and Go's archive/tar would read in different ways is refused: wrong checksums,
 * doubled or contradicting metadata, sparse files, sizes on entries that have no bytes, a single zero block, anything
 * but zeros after the end. Names are taken relative to the root; names that go upwards are refused. User and group
 * names are ignored, as are access and change times, file flags and ACLs. Mode bits above 07777 are dropped.
 */
final class StrictTarReader {
  /** What is done with the entries. */
  interface Visitor {
    /**
     * Takes an entry.
     *
     * @param entry of a file with its size, of anything with all its attributes, never with a digest
     * @param reader tells where the bytes of a file start, and gives them until this call returns
     */
    void entry(Entry entry, StrictTarReader reader) throws EntryNames.Refused;
  }

  /** Receives bytes of a file. */
  @FunctionalInterface
  interface Sink {
    void accept(byte[] bytes, int offset, int length);
  }

  /** The most bytes of names, links and attributes that may stand before one entry. */
  static final int MAX_METADATA = 1 << 20;
  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

  private final int maxEntries;
  private final long maxBytes;
  private final Visitor visitor;
  private final TarInput in;
  private final TarBlock block = new TarBlock();

  private int index = -1;
  private String name = "";
  private @Nullable PaxRecords pax;
  private byte @Nullable [] longName;
  private byte @Nullable [] longLink;
  private long rest;

  private StrictTarReader(TarInput in, int maxEntries, long maxBytes, Visitor visitor) {
    this.in = in;
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
    this.visitor = visitor;
  }

  /**
   * Reads a whole archive up to the end of the stream.
   *
   * @param maxEntries how many headers are read, those of metadata counted
   * @param maxBytes how many bytes are read
   * @throws ArchiveException at the first thing that the visitor or the rules above refuse; it names the entry
   */
  static void read(InputStream tar, int maxEntries, long maxBytes, TarInput.Tee tee, Visitor visitor) {
    StrictTarReader reader = new StrictTarReader(new TarInput(tar, maxBytes, tee), maxEntries, maxBytes, visitor);
    try {
      reader.readAll();
    } catch (PaxRecords.Malformed e) {
      throw reader.malformed(e.getMessage());
    } catch (EntryNames.Refused e) {
      throw reader.failure(e.code(), String.valueOf(e.getMessage()));
    } catch (InvalidValueException e) {
      throw reader.malformed(e.getMessage());
    }
  }

  private void readAll() throws PaxRecords.Malformed, EntryNames.Refused {
    while (nextHeader()) {
      byte flag = block.flag();
      switch (flag) {
        case 'x', 'g' -> extended(flag);
        case 'L' -> longName = longText(longName);
        case 'K' -> longLink = longText(longLink);
        default -> {
          entry();
          pax = null;
          longName = null;
          longLink = null;
        }
      }
    }
    if (pax != null || longName != null || longLink != null) {
      throw malformed("metadata without an entry ends the archive");
    }
    requireZerosToTheEnd();
  }

  /** Reads one header into {@link #block}; false at the two zero blocks that end an archive. */
  private boolean nextHeader() throws PaxRecords.Malformed {
    index++;
    name = "";
    readBlock();
    if (!block.isZero()) {
      if (index >= maxEntries) {
        throw failure(ErrorCode.LIMIT_EXCEEDED, "archive has more than " + maxEntries + " headers");
      }
      name = ImagePath.textOfBytes(block.field(0, TarHeader.NAME, false));
      if (!block.isChecksumRight()) {
        throw malformed("the checksum of its header is wrong");
      }
      return true;
    }
    readBlock();
    if (!block.isZero()) {
      throw malformed("a single zero block stands between entries: an archive ends with two");
    }
    return false;
  }

  private void readBlock() {
    int count = in.require(TarHeader.BLOCK);
    if (count < TarHeader.BLOCK) {
      throw malformed("archive is cut off: it ends without two zero blocks");
    }
    System.arraycopy(in.buffer, in.position(), block.bytes, 0, TarHeader.BLOCK);
    in.skip(TarHeader.BLOCK);
  }

  private void requireZerosToTheEnd() {
    for (int count = in.some(); count > 0; count = in.some()) {
      for (int i = in.position(); i < in.position() + count; i++) {
        if (in.buffer[i] != 0) {
          throw malformed("data follows the end of the archive");
        }
      }
      in.skip(count);
    }
  }

  private void extended(byte flag) throws PaxRecords.Malformed {
    if (pax != null) {
      throw malformed("two pax headers stand before one entry");
    }
    PaxRecords records = PaxRecords.parse(metadata());
    if (flag == 'x') {
      pax = records;
    } else if (longName != null || longLink != null || !records.all().keySet().stream().allMatch(key -> key.equals("comment"))) {
      throw malformed("a global pax header sets " + records.all().keySet() + ": only a comment is accepted there");
    }
  }

  private byte[] longText(byte @Nullable [] before) throws PaxRecords.Malformed {
    byte[] text = metadata();
    int end = text.length;
    while (end > 0 && text[end - 1] == 0) {
      end--;
    }
    boolean inner = false;
    for (int i = 0; i < end; i++) {
      inner |= text[i] == 0;
    }
    if (before != null || inner || end == 0) {
      throw malformed("its GNU long name is given twice, empty, or has a NUL inside");
    }
    return Arrays.copyOf(text, end);
  }

  private byte[] metadata() throws PaxRecords.Malformed {
    long size = block.number(124, 12, "size");
    if (size > MAX_METADATA) {
      throw failure(ErrorCode.LIMIT_EXCEEDED, "metadata of " + size + " bytes is larger than " + MAX_METADATA);
    }
    int padded = (int) (size + TarHeader.BLOCK - 1) / TarHeader.BLOCK * TarHeader.BLOCK;
    byte[] bytes = new byte[(int) size];
    for (int done = 0; done < padded;) {
      int count = Math.min(some(), padded - done);
      if (done < size) {
        System.arraycopy(in.buffer, in.position(), bytes, done, Math.min(count, (int) size - done));
      }
      in.skip(count);
      done += count;
    }
    return bytes;
  }

  private int some() {
    int count = in.some();
    if (count == 0) {
      throw cutOff();
    }
    return count;
  }

  private ArchiveException cutOff() {
    return malformed("archive is cut off in the middle of an entry");
  }

  private void entry() throws PaxRecords.Malformed, EntryNames.Refused {
    PaxRecords records = pax == null ? PaxRecords.NONE : pax;
    boolean ustar = block.requireKnownFormat();
    byte[] rawName = chosen(longName, records.name("path"), ustar ? block.prefixed() : block.field(0, TarHeader.NAME, true), "name");
    name = ImagePath.textOfBytes(rawName.length > 200 ? Arrays.copyOf(rawName, 200) : rawName);
    EntryType type = block.type();
    long size = size(records, type);
    ImagePath path = EntryNames.path(rawName);
    requireTypeFits(type, path, rawName);
    byte[] rawLink = chosen(longLink, records.name("linkpath"), block.field(157, TarHeader.NAME, true), "link target");
    rest = size;
    visitor.entry(header(path, type, link(type, rawLink), size, records), this);
    drain((bytes, offset, length) -> {});
    skipPadding(size);
  }

  /** Where the bytes of the file start, or the next of them. */
  long position() {
    return in.consumed();
  }

  /** Some more bytes of the file; −1 after the last. */
  int read(ByteBuffer target) {
    if (rest == 0) {
      return -1;
    }
    int count = in.read(target, rest);
    if (count == 0) {
      throw cutOff();
    }
    rest -= count;
    return count;
  }

  /** Gives out all bytes of the file that were not read yet. */
  void drain(Sink sink) {
    while (rest > 0) {
      int count = (int) Math.min(some(), rest);
      sink.accept(in.buffer, in.position(), count);
      in.skip(count);
      rest -= count;
    }
  }

  private void skipPadding(long size) {
    for (int pad = (int) (-size & TarHeader.BLOCK - 1); pad > 0;) {
      int count = Math.min(some(), pad);
      in.skip(count);
      pad -= count;
    }
  }

  private byte[] chosen(byte @Nullable [] gnu, Optional<byte[]> extended, byte[] plain, String what) {
    if (gnu != null && extended.isPresent()) {
      throw malformed("its " + what + " is given both in GNU's way and in a pax header");
    }
    return gnu != null ? gnu : extended.orElse(plain);
  }

  private void requireTypeFits(EntryType type, ImagePath path, byte[] rawName) {
    boolean slash = rawName[rawName.length - 1] == '/' || rawName.length > 1 && rawName[rawName.length - 1] == '.'
        && rawName[rawName.length - 2] == '/';
    if (type != EntryType.DIRECTORY && (slash || path.isRoot())) {
      throw malformed("its name is that of a directory, but its type is '" + type.flag() + "'");
    }
  }

  private String link(EntryType type, byte[] raw) throws EntryNames.Refused {
    if (type == EntryType.HARD_LINK) {
      try {
        return EntryNames.path(raw).toString();
      } catch (EntryNames.Refused e) {
        throw new EntryNames.Refused(e.code(), "the file that it links to is '" + ImagePath.textOfBytes(raw) + "': " + e.getMessage());
      }
    }
    if (type != EntryType.SYMLINK) {
      return "";
    }
    if (raw.length == 0 || raw.length > EntryNames.MAX_PATH) {
      throw malformed("its link target is empty or longer than " + EntryNames.MAX_PATH + " bytes");
    }
    return ImagePath.textOfBytes(raw);
  }

  private long size(PaxRecords records, EntryType type) throws PaxRecords.Malformed {
    long plain = block.number(124, 12, "size");
    long size = records.number("size").orElse(plain);
    boolean agree = size == plain || size > TarHeader.MAX_OCTAL_11 && (plain == 0 || plain == TarHeader.MAX_OCTAL_11);
    if (!agree) {
      throw malformed("its size is " + plain + " in the header and " + size + " in the pax header");
    }
    if (type != EntryType.FILE && size != 0) {
      throw malformed("it has a size of " + size + ", but its type '" + type.flag() + "' has no bytes");
    }
    if (size > maxBytes) {
      throw failure(ErrorCode.LIMIT_EXCEEDED, "its size is " + size + ", more than the limit of " + maxBytes);
    }
    return size;
  }

  private Entry header(ImagePath path, EntryType type, String link, long size, PaxRecords records) throws PaxRecords.Malformed {
    long uid = records.number("uid").orElse(block.number(108, 8, "uid"));
    long gid = records.number("gid").orElse(block.number(116, 8, "gid"));
    int mode = (int) (block.number(100, 8, "mode") & 07777);
    BigDecimal plainTime = BigDecimal.valueOf(block.modified());
    BigDecimal time = records.time("mtime").orElse(plainTime);
    BigInteger[] parts = floor(time);
    boolean device = type.isDevice();
    return new Entry(path, type, mode, uid, gid, parts[0].longValueExact(), parts[1].intValueExact(), link, xattrs(records), size,
        Optional.empty(), 0, device ? block.deviceNumber(329) : 0, device ? block.deviceNumber(337) : 0);
  }

  /** Seconds rounded towards the past, and the nanoseconds after them. */
  private static BigInteger[] floor(BigDecimal time) {
    BigInteger nanos = time.multiply(NANOS).toBigInteger();
    BigInteger[] parts = nanos.divideAndRemainder(NANOS.toBigInteger());
    return parts[1].signum() < 0
        ? new BigInteger[]{parts[0].subtract(BigInteger.ONE), parts[1].add(NANOS.toBigInteger())}
        : parts;
  }

  private ImmutableSortedMap<String, XattrValue> xattrs(PaxRecords records) throws PaxRecords.Malformed {
    ImmutableSortedMap.Builder<String, XattrValue> xattrs = ImmutableSortedMap.naturalOrder();
    for (Map.Entry<String, byte[]> record : records.all().entrySet()) {
      if (record.getKey().startsWith(TarHeader.XATTR)) {
        String key = record.getKey().substring(TarHeader.XATTR.length());
        if (key.isEmpty() || ImagePath.bytesOfText(key).length > Entry.MAX_XATTR_NAME
            || record.getValue().length > Entry.MAX_XATTR_VALUE) {
          throw failure(ErrorCode.LIMIT_EXCEEDED, "the extended attribute '" + key + "' has a name above " + Entry.MAX_XATTR_NAME
              + " characters or a value above " + Entry.MAX_XATTR_VALUE + " bytes");
        }
        xattrs.put(key, XattrValue.of(record.getValue()));
      }
    }
    return xattrs.buildOrThrow();
  }

  ArchiveException malformed(@Nullable String problem) {
    return failure(ErrorCode.MALFORMED_ARCHIVE, String.valueOf(problem));
  }

  /** A failure that names the entry that is being read. */
  ArchiveException failure(ErrorCode code, String problem) {
    return new ArchiveException(code, "entry " + index + " '" + name.replace("\0", "\\0") + "': " + problem);
  }
}
