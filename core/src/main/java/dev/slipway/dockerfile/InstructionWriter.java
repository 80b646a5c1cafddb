package dev.slipway.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Add;
import dev.slipway.image.Base;
import dev.slipway.image.Command;
import dev.slipway.image.Copy;
import dev.slipway.image.Healthcheck;
import dev.slipway.image.Heredoc;
import dev.slipway.image.Instruction;
import dev.slipway.image.Instruction.Pair;
import dev.slipway.image.PatternText;
import dev.slipway.image.Run;
import dev.slipway.image.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes one instruction, with the texts of several lines that belong to it. */
final class InstructionWriter {
  /** The builder reads no longer line. */
  private static final int MAX_LINE_BYTES = 65_535;

  private final Set<DockerfileFeature> features;
  private final Function<Base, String> nameOf;
  private final String place;
  private final boolean triggered;
  private final InstructionText text;
  private final WordWriter words;

  InstructionWriter(Set<DockerfileFeature> features, Function<Base, String> nameOf, String place, boolean triggered) {
    this.features = features;
    this.nameOf = nameOf;
    this.place = place;
    this.triggered = triggered;
    this.text = new InstructionText(features, place);
    this.words = text.words();
  }

  /** The instruction's lines, the last one ended. */
  String write(Instruction instruction) {
    String line = line(instruction);
    String lines = line + "\n" + text.bodies();
    checkLines(lines);
    return lines;
  }

  private String line(Instruction instruction) {
    return switch (instruction) {
      case Run run -> run(run);
      case Copy copy -> new TransferWriter(text, nameOf).copy(copy);
      case Add add -> new TransferWriter(text, nameOf).add(add);
      case Instruction.Arg arg -> closed(text.oneLine("ARG " + argument(arg)));
      case Instruction.Args args ->
        closed(text.oneLine("ARG " + args.arguments().stream().map(this::argument).collect(Collectors.joining(" "))));
      case Instruction.Env env -> pairs("ENV", env.variables());
      case Instruction.Label label -> pairs("LABEL", label.labels());
      case Instruction.Workdir workdir -> single("WORKDIR", workdir.path());
      case Instruction.User user -> single("USER", user.user());
      case Instruction.StopSignal signal -> single("STOPSIGNAL", signal.signal());
      case Instruction.Expose expose -> expose(expose);
      case Instruction.Volume volume -> text.list("VOLUME", "", volume.paths().stream().map(words::untrimmed).toList());
      case Instruction.Cmd cmd -> "CMD " + command(cmd.command());
      case Instruction.Entrypoint entrypoint -> "ENTRYPOINT " + command(entrypoint.command());
      case Instruction.Health health -> health(health.check());
      case Instruction.Shell shell -> "SHELL " + WordWriter.json(shell.arguments());
      case Instruction.Onbuild onbuild -> onbuild(onbuild);
      case Instruction.Maintainer maintainer -> maintainer(maintainer);
    };
  }

  private String argument(Instruction.Arg arg) {
    return arg.name() + arg.defaultValue().map(value -> "=" + words.inList(value)).orElse("");
  }

  private String onbuild(Instruction.Onbuild onbuild) {
    InstructionWriter inner = new InstructionWriter(features, this::nameForTrigger, place, true);
    String line = inner.line(onbuild.trigger());
    text.add(inner.text);
    return "ONBUILD " + line;
  }

  /** A trigger runs in another Dockerfile, whose stages and contexts it may name but which does not know ours. */
  private String nameForTrigger(Base base) {
    features.add(DockerfileFeature.ONBUILD_FROM);
    return switch (base) {
      case Base.Reference reference when reference.name().constant().isPresent() -> reference.name().constant().get();
      case Base.NamedContext context -> context.name();
      case Base.Scratch scratch -> "scratch";
      default -> throw text.impossible("an ONBUILD trigger cannot take files from '" + base
          + "', which the Dockerfile that it will run in does not know; name an image, a stage or a context there");
    };
  }

  private String maintainer(Instruction.Maintainer maintainer) {
    String name = PatternText.trim(maintainer.name());
    if (ShellLine.endsInContinuation(name)) {
      throw text.impossible("the name ends with a backslash, which joins the next line; use a label");
    }
    return text.oneLine("MAINTAINER " + argument(name));
  }

  private String single(String keyword, Word word) {
    return text.oneLine(keyword + " " + argument(words.single(word)));
  }

  /** Two hyphens end the flags where an argument would look like one. */
  private static String argument(String written) {
    return written.startsWith("--") ? "-- " + written : written;
  }

  private String expose(Instruction.Expose expose) {
    List<String> ports = new ArrayList<>();
    for (Word port : expose.ports()) {
      String written = words.bare(port);
      if (WordWriter.hasSpace(written)) {
        throw text.impossible("port '" + port + "' has a blank, which EXPOSE cannot quote; use a variable without one");
      }
      ports.add(written);
    }
    return text.oneLine("EXPOSE " + String.join(" ", ports));
  }

  private String pairs(String keyword, ImmutableList<Pair> pairs) {
    List<String> written = new ArrayList<>();
    for (Pair pair : pairs) {
      String name = words.escaped(pair.name());
      if (name.indexOf('=') >= 0) {
        throw text.impossible(
            "the name '" + pair.name() + "' has a '=' inside a variable, where the builder would end it; use a variable for it");
      }
      // a name that begins with # would make its line a comment
      written.add(text.oneLine((name.startsWith("#") ? "\\" : "") + name + "=" + words.inList(pair.value())));
    }
    // a trigger is kept as one line in the image's configuration
    return closed(keyword + " " + argument(String.join(triggered ? " " : " \\\n    ", written)));
  }

  /** An escaped blank at the end of a line would join the next one or be dropped; empty quotes behind it stand for nothing. */
  private static String closed(String line) {
    return ShellLine.endsInContinuation(line) || !PatternText.trim(line).equals(line) ? line + "\"\"" : line;
  }

  private String run(Run run) {
    StringBuilder flags = new StringBuilder();
    MountWriter mounts = new MountWriter(words, features, nameOf);
    run.mounts().forEach(mount -> flags.append(" --mount=").append(WordWriter.flag(mounts.write(mount))));
    run.network().ifPresent(network -> {
      features.add(DockerfileFeature.RUN_NETWORK);
      flags.append(" --network=").append(network.id());
    });
    run.security().ifPresent(security -> {
      features.add(DockerfileFeature.RUN_SECURITY);
      flags.append(" --security=").append(security.id());
    });
    for (Run.Device device : run.devices()) {
      features.add(DockerfileFeature.RUN_DEVICE);
      flags.append(" --device=").append(WordWriter.flag(device.name())).append(device.required() ? ",required" : "");
    }
    return "RUN" + text.oneLine(flags.toString()) + " " + switch (run.command()) {
      case Command.ExecForm exec -> WordWriter.json(exec.arguments());
      case Command.Script script -> script(script.text());
      case Command.ShellForm shell -> runLine(shell);
    };
  }

  private String script(Heredoc script) {
    features.add(DockerfileFeature.HEREDOC);
    String delimiter = HeredocText.freeDelimiter(script);
    text.add(delimiter, script);
    return HeredocText.announcement(delimiter, script);
  }

  /** A line for the shell as it stands, or as a script where the builder would read it in another way. */
  private String runLine(Command.ShellForm shell) {
    String line = PatternText.trim(shell.line());
    ShellLine read = ShellLine.of(line);
    if (!shell.heredocs().isEmpty()) {
      checkTexts(shell, read);
      features.add(DockerfileFeature.HEREDOC);
      shell.heredocs().forEach(heredoc -> text.add(heredoc.name(), heredoc));
      return argument(line);
    }
    if (read.isWritable() && read.announcements().isEmpty() && !JsonPrefix.isArray(line)) {
      return argument(line);
    }
    if (line.startsWith("#!") || ShellLine.endsInContinuation(line)) {
      throw text.impossible(
          "the line '" + InstructionText.abbreviated(line) + "' cannot be written for the shell; use Command.script or Command.exec");
    }
    features.add(DockerfileFeature.HEREDOC);
    Heredoc lines = new Heredoc(HeredocText.LINE, line, false);
    if (HeredocText.contains(lines, HeredocText.LINE)) {
      throw text.impossible("a line of '" + InstructionText.abbreviated(line) + "' is '" + HeredocText.LINE
          + "', which would end the text that it is written as; use Command.script");
    }
    text.add(HeredocText.LINE, lines);
    return HeredocText.announcement(HeredocText.LINE, lines);
  }

  private void checkTexts(Command.ShellForm shell, ShellLine read) {
    boolean matches = read.announcements().size() == shell.heredocs().size();
    for (int i = 0; matches && i < shell.heredocs().size(); i++) {
      Heredoc heredoc = shell.heredocs().get(i);
      matches = read.announcements().get(i).name().equals(heredoc.name()) && read.announcements().get(i).quoted() != heredoc.expanded();
      if (HeredocText.contains(heredoc, heredoc.name())) {
        throw text.impossible("the text '" + heredoc.name() + "' has a line that is its own name, which would end it; rename it");
      }
    }
    if (!matches || !read.isWritable()) {
      throw text.impossible("the line '" + InstructionText.abbreviated(shell.line())
          + "' must announce its texts in order, on one line, as <<NAME where variables are replaced and <<'NAME' where not");
    }
  }

  private String command(Command command) {
    return switch (command) {
      case Command.ExecForm exec -> WordWriter.json(exec.arguments());
      case Command.ShellForm shell when shell.heredocs().isEmpty() -> argument(plainLine(shell.line()));
      default -> throw text.impossible("only RUN can hold a text of several lines; copy a script into the image and name it");
    };
  }

  private String plainLine(String given) {
    String line = PatternText.trim(given);
    if (!ShellLine.of(line).isWritable()) {
      throw text.impossible("the line '" + InstructionText.abbreviated(line)
          + "' has a line break or ends with a backslash, which only RUN can hold; separate commands with ';' or name a script");
    }
    if (JsonPrefix.isArray(line)) {
      throw text.impossible(
          "the line '" + InstructionText.abbreviated(line)
              + "' would be read as a list of arguments; write Command.exec, or 'exec ' before it");
    }
    return line;
  }

  private String health(Healthcheck check) {
    if (!(check instanceof Healthcheck.Probe probe)) {
      return "HEALTHCHECK NONE";
    }
    StringBuilder line = new StringBuilder("HEALTHCHECK");
    appendDuration(" --interval=", probe.interval(), line);
    appendDuration(" --timeout=", probe.timeout(), line);
    appendDuration(" --start-period=", probe.startPeriod(), line);
    if (probe.startInterval().isPresent()) {
      features.add(DockerfileFeature.START_INTERVAL);
    }
    appendDuration(" --start-interval=", probe.startInterval(), line);
    probe.retries().ifPresent(retries -> line.append(" --retries=").append(retries));
    String command = probe.command() instanceof Command.ShellForm shell && shell.heredocs().isEmpty()
        ? plainLine(shell.line())
        : command(probe.command());
    return line.append(" CMD ").append(command).toString();
  }

  private static void appendDuration(String flag, Optional<Duration> duration, StringBuilder line) {
    duration.ifPresent(value -> {
      line.append(flag);
      long nanos = value.toNanosPart();
      appendUnit(value.toHours(), "h", line);
      appendUnit(value.toMinutesPart(), "m", line);
      appendUnit(value.toSecondsPart(), "s", line);
      appendUnit(nanos / 1_000_000, "ms", line);
      appendUnit(nanos / 1_000 % 1_000, "us", line);
      appendUnit(nanos % 1_000, "ns", line);
    });
  }

  private static void appendUnit(long amount, String unit, StringBuilder line) {
    if (amount > 0) {
      line.append(amount).append(unit);
    }
  }

  private void checkLines(String lines) {
    int start = 0;
    while (start < lines.length()) {
      int end = lines.indexOf('\n', start);
      if (end - start > MAX_LINE_BYTES / 4
          && lines.substring(start, end).getBytes(UTF_8).length > MAX_LINE_BYTES) {
        throw text.impossible("a line has more than " + MAX_LINE_BYTES + " bytes, which no builder reads; put it into a file");
      }
      start = end + 1;
    }
    if (lines.indexOf('\0') >= 0 || !UTF_8.newEncoder().canEncode(lines)) {
      throw text
          .impossible("it has characters that UTF-8 text cannot hold, such as a file name's raw bytes; use a pattern with '?' for them");
    }
  }
}
