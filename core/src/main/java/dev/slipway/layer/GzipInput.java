package dev.slipway.layer;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * A strict reader of gzip (RFC 1952): every byte up to the end belongs to a member, every member's checksum and size are
 * right, reserved flags are refused. {@link java.util.zip.GZIPInputStream} skips what it does not understand behind a
 * member, and asks {@code available()} whether another follows.
 */
final class GzipInput extends InputStream {
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xE0;
  /** Names and comments end with a zero; none is honestly longer than this. */
  private static final int MAX_TEXT = 1 << 16;

  private final DecompressionSource source;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final CRC32 headerChecksum = new CRC32();
  private boolean inMember;
  private boolean ended;

  GzipInput(DecompressionSource source) {
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (!ended) {
      if (!inMember) {
        header();
        inMember = true;
      }
      int read = inflate(bytes, offset, length);
      checksum.update(bytes, offset, read);
      if (inflater.finished()) {
        trailer();
        inMember = false;
        // the end is where the source ends, and nowhere else
        ended = source.fill() == 0;
      }
      if (read > 0) {
        return read;
      }
    }
    return -1;
  }

  @Override
  public void close() {
    ended = true;
    inflater.end();
  }

  private int inflate(byte[] bytes, int offset, int length) throws IOException {
    // without input too: what earlier bytes said may still wait to come out
    int available = source.fill();
    inflater.setInput(source.buffer(), source.position(), available);
    try {
      int read = inflater.inflate(bytes, offset, length);
      source.advance(available - inflater.getRemaining());
      if (inflater.needsDictionary()) {
        throw new ZipException("a preset dictionary is not part of gzip");
      }
      if (read == 0 && available == 0 && !inflater.finished()) {
        throw new EOFException("the data ends within a member");
      }
      return read;
    } catch (DataFormatException e) {
      throw new ZipException(e.getMessage());
    }
  }

  private void header() throws IOException {
    headerChecksum.reset();
    if (next() != 0x1F || next() != 0x8B) {
      throw new ZipException("bytes that are no gzip member follow the last one");
    }
    if (next() != 8) {
      throw new ZipException("a member is not compressed with deflate");
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("a member's header has reserved flags");
    }
    for (int i = 0; i < 6; i++) {
      next();
    }
    if ((flags & EXTRA) != 0) {
      for (int left = next() | next() << 8; left > 0; left--) {
        next();
      }
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      int expected = (int) headerChecksum.getValue() & 0xFFFF;
      if ((next() | next() << 8) != expected) {
        throw new ZipException("the checksum of a member's header is wrong");
      }
    }
    inflater.reset();
    checksum.reset();
  }

  private void skipText() throws IOException {
    for (int length = 0; next() != 0; length++) {
      if (length == MAX_TEXT) {
        throw new ZipException("a name or comment is longer than " + MAX_TEXT + " bytes");
      }
    }
  }

  private void trailer() throws IOException {
    if (nextInt() != (int) checksum.getValue()) {
      throw new ZipException("the checksum of a member is wrong");
    }
    if (nextInt() != (int) inflater.getBytesWritten()) {
      throw new ZipException("the size of a member is wrong");
    }
  }

  private int nextInt() throws IOException {
    return next() | next() << 8 | next() << 16 | next() << 24;
  }

  @CanIgnoreReturnValue
  private int next() throws IOException {
    int value = source.read();
    if (value < 0) {
      throw new EOFException("the data ends within a member's header or trailer");
    }
    headerChecksum.update(value);
    return value;
  }
}
