package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.Span;
import dev.slipway.dockerfile.Arguments.Assignment;
import dev.slipway.image.Command;
import dev.slipway.image.Healthcheck;
import dev.slipway.image.Instruction;
import dev.slipway.image.Instruction.Arg;
import dev.slipway.image.Instruction.Pair;
import dev.slipway.image.PatternText;
import dev.slipway.image.PortRange;
import dev.slipway.image.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes instructions of the model of the statements of one stage. Statements that are malformed are left out, and what is
 * wrong with them is told.
 */
final class InstructionReader {
  private final WordTokens words;
  private final Findings findings;
  private final TransferReader transfers;
  private final RunReader runs;

  /**
   * @param names what the names of sources mean
   * @param variables the stage's, which the caller keeps up to date
   * @param labs whether the file asks for the channel of experiments
   */
  InstructionReader(char escape, SourceNames names, Supplier<Variables> variables, boolean labs, Findings findings) {
    this.words = new WordTokens(escape, findings);
    this.findings = findings;
    this.transfers = new TransferReader(words, names, findings);
    this.runs = new RunReader(escape, words, names, variables, labs, findings);
  }

  /** The instruction; empty if something is wrong with it, or if it belongs to no stage. */
  Optional<Instruction> read(Statement statement) {
    int before = findings.count();
    try {
      Optional<Instruction> read = instruction(statement);
      return findings.count() > before ? Optional.empty() : read;
    } catch (InvalidValueException refused) {
      if (findings.count() == before) {
        Span place = statement.rest().isEmpty() ? statement.keywordToken().span() : statement.rest().span();
        findings.ifBuilt(place, String.valueOf(refused.getMessage()), "");
      }
      return Optional.empty();
    }
  }

  private Optional<Instruction> instruction(Statement statement) {
    return switch (statement.keyword()) {
      case FROM, UNKNOWN -> Optional.empty();
      case RUN -> runs.run(statement).map(Instruction.class::cast);
      case COPY -> transfers.copy(statement).map(Instruction.class::cast);
      case ADD -> transfers.add(statement).map(Instruction.class::cast);
      case ARG -> argument(statement);
      case ENV -> pairs(statement).map(Instruction.Env::new);
      case LABEL -> pairs(statement).map(Instruction.Label::new);
      case WORKDIR -> line(statement).map(words::word).map(Instruction.Workdir::new);
      case USER -> line(statement).map(words::word).map(Instruction.User::new);
      case STOPSIGNAL -> line(statement).map(words::word).map(Instruction.StopSignal::new);
      case MAINTAINER -> line(statement).map(token -> new Instruction.Maintainer(token.text()));
      case EXPOSE -> Optional.of(new Instruction.Expose(ports(statement)));
      case VOLUME -> Optional.of(new Instruction.Volume(paths(statement)));
      case CMD -> command(statement).map(Instruction.Cmd::new);
      case ENTRYPOINT -> command(statement).map(Instruction.Entrypoint::new);
      case HEALTHCHECK -> healthcheck(statement).map(Instruction.Health::new);
      case SHELL -> shell(statement);
      case ONBUILD -> onbuild(statement);
    };
  }

  private Optional<Token> line(Statement statement) {
    if (statement.arguments() instanceof Arguments.Line line) {
      return Optional.of(line.token());
    }
    missing(statement, "an argument");
    return Optional.empty();
  }

  private void missing(Statement statement, String what) {
    String bare = what.startsWith("a ") || what.startsWith("an ") ? what.substring(what.indexOf(' ') + 1) : what;
    findings.always(statement.keywordToken().span(), statement.keyword() + " has no " + bare, "give it " + what);
  }

  /** The arguments of an {@code ARG}, for a stage or before the first one. */
  ImmutableList<Arg> arguments(Statement statement) {
    ImmutableList.Builder<Arg> arguments = ImmutableList.builder();
    if (statement.arguments() instanceof Arguments.Assignments assignments) {
      for (Assignment assignment : assignments.list()) {
        try {
          arguments.add(new Arg(assignment.name().text(), assignment.value().map(words::word)));
        } catch (InvalidValueException refused) {
          findings.always(assignment.name().span(), String.valueOf(refused.getMessage()), "");
        }
      }
    } else {
      missing(statement, "a name");
    }
    return arguments.build();
  }

  private Optional<Instruction> argument(Statement statement) {
    ImmutableList<Arg> arguments = arguments(statement);
    return switch (arguments.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(arguments.get(0));
      default -> Optional.of(new Instruction.Args(arguments));
    };
  }

  private Optional<ImmutableList<Pair>> pairs(Statement statement) {
    if (!(statement.arguments() instanceof Arguments.Assignments assignments)) {
      missing(statement, "a name with a value");
      return Optional.empty();
    }
    ImmutableList.Builder<Pair> pairs = ImmutableList.builder();
    for (Assignment assignment : assignments.list()) {
      Word name = words.word(assignment.name());
      Word value = assignment.value().map(words::word).orElse(Word.EMPTY);
      try {
        pairs.add(new Pair(name, value));
      } catch (InvalidValueException refused) {
        findings.ifBuilt(assignment.name().span(), String.valueOf(refused.getMessage()), "");
      }
    }
    return Optional.of(pairs.build());
  }

  private ImmutableList<Word> ports(Statement statement) {
    if (!(statement.arguments() instanceof Arguments.Words tokens)) {
      missing(statement, "a port");
      return ImmutableList.of();
    }
    ImmutableList.Builder<Word> ports = ImmutableList.builder();
    for (Token token : tokens.words()) {
      Word port = words.word(token);
      try {
        var unused = port.constant().map(PortRange::container);
        ports.add(port);
      } catch (InvalidValueException refused) {
        findings.ifBuilt(token.span(), String.valueOf(refused.getMessage()), "");
      }
    }
    return ports.build();
  }

  private ImmutableList<Word> paths(Statement statement) {
    List<Word> paths = new ArrayList<>();
    switch (statement.arguments()) {
      case Arguments.Words tokens -> tokens.words().forEach(token -> paths.add(words.word(token)));
      case Arguments.Json json ->
        json.strings().forEach(string -> paths.add(words.word(PatternText.trim(string.value()), string.token().span())));
      default -> missing(statement, "a path");
    }
    return ImmutableList.copyOf(paths);
  }

  private Optional<Command> command(Statement statement) {
    Optional<Command> command = RunReader.command(statement.arguments(), statement.line(), runs.escape());
    if (command.isEmpty()) {
      missing(statement, "a command");
    }
    return command;
  }

  private Optional<Instruction> shell(Statement statement) {
    if (statement.arguments() instanceof Arguments.Json json && !json.strings().isEmpty()) {
      return Optional.of(new Instruction.Shell(json.values()));
    }
    findings.always(statement.keywordToken().span(), "SHELL needs a JSON array of a program and its arguments",
        "write for example 'SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]'");
    return Optional.empty();
  }

  private Optional<Healthcheck> healthcheck(Statement statement) {
    if (!(statement.arguments() instanceof Arguments.Probe probe)) {
      missing(statement, "a command");
      return Optional.empty();
    }
    String type = probe.type().text().toUpperCase(Locale.ROOT);
    if (type.equals("NONE")) {
      if (!(probe.command() instanceof Arguments.None)) {
        findings.always(probe.type().span(), "HEALTHCHECK NONE takes no arguments", "remove what stands behind NONE");
      }
      return Optional.of(Healthcheck.none());
    }
    if (!type.equals("CMD")) {
      findings.always(probe.type().span(), "'" + probe.type() + "' is no kind of health check", "write CMD and a command, or NONE");
      return Optional.empty();
    }
    Optional<Command> command = RunReader.command(probe.command(), statement.line(), runs.escape())
        .filter(found -> !(found instanceof Command.ExecForm exec && exec.arguments().isEmpty()));
    if (command.isEmpty()) {
      findings.always(probe.type().span(), "HEALTHCHECK CMD has no command",
          "write for example 'HEALTHCHECK CMD curl -f http://localhost/'");
    }
    Optional<Duration> interval = duration(statement, "interval");
    Optional<Duration> timeout = duration(statement, "timeout");
    Optional<Duration> startPeriod = duration(statement, "start-period");
    Optional<Duration> startInterval = duration(statement, "start-interval");
    Optional<Integer> retries = retries(statement);
    return command.map(found -> new Healthcheck.Probe(found, interval, timeout, startPeriod, startInterval, retries));
  }

  /** Nothing and zero both leave it to the runtime. */
  private Optional<Duration> duration(Statement statement, String name) {
    Optional<Token> value = statement.flag(name).flatMap(Flag::value).filter(token -> !token.isEmpty());
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> duration = GoDuration.parse(value.get().text());
    boolean valid = duration.isPresent() && (duration.get().isZero() || duration.get().compareTo(Duration.ofMillis(1)) >= 0);
    if (!valid) {
      findings.always(value.get().span(), "'" + value.get() + "' is no time for --" + name,
          "write at least 1ms and at most 292 years, for example '30s' or '1m30s', or 0 for what is usual");
    }
    return duration.filter(time -> valid && !time.isZero());
  }

  private Optional<Integer> retries(Statement statement) {
    Optional<Token> value = statement.flag("retries").flatMap(Flag::value).filter(token -> !token.isEmpty());
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      int retries = Integer.parseInt(value.get().text());
      if (retries >= 0) {
        return retries == 0 ? Optional.empty() : Optional.of(retries);
      }
    } catch (NumberFormatException malformed) {
      // told below, as for negative ones
    }
    findings.always(value.get().span(), "'" + value.get() + "' is no number of retries", "write a number from 0 on, such as '3'");
    return Optional.empty();
  }

  private Optional<Instruction> onbuild(Statement statement) {
    if (!(statement.arguments() instanceof Arguments.Trigger trigger)) {
      missing(statement, "an instruction");
      return Optional.empty();
    }
    Keyword keyword = trigger.statement().keyword();
    if (keyword == Keyword.ONBUILD || keyword == Keyword.FROM || keyword == Keyword.MAINTAINER) {
      findings.always(trigger.statement().keywordToken().span(), keyword + " cannot be a trigger", "use any instruction but ONBUILD, FROM "
          + "and MAINTAINER");
      return Optional.empty();
    }
    InstructionReader inner = new InstructionReader(runs.escape(), new TriggerNames(), runs.variables(), runs.labs(), findings);
    return inner.read(trigger.statement()).map(Instruction.Onbuild::new);
  }
}
