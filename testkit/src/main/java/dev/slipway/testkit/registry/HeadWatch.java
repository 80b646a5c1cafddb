package dev.slipway.testkit.registry;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a server, and over plain http an end to connections that speak something else. Many clients try https first, and
 * the JDK's server takes their first bytes for a request line whose end it waits for, as long as the client does (ten
 * seconds are usual, and Jib gives up altogether). Here, a thread that still waits for the head of a request is interrupted,
 * which closes its connection; the client then turns to http.
 */
final class HeadWatch implements Executor, AutoCloseable {
  /** Heads come in one piece, as a rule, and the server begins to read when the first byte is there. */
  private static final long PATIENCE_MILLIS = 500;
  private static final ThreadLocal<Head> HEAD = new ThreadLocal<>();
  private static final String CHANNEL = "sun.nio.ch.SocketChannelImpl";

  private final boolean watches;
  private final ExecutorService threads;
  private final ScheduledThreadPoolExecutor clock;

  /**
   * Threads of a server.
   *
   * @param watches whether the server speaks plain http; over TLS, strangers are recognised by their first bytes
   */
  HeadWatch(String name, boolean watches) {
    this.watches = watches;
    ThreadFactory daemons = task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
    // not virtual ones: on JDK 21, the server's synchronized streams would hold on to the few threads that carry them
    threads = Executors.newCachedThreadPool(daemons);
    clock = new ScheduledThreadPoolExecutor(1, daemons);
    clock.setRemoveOnCancelPolicy(true);
  }

  /** A request whose head is being read. */
  private static final class Head {
    private final Thread thread = Thread.currentThread();
    private boolean read;

    /** A thread that is slow but has all it needs does not stand in the channel's reading. */
    synchronized void checkWaiting() {
      boolean waits = !read;
      for (StackTraceElement frame : waits ? thread.getStackTrace() : new StackTraceElement[0]) {
        if (frame.getClassName().equals(CHANNEL)) {
          thread.interrupt();
          return;
        }
      }
    }

    synchronized void setRead() {
      read = true;
      // an interrupt that came in the last moment is not meant for the request
      var unused = Thread.interrupted();
    }
  }

  @Override
  public void execute(Runnable exchange) {
    if (!watches) {
      threads.execute(exchange);
      return;
    }
    threads.execute(() -> {
      Head head = new Head();
      HEAD.set(head);
      Future<?> check = clock.scheduleAtFixedRate(head::checkWaiting, PATIENCE_MILLIS, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      try {
        exchange.run();
      } finally {
        head.setRead();
        HEAD.remove();
        var unused = check.cancel(false);
      }
    });
  }

  /** Says that the head of the request of this thread has been read. */
  void headRead() {
    if (watches) {
      HEAD.get().setRead();
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    threads.shutdownNow();
  }
}
