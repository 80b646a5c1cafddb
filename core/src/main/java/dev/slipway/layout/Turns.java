package dev.slipway.layout;

import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import java.util.concurrent.Semaphore;

/** A limit on how many threads do something at once. Nobody waits for a lock of the store while it is their turn. */
public final class Turns {
  private final Semaphore free;

  /** So many at once. */
  public Turns(int atOnce) {
    this.free = new Semaphore(atOnce, true);
  }

  /** A turn, until it is closed. */
  public interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits for a turn.
   *
   * @throws BuildException with {@code CANCELLED} if the thread is interrupted
   */
  public Turn take() {
    try {
      free.acquire();
      return free::release;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BuildException(ErrorCode.CANCELLED, "interrupted while waiting for other layers", e);
    }
  }
}
