package dev.slipway.build;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.UserSpec;
import dev.slipway.run.RunNetwork;
import dev.slipway.run.RunResult;
import dev.slipway.run.ShellWord;
import java.time.Duration;
import java.util.List;

/** Tells people of a command that failed. */
final class RunFailure {
  private static final int SHOWN_LINES = 20;
  private static final int SIGNALS = 128;
  private static final int NOT_FOUND = 127;
  private static final int KILLED = SIGNALS + 9;

  private RunFailure() {}

  static RunFailedException of(String stage, String step, RunPlan plan, RunResult result, ImmutableList<String> lastLines,
      RunOptions options) {
    StringBuilder text = new StringBuilder("'").append(step).append("' failed: ").append(outcome(result, options)).append('\n');
    if (lastLines.isEmpty()) {
      text.append("it printed nothing\n");
    } else {
      text.append("the last lines that it printed:\n");
      lastLines.subList(Math.max(0, lastLines.size() - SHOWN_LINES), lastLines.size())
          .forEach(line -> text.append("  | ").append(line).append('\n'));
    }
    text.append(reproduction(plan, options));
    return new RunFailedException(
        new RunFailedException.Failure(stage, step, plan.arguments(), result.exitCode(), result.timedOut(), lastLines), text.toString());
  }

  private static String outcome(RunResult result, RunOptions options) {
    if (result.timedOut()) {
      return "it was ended after " + options.timeout().map(Duration::toString).orElse("its time limit");
    }
    int code = result.exitCode();
    String hint = code == KILLED
        ? " (killed: out of memory?)"
        : code > SIGNALS ? " (signal " + (code - SIGNALS) + ")" : code == NOT_FOUND ? " (a program was not found)" : "";
    return "exit code " + code + hint;
  }

  /** Values of variables stay out: some are nobody's business. */
  private static String reproduction(RunPlan plan, RunOptions options) {
    StringBuilder command = new StringBuilder("docker run --rm -it");
    if (plan.network() == RunNetwork.NONE) {
      command.append(" --network none");
    }
    plan.user().map(UserSpec::toString).ifPresent(user -> command.append(" --user ").append(ShellWord.readable(user)));
    command.append(" --workdir ").append(ShellWord.readable(plan.workingDirectory().toString()));
    command.append(" --entrypoint ").append(ShellWord.readable(plan.arguments().get(0))).append(" failed");
    plan.arguments().subList(1, plan.arguments().size()).forEach(argument -> command.append(' ').append(ShellWord.readable(argument)));
    String mounts = plan.mounts().isEmpty() ? "" : " (with what it mounts: " + String.join(", ", targets(plan)) + ")";
    return options.debug()
        ? "to look into it: files() has the files that it left; load them as 'failed' and run " + command + mounts
        : "to look into it: build with RunOptions.keepFailed(), load the files() of this failure into Docker as 'failed' and run " + command
            + mounts;
  }

  private static List<String> targets(RunPlan plan) {
    return plan.mounts().stream().map(mount -> mount.target().toString()).toList();
  }
}
