package dev.slipway.layer;

import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.CorruptedInputException;
import org.tukaani.xz.SingleXZInputStream;

/**
 * Several .xz streams in a row, with padding between them (the .xz file format, section 2.2). Their number is bounded:
 * starting one costs the decoder up to a millisecond, for 32 bytes of input.
 */
final class XzInput extends InputStream {
  private static final int MAX_STREAMS = 10_000;

  private final DecompressionSource source;
  private final int memoryKibibytes;
  private @Nullable SingleXZInputStream stream;
  private int streams;
  private boolean ended;

  XzInput(DecompressionSource source, int memoryKibibytes) {
    this.source = source;
    this.memoryKibibytes = memoryKibibytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (!ended) {
      if (stream == null) {
        stream = next();
      }
      int read = stream.read(bytes, offset, length);
      if (read >= 0) {
        return read;
      }
      // not the source, which the next stream needs
      stream.close(false);
      stream = null;
      skipPadding();
      ended = source.fill() == 0;
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    ended = true;
    if (stream != null) {
      stream.close(false);
    }
  }

  private SingleXZInputStream next() throws IOException {
    if (++streams > MAX_STREAMS) {
      throw new ArchiveException(ErrorCode.LIMIT_EXCEEDED,
          "xz data consists of more than " + MAX_STREAMS + " streams; compress it again as one");
    }
    return new SingleXZInputStream(source, memoryKibibytes);
  }

  private void skipPadding() throws IOException {
    int padding = 0;
    while (source.fill() > 0 && source.buffer()[source.position()] == 0) {
      source.advance(1);
      padding = padding + 1 & 3;
    }
    if (padding != 0) {
      throw new CorruptedInputException("the padding behind a stream is not a multiple of four bytes");
    }
  }
}
