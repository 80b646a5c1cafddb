package dev.slipway.build;

import dev.slipway.registry.TransferEvent;
import java.io.Console;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Shows a build on a console: on a terminal the steps that run now, below those that are done; in a log a line for each
 * step that is done. Writes to the given stream only.
 */
public final class ConsoleProgress implements BuildListener {
  private static final String ERASE_LINE = "\u001B[2K\r";
  private static final String UP = "\u001B[1A";

  private final PrintStream out;
  private final boolean live;
  private final int width;
  /** By the number of a step or the blob that travels. */
  private final Map<Object, String> running = new LinkedHashMap<>();
  /** The last line that a step's command printed, by the step's number. */
  private final Map<Object, String> said = new LinkedHashMap<>();
  private int shown;

  private ConsoleProgress(PrintStream out, boolean live, int width) {
    this.out = out;
    this.live = live;
    this.width = width;
  }

  /** Live if this process has a terminal, plain otherwise; the variable {@code NO_COLOR} or {@code TERM=dumb} means plain too. */
  public static ConsoleProgress on(PrintStream out) {
    boolean live = hasTerminal() && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
    return live ? live(out, columns()) : plain(out);
  }

  /** Since JDK 22 there is a console without a terminal too, and a method, which JDK 21 lacks, to tell them apart. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean hasTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException before22) {
      return true;
    }
  }

  /** A line for each step that is done. */
  public static ConsoleProgress plain(PrintStream out) {
    return new ConsoleProgress(out, false, Integer.MAX_VALUE);
  }

  /** With the steps that run now, cut to a width in characters. */
  public static ConsoleProgress live(PrintStream out, int width) {
    return new ConsoleProgress(out, true, width);
  }

  private static int columns() {
    try {
      return Math.max(20, Integer.parseInt(System.getenv().getOrDefault("COLUMNS", "100")));
    } catch (NumberFormatException unusable) {
      return 100;
    }
  }

  @Override
  public synchronized void on(BuildEvent event) {
    erase();
    switch (event) {
      case BuildEvent.StepStarted started -> running.put(started.id(), started.title());
      case BuildEvent.StepOutput output -> {
        if (!live) {
          out.println(cut(output.stage() + " | " + output.line()));
        } else if (!output.line().isBlank()) {
          said.put(output.id(), output.line());
        }
      }
      case BuildEvent.StepFinished finished -> {
        said.remove(finished.id());
        running.remove(finished.id());
        out.println(line(finished.report()));
      }
      case BuildEvent.StepFailed failed -> {
        running.remove(failed.id());
        said.remove(failed.id());
        if (failed.message().startsWith("'" + failed.title())) {
          // what failed commands say begins with the step, and has a line for each that they printed
          out.println(cut("FAILED"));
          failed.message().lines().forEach(line -> out.println(cut("  " + line)));
        } else {
          out.println(cut("FAILED " + failed.title() + ": " + failed.message()));
        }
      }
      case BuildEvent.Transferring transferring -> transfer(transferring.transfer());
      case BuildEvent.Healing healing -> out.println(cut("repairing: " + healing.message()));
      case BuildEvent.Finished finished -> {
        running.clear();
        out.println(String.format(Locale.ROOT, "done in %s: %d steps, %d rebuilt", BuildReport.seconds(finished.report().duration()),
            finished.report().steps().size(), finished.report().misses().size()));
      }
    }
    draw();
    out.flush();
  }

  private void transfer(TransferEvent event) {
    String what = event.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + event.repository().familiar() + " "
        + event.blob().shortHex();
    switch (event.kind()) {
      case PULLING, PUSHING -> running.put(event.blob(),
          what + " " + BuildReport.size(event.bytes()) + " of " + BuildReport.size(event.size()));
      case EXISTS -> running.remove(event.blob());
      case PULLED, BROKEN_OFF, PUSHED, MOUNTED -> {
        running.remove(event.blob());
        out.println(cut(what + " " + BuildReport.size(event.size())));
      }
    }
  }

  private String line(StepReport report) {
    String size = report.bytes() == 0 ? "" : ", " + BuildReport.size(report.bytes());
    String reason = report.reason().isEmpty() ? "" : " (" + report.reason() + ")";
    return cut(String.format(Locale.ROOT, "%-6s %s %s%s%s", report.outcome().id(), report.title(), BuildReport.seconds(report.duration()),
        size, reason));
  }

  private void erase() {
    for (; shown > 0; shown--) {
      out.print(UP + ERASE_LINE);
    }
  }

  private void draw() {
    if (live) {
      running.forEach((id, title) -> {
        out.println(cut("  …    " + title));
        shown++;
        if (said.containsKey(id)) {
          out.println(cut("         " + said.get(id)));
          shown++;
        }
      });
    }
  }

  private String cut(String line) {
    String single = BuildReport.printable(line.replace('\n', ' '));
    return single.length() <= width ? single : single.substring(0, width - 1) + "…";
  }
}
