package dev.slipway.registry;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A program that is run to its end, without a shell. What it says is bounded, its pipes are served at the same time, and
 * it is killed with its children when time is up, the caller is interrupted or one of the two streams fails.
 *
 * <p>Jib's clients of helpers and of Docker leave all of that out: they write first and read afterwards, wait without
 * limit, and nobody can end a process of theirs.
 */
final class ChildProcess {
  /** How much of what a program complains about is kept. */
  private static final int MAX_ERRORS = 8 << 10;
  /** How long the output of a program that has ended is waited for: a child that it left behind may still hold it open. */
  private static final long LINGER_MILLIS = 2000;
  private static final int BUFFER = 1 << 16;

  /** What a program is told. */
  interface Input {
    /** Nothing. */
    Input NONE = out -> {};

    void writeTo(OutputStream out) throws IOException;
  }

  /** Where its output goes. */
  interface Output {
    void accept(byte[] bytes, int length) throws IOException;
  }

  /** How a program ended. */
  record Ended(int code, String errors) {}

  /** The program could not be started. */
  static final class NotStarted extends IOException {
    private static final long serialVersionUID = 1L;

    NotStarted(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** Output of a bounded size, in memory. */
  static final class Bytes implements Output {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int limit;
    private final boolean head;

    private Bytes(int limit, boolean head) {
      this.limit = limit;
      this.head = head;
    }

    /** All of it, or a failure. */
    static Bytes atMost(int limit) {
      return new Bytes(limit, false);
    }

    /** Its beginning. */
    static Bytes first(int limit) {
      return new Bytes(limit, true);
    }

    @Override
    public synchronized void accept(byte[] some, int length) throws IOException {
      if (!head && bytes.size() + length > limit) {
        throw new IOException("more than " + limit + " bytes");
      }
      bytes.write(some, 0, Math.min(length, limit - bytes.size()));
    }

    synchronized byte[] toByteArray() {
      return bytes.toByteArray();
    }
  }

  private final Process process;
  private volatile boolean over;
  private volatile boolean delivering;
  private volatile @Nullable Throwable failure;

  private ChildProcess(Process process) {
    this.process = process;
  }

  /**
   * Runs a program.
   *
   * @throws NotStarted if the system cannot start it
   * @throws IOException if input or output failed on our side
   * @throws TimeoutException if it did not end in time
   * @throws InterruptedException if the caller was interrupted
   */
  static Ended run(ProcessBuilder program, Input input, Output output, Duration timeout)
      throws IOException, TimeoutException, InterruptedException {
    return new ChildProcess(start(program)).run(input, output, timeout);
  }

  private static Process start(ProcessBuilder program) throws NotStarted {
    try {
      return program.start();
    } catch (IOException e) {
      throw new NotStarted(e);
    }
  }

  private Ended run(Input input, Output output, Duration timeout) throws IOException, TimeoutException, InterruptedException {
    Bytes errors = Bytes.first(MAX_ERRORS);
    Thread reader = thread(() -> drain(process.getInputStream(), output));
    Thread complaints = thread(() -> drain(process.getErrorStream(), errors));
    Thread writer = thread(() -> feed(input));
    try {
      if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new TimeoutException("no end within " + timeout.toSeconds() + " s");
      }
      await(reader);
      await(complaints);
    } finally {
      over = true;
      kill();
      finish(writer);
    }
    Optional<Throwable> failed = Optional.ofNullable(failure);
    if (failed.isPresent()) {
      rethrow(failed.get());
    }
    return new Ended(process.exitValue(), new String(errors.toByteArray(), StandardCharsets.UTF_8));
  }

  /** Waits for what a program said last, but not for children that hold its output open without saying anything. */
  private void await(Thread reader) throws InterruptedException {
    do {
      reader.join(LINGER_MILLIS);
    } while (reader.isAlive() && delivering);
  }

  private static Thread thread(Runnable work) {
    return Thread.ofPlatform().daemon().name("slipway-process").start(work);
  }

  private void drain(InputStream in, Output output) {
    byte[] buffer = new byte[BUFFER];
    while (true) {
      int count;
      try {
        count = in.read(buffer);
      } catch (IOException closed) {
        return; // the process was killed, which its caller knows
      }
      if (count < 0 || over) {
        return;
      }
      delivering = true;
      try {
        output.accept(buffer, count);
      } catch (IOException | RuntimeException | Error refused) {
        fail(refused);
        return;
      } finally {
        delivering = false;
      }
    }
  }

  private void feed(Input input) {
    Pipe pipe = new Pipe(process.getOutputStream());
    try {
      input.writeTo(pipe);
      pipe.close();
    } catch (IOException | RuntimeException | Error failed) {
      if (!pipe.broken) {
        // killed before the pipe is closed: half of the input must not be taken for all of it
        fail(failed);
      }
    } finally {
      pipe.discard();
    }
  }

  /** A program that ends without reading all is judged by its exit code, not by the pipe that it broke. */
  private final class Pipe extends FilterOutputStream {
    private boolean broken;

    Pipe(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        if (over) {
          throw new IOException("the program has ended");
        }
        out.write(bytes, offset, length);
      } catch (IOException e) {
        broken = true;
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        broken = true;
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      flush();
      out.close();
    }

    void discard() {
      try {
        out.close();
      } catch (IOException gone) {
        // nobody reads it any more
      }
    }
  }

  private synchronized void fail(Throwable problem) {
    if (failure == null) {
      failure = problem;
    }
    kill();
  }

  private void kill() {
    List<ProcessHandle> below = process.descendants().toList();
    // from above: a program that outlives its child would go on as if the child had done its work. By its handle: the process
    // itself closes its pipes first, and waits for a writer that a child of its keeps waiting
    var unused = process.toHandle().destroyForcibly();
    below.forEach(child -> {
      child.descendants().forEach(ProcessHandle::destroyForcibly);
      var unusedEnd = child.destroyForcibly();
    });
  }

  /** The writer still uses what belongs to our caller, and it notices the end at its next write. */
  private static void finish(Thread writer) {
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void rethrow(Throwable failed) throws IOException {
    switch (failed) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failed);
    }
  }
}
