package dev.slipway.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a call for many bytes, over the JDK's blocking client: that reads from the socket straight into large
 * buffers, which takes a fraction of the processor time that the asynchronous client needs to hand over the same bytes.
 * What it reads is one or two buffers ahead of what is asked for.
 */
final class BulkReply implements Reply {
  private final HttpURLConnection connection;
  private final int status;
  private final InputStream body;
  private final BulkReader reader;

  private BulkReply(HttpURLConnection connection, int status, BulkReader reader) {
    this.connection = connection;
    this.status = status;
    this.reader = reader;
    this.body = new RateGuard(new Body(reader), reader::end);
  }

  /** Sends a request that is set up on the connection, and waits for the head of the answer. */
  static Reply open(HttpURLConnection connection) throws IOException, InterruptedException {
    BulkReader reader = BulkReader.start(connection);
    try {
      return new BulkReply(connection, reader.status(), reader);
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof IOException known ? known : new IOException(String.valueOf(failure.getCause()), failure);
    } catch (InterruptedException interrupted) {
      reader.end();
      throw interrupted;
    }
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public List<String> headers(String name) {
    // of several, the connection gives the last one first
    return connection.getHeaderFields().entrySet().stream().filter(field -> name.equalsIgnoreCase(field.getKey()))
        .flatMap(field -> field.getValue().stream()).toList().reversed();
  }

  @Override
  public InputStream body() {
    return body;
  }

  @Override
  public void close() {
    reader.end();
    try {
      body.close();
    } catch (IOException ignored) {
      // nobody waits for the rest
    }
  }

  /** The buffers, one after the other. */
  private static final class Body extends InputStream {
    private final BulkReader reader;
    private BulkReader.@Nullable Chunk chunk;
    private int position;

    Body(BulkReader reader) {
      this.reader = reader;
    }

    @Override
    public int read() throws IOException {
      byte[] single = new byte[1];
      return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      if (length == 0) {
        return 0;
      }
      BulkReader.Chunk current = chunk();
      if (current.failure() != null) {
        throw current.failure();
      }
      if (current.length() == 0) {
        return -1;
      }
      int count = Math.min(length, current.length() - position);
      System.arraycopy(current.bytes(), position, bytes, offset, count);
      position += count;
      return count;
    }

    /** One with something left; at the end or after a failure always the last one. */
    private BulkReader.Chunk chunk() throws IOException {
      BulkReader.Chunk current = chunk;
      if (current != null && (current.isLast() || position < current.length())) {
        return current;
      }
      try {
        current = reader.next(current);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        reader.end();
        throw new InterruptedIOException("reading was interrupted");
      }
      chunk = current;
      position = 0;
      return current;
    }
  }
}
