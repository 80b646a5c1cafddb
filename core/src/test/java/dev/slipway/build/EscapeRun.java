package dev.slipway.build;

import dev.slipway.run.Privileges;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.opentest4j.TestAbortedException;

/** Tries all {@link EscapeCase}s, in this Java or, as a main class, in one of another user. */
public final class EscapeRun {
  private static final long LIMIT_SECONDS = 60;

  private EscapeRun() {}

  /**
   * What came of a case.
   *
   * @param problem what went wrong; empty if nothing did
   */
  record Result(String name, boolean skipped, String problem, long millis) {
    private static final String SKIPPED = "skipped";

    String line() {
      return String.join("\t", name.replace('\t', ' ').replace('\n', ' '), skipped ? SKIPPED : problem.isEmpty() ? "ok" : "failed",
          Long.toString(millis),
          problem.replace("\t", "  ").replace("\n", "\u0001"));
    }

    static Result of(String line) {
      String[] parts = line.split("\t", -1);
      return new Result(parts[0], parts[1].equals(SKIPPED), parts[3].replace("\u0001", "\n"), Long.parseLong(parts[2]));
    }
  }

  /** Tries some cases, one after the other, in an empty directory; tells of each. */
  static void run(List<EscapeCase> cases, Path directory, Privileges privileges, Consumer<Result> listener) throws IOException {
    ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    try (EscapeBench bench = new EscapeBench(directory, privileges)) {
      for (EscapeCase escape : cases) {
        long start = System.nanoTime();
        Future<?> attempt = thread.submit(() -> {
          EscapeCanary.State before = bench.canary().record();
          try {
            escape.attempt().on(bench);
          } finally {
            bench.canary().assertSame(before, escape.toString());
          }
          return null;
        });
        listener.accept(result(escape, attempt, start));
      }
    } finally {
      thread.shutdownNow();
    }
  }

  private static Result result(EscapeCase escape, Future<?> attempt, long start) {
    boolean skipped = false;
    String problem = "";
    try {
      attempt.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failure) {
      skipped = failure.getCause() instanceof TestAbortedException;
      problem = skipped ? String.valueOf(failure.getCause().getMessage()) : trace(failure.getCause());
    } catch (TimeoutException tooLong) {
      attempt.cancel(true);
      problem = "it takes more than " + LIMIT_SECONDS + " s";
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      problem = "interrupted";
    }
    return new Result(escape.toString(), skipped, problem, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  /** Arguments: privileges, an empty directory, and the beginning of the names of the cases wanted, if not all. Prints a line for each. */
  public static void main(String[] arguments) throws IOException {
    List<EscapeCase> wanted = new ArrayList<>(EscapeCase.all());
    if (arguments.length > 2) {
      wanted.removeIf(escape -> !escape.toString().matches(arguments[2]));
    }
    run(wanted, Path.of(arguments[1]), Privileges.valueOf(arguments[0]), result -> System.out.println(result.line()));
    System.exit(0);
  }
}
