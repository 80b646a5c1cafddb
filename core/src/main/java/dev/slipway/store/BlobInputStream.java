package dev.slipway.store;

import com.google.common.io.BaseEncoding;
import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;

/**
 * The bytes of a blob, digested on their way out. The last bytes are handed out only when all of them have the digest
 * that the name promises; a blob that has another one is moved out of the way.
 */
final class BlobInputStream extends InputStream {
  private static final int SKIP = 64 << 10;

  private final Store store;
  private final Digest digest;
  private final FileChannel channel;
  private final long size;
  private final MessageDigest digester;
  private long position;

  private BlobInputStream(Store store, Digest digest, FileChannel channel, long size) {
    this.store = store;
    this.digest = digest;
    this.channel = channel;
    this.size = size;
    this.digester = BlobWriter.digester(digest.algorithm());
  }

  /** The bytes of an open file, which is closed with the stream, and where there is none to return. */
  static BlobInputStream open(Store store, Digest digest, FileChannel channel) {
    boolean opened = false;
    try {
      BlobInputStream stream = new BlobInputStream(store, digest, channel, channel.size());
      if (stream.size == 0) {
        stream.verify();
      }
      opened = true;
      return stream;
    } catch (IOException e) {
      throw Failures.io("read the blob", store.place().blob(digest), e);
    } finally {
      if (!opened) {
        closeQuietly(channel);
      }
    }
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // the failure that led here matters more
    }
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (position == size) {
      return -1;
    }
    int count;
    try {
      count = channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, size - position)));
    } catch (IOException e) {
      throw Failures.io("read the blob", store.place().blob(digest), e);
    }
    if (count < 0) {
      throw damaged();
    }
    digester.update(bytes, offset, count);
    position += count;
    if (position == size) {
      verify();
    }
    return count;
  }

  /** Reads what it skips, because the digest is one of all bytes. */
  @Override
  public long skip(long count) {
    byte[] skipped = new byte[SKIP];
    long left = count;
    while (left > 0) {
      int read = read(skipped, 0, (int) Math.min(SKIP, left));
      if (read < 0) {
        break;
      }
      left -= read;
    }
    return Math.max(0, count) - Math.max(0, left);
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, size - position);
  }

  private void verify() {
    if (!BaseEncoding.base16().lowerCase().encode(digester.digest()).equals(digest.hex())) {
      throw damaged();
    }
  }

  private StoreException damaged() {
    store.quarantine(digest);
    return new StoreException(ErrorCode.STORE_DAMAGED, "the blob '" + store.place().blob(digest)
        + "' does not have the bytes that its name promises; it was moved to '" + store.place().damaged() + "' and will be made again");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
