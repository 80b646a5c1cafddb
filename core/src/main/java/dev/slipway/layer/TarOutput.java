package dev.slipway.layer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A tar written to a stream, with the headers of {@link TarHeader}. */
final class TarOutput {
  /** Fills a part of a buffer; how many bytes that are, or −1 if there are no more. */
  @FunctionalInterface
  interface Source {
    int read(ByteBuffer into) throws IOException;
  }

  /** Room for several reads of a window of a tar, and a multiple of tar's block. */
  private static final int SIZE = 1 << 19;

  private final OutputStream out;
  private final byte[] buffer = new byte[SIZE];
  private final ByteBuffer view = ByteBuffer.wrap(buffer);
  private int length;

  TarOutput(OutputStream out) {
    this.out = out;
  }

  /** Writes the header of an entry; the bytes of a file come next. */
  void header(Entry entry) throws IOException {
    byte[] name = TarHeader.name(entry);
    byte[] link = TarHeader.link(entry);
    byte[] extended = TarHeader.extended(entry, name, link);
    if (extended.length > 0) {
      TarHeader.writeExtended(buffer, emptyBlock(), extended.length);
      length += TarHeader.BLOCK;
      write(extended);
      pad();
    }
    TarHeader.write(buffer, emptyBlock(), entry, name, link);
    length += TarHeader.BLOCK;
  }

  /**
   * Writes the next bytes of a file, at most so many.
   *
   * @return the bytes, in an array that the next call changes; empty if the source has no more
   */
  ByteBuffer content(Source source, long most) throws IOException {
    if (SIZE - length < Math.min(most, SIZE / 2)) {
      flush();
    }
    int from = length;
    view.clear().limit(from + (int) Math.min(most, SIZE - from)).position(from);
    length += Math.max(0, source.read(view));
    return view.limit(length).position(from);
  }

  /** Adds zeros up to the end of a block, after the last bytes of a file. */
  void pad() throws IOException {
    int rest = -length & TarHeader.BLOCK - 1;
    Arrays.fill(buffer, length, length + rest, (byte) 0);
    length += rest;
  }

  /** Ends the tar; the stream is flushed, not closed. */
  void finish() throws IOException {
    for (int i = 0; i < 2; i++) {
      int unused = emptyBlock();
      length += TarHeader.BLOCK;
    }
    flush();
    out.flush();
  }

  private int emptyBlock() throws IOException {
    if (length == SIZE) {
      flush();
    }
    Arrays.fill(buffer, length, length + TarHeader.BLOCK, (byte) 0);
    return length;
  }

  private void write(byte[] bytes) throws IOException {
    for (int done = 0; done < bytes.length;) {
      if (length == SIZE) {
        flush();
      }
      int part = Math.min(bytes.length - done, SIZE - length);
      System.arraycopy(bytes, done, buffer, length, part);
      length += part;
      done += part;
    }
  }

  /** Only whole blocks go out, so that the position in the buffer tells where a block ends. */
  private void flush() throws IOException {
    int whole = length - length % TarHeader.BLOCK;
    out.write(buffer, 0, whole);
    System.arraycopy(buffer, whole, buffer, 0, length - whole);
    length -= whole;
  }
}
