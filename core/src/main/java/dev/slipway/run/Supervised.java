package dev.slipway.run;

import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process whose life hangs on a pipe: it ends, and takes everything that it started with it, when its standard input comes to
 * an end. The kernel sees to that end when this program dies, however it dies.
 */
final class Supervised implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervised.class);
  private static final long PATIENCE_MILLIS = 1800;
  private static final long LAST_PATIENCE_SECONDS = 60;

  /** Threads wait for pipes here, and keep no program from ending. */
  private static final ExecutorService THREADS = Executors
      .newCachedThreadPool(Thread.ofPlatform().daemon().name("slipway-run-", 1).factory());

  /** Takes what comes from a pipe. */
  interface Reader {
    void read(InputStream in) throws IOException;
  }

  private final Process process;
  private final OutputStream input;
  private final Feed feed;
  private final CompletableFuture<Void> errors;

  private Supervised(Process process, Reader errors) {
    this.process = process;
    this.input = process.getOutputStream();
    this.feed = new Feed(process.getInputStream(), THREADS);
    this.errors = inBackground(() -> errors.read(process.getErrorStream()));
  }

  /**
   * Starts a program with exactly the given environment.
   *
   * @param errors reads its standard error to the end, on a thread of its own
   * @throws BuildException if the system cannot start it
   */
  static Supervised start(List<String> command, Map<String, String> environment, Path directory, Reader errors) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return new Supervised(builder.start(), errors);
    } catch (IOException e) {
      throw new BuildException(ErrorCode.IO, "could not start '" + command.get(0) + "': " + e.getMessage(), e);
    }
  }

  /** Work that must not keep its caller from being interrupted. */
  interface Work {
    void run() throws IOException;
  }

  static CompletableFuture<Void> inBackground(Work work) {
    return CompletableFuture.runAsync(() -> {
      try {
        work.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }, THREADS);
  }

  /** Threads that wait for others, and keep no program from ending. */
  static Executor threads() {
    return THREADS;
  }

  /** What it prints to its standard output. */
  Feed feed() {
    return feed;
  }

  /** Writes to its standard input; whoever writes more than a pipe holds does so in the background. */
  OutputStream input() {
    return input;
  }

  /** Waits for the end of its standard error, which is how it says that it has done what it was told. */
  void awaitErrors() throws InterruptedException {
    await(errors);
  }

  /** What reading its standard error failed with, once that is over. */
  Optional<Throwable> errorsFailure() {
    try {
      errors.getNow(null);
      return Optional.empty();
    } catch (CompletionException e) {
      return Optional.ofNullable(e.getCause());
    }
  }

  /** Waits for background work, however it ends. */
  static void await(CompletableFuture<Void> work) throws InterruptedException {
    try {
      work.get();
    } catch (ExecutionException failed) {
      // asked for later, where it can be told
    }
  }

  /** Waits until it ends by itself. */
  int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  /** Waits until it ends by itself, and says whether it did in time. */
  boolean awaitEnd(long nanos) throws InterruptedException {
    return process.waitFor(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Ends it: closes its standard input and waits until it and everything that it started are gone. An interrupt cuts the wait
   * short, and is kept: processes are gone by then, files go as fast as the disk lets them.
   */
  @Override
  public void close() {
    endInput();
    feed.discard();
    boolean interrupted = Thread.interrupted();
    if (!interrupted) {
      try {
        process.waitFor();
        await(errors);
        return;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    awaitBriefly();
    Thread.currentThread().interrupt();
  }

  private void awaitBriefly() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (true) {
      try {
        if (!process.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
          THREADS.execute(this::awaitLong);
        }
        return;
      } catch (InterruptedException again) {
        // the caller's flag is set afterwards
      }
    }
  }

  /** For a disk that takes its time, and against a system that is stuck. */
  private void awaitLong() {
    try {
      if (!process.waitFor(LAST_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("a process of a cancelled RUN does not end; killing it, its files may stay");
        kill();
      }
    } catch (InterruptedException shutdown) {
      kill();
    }
  }

  /** Kills it at once, from above, so that nothing starts again what has been killed. */
  void kill() {
    List<ProcessHandle> below = process.descendants().toList();
    var unused = process.toHandle().destroyForcibly();
    below.forEach(child -> {
      var unusedToo = child.destroyForcibly();
    });
  }

  void endInput() {
    try {
      input.close();
    } catch (IOException broken) {
      // it has ended already
    }
  }

  /** Waits for background work, at most as long as told. */
  static void await(CompletableFuture<Void> work, long nanos) throws InterruptedException, TimeoutException {
    try {
      work.get(nanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      // the other side ended early, and tells why
    }
  }
}
