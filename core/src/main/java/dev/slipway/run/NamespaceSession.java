package dev.slipway.run;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commands one after the other, each in namespaces of its own: those for the next are made while one runs. */
final class NamespaceSession implements Session {
  private static final Logger LOG = LoggerFactory.getLogger(NamespaceSession.class);
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(1800);

  private final Host host;
  private final List<Ending> endings = new ArrayList<>();
  private boolean another;
  private @Nullable Spare spare;

  /**
   * Something that has ended, and what is still done about it.
   *
   * @param hurry gives up what is not needed for leaving nothing behind
   */
  private record Ending(Runnable hurry, CompletableFuture<?> work) {}

  /** Namespaces that nothing runs in yet. */
  private record Spare(Path directory, CompletableFuture<Vessel> vessel) {}

  NamespaceSession(Host host) {
    this.host = host;
  }

  @Override
  public void expectAnother() {
    another = true;
  }

  @Override
  public RunResult run(RunRequest request, RunOutput output, RunChanges changes) {
    endings.removeIf(ending -> ending.work().isDone());
    try {
      return new SandboxRun(host, this, request, output, changes).run();
    } finally {
      another = false;
    }
  }

  /** Namespaces for a container without limits and a network of its own, whose workspace will be in a directory. */
  Vessel vessel(Path directory) throws InterruptedException {
    Spare made = spare;
    spare = null;
    if (made != null && made.directory().equals(directory)) {
      try {
        return made.vessel().get();
      } catch (InterruptedException e) {
        spare = made;
        throw e;
      } catch (ExecutionException failed) {
        LOG.debug("could not get ready for a command ahead of time", failed);
      }
    }
    discard(made);
    return Vessel.start(host, Script.run(host, false), directory);
  }

  /** The command has been told to start: there is time to get ready for the next. */
  void started(Path directory) {
    if (another && spare == null) {
      another = false;
      ImmutableList<String> command = Script.run(host, false);
      spare = new Spare(directory, CompletableFuture.supplyAsync(() -> {
        try {
          return Vessel.start(host, command, directory);
        } catch (InterruptedException nobodyDoesThat) {
          throw new CompletionException(nobodyDoesThat);
        }
      }, Supervised.threads()));
    }
  }

  /** Does the last of a command's work, which nobody waits for but {@link #close}, and ends its process. */
  void end(Supervised process, Runnable work) {
    endings.add(new Ending(process::endInput, CompletableFuture.runAsync(() -> {
      try (process) {
        work.run();
      }
    }, Supervised.threads())));
  }

  @Override
  public void close() {
    Spare unneeded = spare;
    spare = null;
    discard(unneeded);
    boolean interrupted = Thread.interrupted();
    long end = System.nanoTime() + PATIENCE;
    for (Ending ending : endings) {
      interrupted |= await(ending, interrupted, end);
    }
    endings.clear();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a command's last work, once interrupted not for its success, and not for long. */
  private static boolean await(Ending ending, boolean hurried, long end) {
    boolean interrupted = hurried;
    while (true) {
      try {
        if (interrupted) {
          ending.hurry().run();
          ending.work().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } else {
          ending.work().get();
        }
        return interrupted;
      } catch (InterruptedException now) {
        interrupted = true;
      } catch (ExecutionException failed) {
        LOG.debug("what a command left was not kept", failed.getCause());
        return interrupted;
      } catch (TimeoutException itGoesOn) {
        return interrupted;
      }
    }
  }

  private void discard(@Nullable Spare unneeded) {
    if (unneeded != null) {
      endings.add(new Ending(() -> {}, unneeded.vessel().thenAcceptAsync(Vessel::close, Supervised.threads())));
    }
  }
}
