package dev.slipway.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Add;
import dev.slipway.image.Base;
import dev.slipway.image.Command;
import dev.slipway.image.Copy;
import dev.slipway.image.CopyOptions;
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
  private final WordWriter words;
  /** Where the instruction stands, for messages. */
  private final String place;
  private final boolean triggered;
  /** Texts of several lines that follow the instruction's line. */
  private final StringBuilder bodies = new StringBuilder();

  InstructionWriter(Set<DockerfileFeature> features, Function<Base, String> nameOf, String place, boolean triggered) {
    this.features = features;
    this.nameOf = nameOf;
    this.words = new WordWriter(features);
    this.place = place;
    this.triggered = triggered;
  }

  /** The instruction's lines, the last one ended. */
  String write(Instruction instruction) {
    String line = line(instruction);
    String text = line + "\n" + bodies;
    checkLines(text);
    return text;
  }

  private String line(Instruction instruction) {
    return switch (instruction) {
      case Run run -> run(run);
      case Copy copy -> copy(copy);
      case Add add -> add(add);
      case Instruction.Arg arg -> closed(oneLine("ARG " + argument(arg)));
      case Instruction.Args args ->
        closed(oneLine("ARG " + args.arguments().stream().map(this::argument).collect(Collectors.joining(" "))));
      case Instruction.Env env -> pairs("ENV", env.variables());
      case Instruction.Label label -> pairs("LABEL", label.labels());
      case Instruction.Workdir workdir -> single("WORKDIR", workdir.path());
      case Instruction.User user -> single("USER", user.user());
      case Instruction.StopSignal signal -> single("STOPSIGNAL", signal.signal());
      case Instruction.Expose expose -> expose(expose);
      case Instruction.Volume volume ->
        list("VOLUME", "", volume.paths().stream().map(words::untrimmed).toList());
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
    bodies.append(inner.bodies);
    return "ONBUILD " + line;
  }

  /** A trigger runs in another Dockerfile, whose stages and contexts it may name but which does not know ours. */
  private String nameForTrigger(Base base) {
    features.add(DockerfileFeature.ONBUILD_FROM);
    return switch (base) {
      case Base.Reference reference when reference.name().constant().isPresent() -> reference.name().constant().get();
      case Base.NamedContext context -> context.name();
      case Base.Scratch scratch -> "scratch";
      default -> throw impossible("an ONBUILD trigger cannot take files from '" + base
          + "', which the Dockerfile that it will run in does not know; name an image, a stage or a context there");
    };
  }

  private String maintainer(Instruction.Maintainer maintainer) {
    String name = PatternText.trim(maintainer.name());
    if (ShellLine.endsInContinuation(name)) {
      throw impossible("the name ends with a backslash, which joins the next line; use a label");
    }
    return oneLine("MAINTAINER " + argument(name));
  }

  private String single(String keyword, Word word) {
    return oneLine(keyword + " " + argument(words.single(word)));
  }

  /** Two hyphens end the flags where an argument would look like one. */
  private static String argument(String text) {
    return text.startsWith("--") ? "-- " + text : text;
  }

  private String expose(Instruction.Expose expose) {
    List<String> ports = new ArrayList<>();
    for (Word port : expose.ports()) {
      String written = words.bare(port);
      if (WordWriter.hasSpace(written)) {
        throw impossible("port '" + port + "' has a blank, which EXPOSE cannot quote; use a variable without one");
      }
      ports.add(written);
    }
    return oneLine("EXPOSE " + String.join(" ", ports));
  }

  private String pairs(String keyword, ImmutableList<Pair> pairs) {
    List<String> written = new ArrayList<>();
    for (Pair pair : pairs) {
      String name = words.escaped(pair.name());
      if (name.indexOf('=') >= 0) {
        throw impossible(
            "the name '" + pair.name() + "' has a '=' inside a variable, where the builder would end it; use a variable for it");
      }
      // a name that begins with # would make its line a comment
      written.add(oneLine((name.startsWith("#") ? "\\" : "") + name + "=" + words.inList(pair.value())));
    }
    // a trigger is kept as one line in the image's configuration
    return closed(keyword + " " + argument(String.join(triggered ? " " : " \\\n    ", written)));
  }

  /** An escaped blank at the end of a line would join the next one or be dropped; empty quotes behind it stand for nothing. */
  private static String closed(String line) {
    return ShellLine.endsInContinuation(line) || !PatternText.trim(line).equals(line) ? line + "\"\"" : line;
  }

  /** Arguments that a blank separates whatever is quoted, so that those with blanks need the form of a JSON array. */
  private String list(String keyword, String flags, ImmutableList<Word> arguments) {
    return list(keyword, flags, arguments.stream().map(words::bare).toList());
  }

  private String list(String keyword, String flags, List<String> written) {
    return oneLine(keyword + flags + " " + (needsJson(written) ? WordWriter.json(written) : String.join(" ", written)));
  }

  private static boolean needsJson(List<String> arguments) {
    return arguments.get(0).startsWith("[")
        || arguments.get(0).startsWith("--")
        || arguments.stream().anyMatch(WordWriter::hasSpace)
        || arguments.stream().anyMatch(argument -> !ShellLine.of(argument).announcements().isEmpty());
  }

  private String copy(Copy copy) {
    StringBuilder flags = new StringBuilder();
    copy.from().ifPresent(base -> flags.append(" --from=").append(WordWriter.flag(nameOf.apply(base))));
    appendOptions(copy.options(), flags);
    if (copy.parents()) {
      features.add(DockerfileFeature.PARENTS);
      flags.append(" --parents");
    }
    appendExcludes(copy.options(), flags);
    ImmutableList.Builder<Object> sources = ImmutableList.builder();
    for (Copy.Source source : copy.sources()) {
      sources.add(switch (source) {
        case Copy.Path path -> local(path.path());
        case Copy.Text text -> text.text();
      });
    }
    return transfer("COPY", flags.toString(), sources.build(), copy.destination());
  }

  private String add(Add add) {
    StringBuilder flags = new StringBuilder();
    if (add.keepGitDirectory()) {
      features.add(DockerfileFeature.ADD_GIT);
      flags.append(" --keep-git-dir");
    }
    add.checksum().ifPresent(checksum -> {
      features.add(DockerfileFeature.ADD_CHECKSUM);
      flags.append(" --checksum=").append(WordWriter.flag(words.inFlag(checksum)));
    });
    appendOptions(add.options(), flags);
    add.unpack().ifPresent(unpack -> {
      features.add(DockerfileFeature.ADD_UNPACK);
      flags.append(" --unpack=").append(unpack);
    });
    appendExcludes(add.options(), flags);
    ImmutableList.Builder<Object> sources = ImmutableList.builder();
    for (Add.Source source : add.sources()) {
      sources.add(switch (source) {
        case Add.Path path -> local(path.path());
        case Add.Text text -> text.text();
        case Add.Address address -> address(address);
      });
    }
    return transfer("ADD", flags.toString(), sources.build(), add.destination());
  }

  private Word address(Add.Address address) {
    if (Add.Address.isGit(address.url().toString())) {
      features.add(DockerfileFeature.ADD_GIT);
    }
    return address.url();
  }

  /** A path that looks like an address is kept from being one. */
  private static Word local(Word path) {
    boolean mistakable = path.constant().map(Add.Address::isAddress).orElse(false);
    return mistakable ? Word.literal("./").append(path) : path;
  }

  private void appendOptions(CopyOptions options, StringBuilder flags) {
    options.owner().ifPresent(owner -> flags.append(" --chown=").append(WordWriter.flag(words.inFlag(owner))));
    options.mode().ifPresent(mode -> {
      if (mode.constant().isEmpty()) {
        features.add(DockerfileFeature.MODE_EXPANSION);
      } else if (!mode.constant().get().chars().allMatch(Character::isDigit)) {
        features.add(DockerfileFeature.SYMBOLIC_MODE);
      }
      flags.append(" --chmod=").append(WordWriter.flag(words.inFlag(mode)));
    });
    if (options.link()) {
      features.add(DockerfileFeature.LINK);
      flags.append(" --link");
    }
  }

  private void appendExcludes(CopyOptions options, StringBuilder flags) {
    for (Word exclude : options.excludes()) {
      features.add(DockerfileFeature.EXCLUDE);
      String pattern = exclude.constant().orElseThrow(
          () -> impossible("the pattern '" + exclude + "' to leave out has a variable, which --exclude does not replace; write it out"));
      // a dollar sign is escaped for what looks for texts of several lines, which sees flags too
      flags.append(" --exclude=").append(WordWriter.flag(pattern).replace("$", "\\$"));
    }
  }

  /** Sources are words or texts. */
  private String transfer(String keyword, String flags, ImmutableList<Object> sources, Word destination) {
    ImmutableList.Builder<Word> paths = ImmutableList.builder();
    boolean texts = false;
    for (Object source : sources) {
      if (source instanceof Word path) {
        paths.add(path);
      } else {
        texts = true;
      }
    }
    return texts ? withTexts(keyword, flags, sources, destination) : list(keyword, flags, paths.add(destination).build());
  }

  private String withTexts(String keyword, String flags, ImmutableList<Object> sources, Word destination) {
    features.add(DockerfileFeature.HEREDOC);
    List<String> arguments = new ArrayList<>();
    boolean toFile = sources.size() == 1 && isFile(destination);
    for (Object source : sources) {
      if (source instanceof Heredoc text) {
        String delimiter = fileDelimiter(text, toFile);
        arguments.add(HeredocText.announcement(delimiter, text));
        bodies.append(HeredocText.body(delimiter, text));
      } else {
        arguments.add(plainArgument(keyword, words.bare((Word) source)));
      }
    }
    arguments.add(plainArgument(keyword, words.bare(destination)));
    return oneLine(keyword + flags + " " + String.join(" ", arguments));
  }

  /** Whether a destination is certainly no directory by its form. */
  static boolean isFile(Word destination) {
    return !destination.constant().orElse("/").endsWith("/");
  }

  private String plainArgument(String keyword, String written) {
    if (needsJson(ImmutableList.of(written))) {
      throw impossible("path '" + written + "' needs the form of a JSON array, which cannot hold texts; give the texts a " + keyword
          + " of their own, to a path without blanks");
    }
    return written;
  }

  /** The delimiter is the file's name, unless the destination names the file. */
  private String fileDelimiter(Heredoc text, boolean toFile) {
    if (toFile || !HeredocText.contains(text, text.name())) {
      return HeredocText.freeDelimiter(text);
    }
    throw impossible(
        "the text '" + text.name()
            + "' has a line that is its own name, which would end it; rename it or name the file in the destination");
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
    return "RUN" + oneLine(flags.toString()) + " " + switch (run.command()) {
      case Command.ExecForm exec -> WordWriter.json(exec.arguments());
      case Command.Script script -> script(script.text());
      case Command.ShellForm shell -> runLine(shell);
    };
  }

  private String script(Heredoc text) {
    features.add(DockerfileFeature.HEREDOC);
    String delimiter = HeredocText.freeDelimiter(text);
    bodies.append(HeredocText.body(delimiter, text));
    return HeredocText.announcement(delimiter, text);
  }

  /** A line for the shell as it stands, or as a script where the builder would read it in another way. */
  private String runLine(Command.ShellForm shell) {
    String line = PatternText.trim(shell.line());
    ShellLine read = ShellLine.of(line);
    if (!shell.heredocs().isEmpty()) {
      checkTexts(shell, read);
      features.add(DockerfileFeature.HEREDOC);
      shell.heredocs().forEach(text -> bodies.append(HeredocText.body(text.name(), text)));
      return argument(line);
    }
    if (read.isWritable() && read.announcements().isEmpty() && !JsonPrefix.isArray(line)) {
      return argument(line);
    }
    if (line.startsWith("#!") || ShellLine.endsInContinuation(line)) {
      throw impossible("the line '" + abbreviated(line) + "' cannot be written for the shell; use Command.script or Command.exec");
    }
    features.add(DockerfileFeature.HEREDOC);
    Heredoc text = new Heredoc(HeredocText.LINE, line, false);
    if (HeredocText.contains(text, HeredocText.LINE)) {
      throw impossible("a line of '" + abbreviated(line) + "' is '" + HeredocText.LINE
          + "', which would end the text that it is written as; use Command.script");
    }
    bodies.append(HeredocText.body(HeredocText.LINE, text));
    return HeredocText.announcement(HeredocText.LINE, text);
  }

  private void checkTexts(Command.ShellForm shell, ShellLine read) {
    boolean matches = read.announcements().size() == shell.heredocs().size();
    for (int i = 0; matches && i < shell.heredocs().size(); i++) {
      Heredoc text = shell.heredocs().get(i);
      matches = read.announcements().get(i).name().equals(text.name()) && read.announcements().get(i).quoted() != text.expanded();
      if (HeredocText.contains(text, text.name())) {
        throw impossible("the text '" + text.name() + "' has a line that is its own name, which would end it; rename it");
      }
    }
    if (!matches || !read.isWritable()) {
      throw impossible("the line '" + abbreviated(shell.line())
          + "' must announce its texts in order, on one line, as <<NAME where variables are replaced and <<'NAME' where not");
    }
  }

  private String command(Command command) {
    return switch (command) {
      case Command.ExecForm exec -> WordWriter.json(exec.arguments());
      case Command.ShellForm shell when shell.heredocs().isEmpty() -> argument(plainLine(shell.line()));
      default -> throw impossible("only RUN can hold a text of several lines; copy a script into the image and name it");
    };
  }

  private String plainLine(String text) {
    String line = PatternText.trim(text);
    if (!ShellLine.of(line).isWritable()) {
      throw impossible("the line '" + abbreviated(line)
          + "' has a line break or ends with a backslash, which only RUN can hold; separate commands with ';' or name a script");
    }
    if (JsonPrefix.isArray(line)) {
      throw impossible(
          "the line '" + abbreviated(line) + "' would be read as a list of arguments; write Command.exec, or 'exec ' before it");
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

  private String oneLine(String text) {
    if (text.indexOf('\n') >= 0) {
      throw impossible("'" + abbreviated(text).replace("\n", "\\n")
          + "' has a line break, which this instruction cannot hold; write the value into a file");
    }
    return text;
  }

  private void checkLines(String text) {
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      if (end - start > MAX_LINE_BYTES / 4
          && text.substring(start, end).getBytes(UTF_8).length > MAX_LINE_BYTES) {
        throw impossible("a line has more than " + MAX_LINE_BYTES + " bytes, which no builder reads; put it into a file");
      }
      start = end + 1;
    }
    if (text.indexOf('\0') >= 0 || !UTF_8.newEncoder().canEncode(text)) {
      throw impossible("it has characters that UTF-8 text cannot hold, such as a file name's raw bytes; use a pattern with '?' for them");
    }
  }

  private DocumentException impossible(String what) {
    return new DocumentException(ErrorCode.UNSUPPORTED, place + ": " + what);
  }

  private static String abbreviated(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
