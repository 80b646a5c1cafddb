package dev.slipway.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A body of known length that is read as fast as the connection takes it. */
final class BodyFlow implements BodyPublisher {
  private static final int CHUNK = 1 << 17;

  private final Call.Body body;
  private final AtomicLong moved;

  /** The second argument is told when something was asked for: the connection took what came before. */
  BodyFlow(Call.Body body, AtomicLong moved) {
    this.body = body;
    this.moved = moved;
  }

  @Override
  public long contentLength() {
    return body.length();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    Sending sending = new Sending(subscriber);
    subscriber.onSubscribe(sending);
  }

  /** One sending of the body. */
  private final class Sending implements Flow.Subscription {
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private final AtomicLong demand = new AtomicLong();
    private @Nullable InputStream in;
    private long sent;
    private boolean ended;

    Sending(Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long count) {
      moved.set(System.nanoTime());
      // whoever raises the demand from nothing delivers; a request from within a delivery only raises it
      if (demand.getAndAdd(count) == 0) {
        deliver();
      }
    }

    private synchronized void deliver() {
      do {
        if (ended) {
          return;
        }
        try {
          step();
        } catch (IOException | RuntimeException failure) {
          end();
          subscriber.onError(failure);
          return;
        }
      } while (demand.decrementAndGet() > 0);
    }

    private void step() throws IOException {
      InputStream open = in == null ? body.open() : in;
      in = open;
      byte[] chunk = new byte[(int) Math.min(CHUNK, body.length() - sent)];
      int count = open.readNBytes(chunk, 0, chunk.length);
      if (count < chunk.length) {
        throw new IOException("there are only " + (sent + count) + " of " + body.length() + " bytes to send");
      }
      sent += count;
      subscriber.onNext(ByteBuffer.wrap(chunk));
      if (sent == body.length()) {
        end();
        subscriber.onComplete();
      }
    }

    private void end() {
      ended = true;
      try {
        if (in != null) {
          in.close();
        }
      } catch (IOException ignored) {
        // everything was read, or the failure is reported already
      }
    }

    @Override
    public synchronized void cancel() {
      end();
    }
  }
}
