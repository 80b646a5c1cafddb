package dev.slipway.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer ahead of its reader, on a virtual thread of its own: unlike those of other threads, its blocking reads
 * of a socket end with an interrupt.
 */
final class BulkReader implements Runnable {
  private static final int BUFFER = 1 << 18;
  private static final int BUFFERS = 3;

  private final HttpURLConnection connection;
  private final CompletableFuture<Integer> status = new CompletableFuture<>();
  private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(BUFFERS + 1);
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS);
  private final Thread thread;

  /**
   * Some bytes of the body.
   *
   * @param length how many; none at the end
   * @param failure why there are no more, if they should
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Chunk(byte[] bytes, int length, @Nullable IOException failure) {
    boolean isLast() {
      return length == 0;
    }
  }

  private BulkReader(HttpURLConnection connection) {
    this.connection = connection;
    this.thread = Thread.ofVirtual().name("slipway-pull").unstarted(this);
  }

  static BulkReader start(HttpURLConnection connection) {
    BulkReader reader = new BulkReader(connection);
    reader.thread.start();
    return reader;
  }

  int status() throws ExecutionException, InterruptedException {
    return status.get();
  }

  /** The next bytes; the buffer of the ones before is used again. */
  Chunk next(@Nullable Chunk used) throws InterruptedException {
    if (used != null) {
      free.put(used.bytes());
    }
    return full.take();
  }

  /** Drops what was not read. */
  void end() {
    thread.interrupt();
  }

  @Override
  public void run() {
    try {
      int code = connection.getResponseCode();
      if (code < 0) {
        throw new IOException("the server answered with something else than HTTP");
      }
      InputStream body = code < 400 ? connection.getInputStream() : connection.getErrorStream();
      status.complete(code);
      copy(body == null ? InputStream.nullInputStream() : body);
    } catch (IOException failure) {
      IOException told = failure instanceof SocketTimeoutException ? timeout(failure) : failure;
      if (!status.completeExceptionally(told)) {
        // there is room: the reader of a body that fails gets no further ones
        var unused = full.offer(new Chunk(new byte[0], 0, told));
      }
      connection.disconnect();
    } catch (InterruptedException ended) {
      connection.disconnect();
    } catch (RuntimeException | Error failure) {
      status.completeExceptionally(failure);
      var unused = full.offer(new Chunk(new byte[0], 0, new IOException(failure)));
    }
  }

  private void copy(InputStream body) throws IOException, InterruptedException {
    int made = 0;
    while (true) {
      byte[] known = free.poll();
      byte[] buffer = known != null ? known : made++ < BUFFERS ? new byte[BUFFER] : free.take();
      // as full as can be without waiting for it: a slow body is handed on as it comes
      int count = body.read(buffer);
      while (count > 0 && count < buffer.length && body.available() > 0) {
        int more = body.read(buffer, count, buffer.length - count);
        if (more < 0) {
          break;
        }
        count += more;
      }
      full.put(new Chunk(buffer, Math.max(count, 0), null));
      if (count < 0) {
        return;
      }
    }
  }

  private static IOException timeout(IOException cause) {
    HttpTimeoutException timeout = new HttpTimeoutException("the server sends nothing: " + cause.getMessage());
    var unused = timeout.initCause(cause);
    return timeout;
  }
}
