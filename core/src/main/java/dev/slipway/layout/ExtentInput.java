package dev.slipway.layout;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** The bytes of one file in a tar; closing it closes the tar. */
final class ExtentInput extends InputStream {
  private final SeekableByteChannel channel;
  private long remaining;

  ExtentInput(SeekableByteChannel channel, TarIndex.Extent extent) throws IOException {
    this.channel = channel.position(extent.offset());
    this.remaining = extent.size();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (remaining == 0 || length == 0) {
      return length == 0 ? 0 : -1;
    }
    int count = channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, remaining)));
    if (count < 0) {
      throw new EOFException("the archive was cut off while it was read");
    }
    remaining -= count;
    return count;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
