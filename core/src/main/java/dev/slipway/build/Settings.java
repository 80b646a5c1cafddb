package dev.slipway.build;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.slipway.dockerfile.DockerfileWriter;
import dev.slipway.dockerfile.ShellLine;
import dev.slipway.image.Command;
import dev.slipway.image.Healthcheck;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Instruction;
import dev.slipway.image.Instruction.Pair;
import dev.slipway.image.PatternText;
import dev.slipway.image.PortRange;
import dev.slipway.image.Word;
import dev.slipway.oci.ContainerConfig;
import dev.slipway.oci.HealthcheckConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What instructions that make no files do to an image's configuration, as Docker does it. */
final class Settings {
  static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final ImmutableList<String> DEFAULT_SHELL = ImmutableList.of("/bin/sh", "-c");

  private Settings() {}

  /** The state after an instruction; files are left alone. */
  static StageState apply(Instruction instruction, StageState state) {
    return switch (instruction) {
      case Instruction.Env env -> environment(env, state);
      case Instruction.Label label -> labels(label, state);
      case Instruction.Workdir workdir -> with(state, container(state).withWorkingDirectory(workdir(workdir, state).toString()));
      case Instruction.User user -> with(state, container(state).withUser(expand(user.user(), state)));
      case Instruction.Expose expose -> ports(expose, state);
      case Instruction.Volume volume -> volumes(volume, state);
      case Instruction.Cmd cmd -> command(cmd, state);
      case Instruction.Entrypoint entrypoint -> entrypoint(entrypoint, state);
      case Instruction.Health health -> with(state, container(state).withHealthcheck(healthcheck(health.check())));
      case Instruction.Shell shell -> with(state, container(state).withShell(shell.arguments()));
      case Instruction.StopSignal signal -> with(state, container(state).withStopSignal(signal(signal, state)));
      case Instruction.Onbuild onbuild -> onbuild(onbuild, state);
      case Instruction.Maintainer maintainer -> state.withConfig(state.config().withAuthor(maintainer.name()));
      default -> state;
    };
  }

  /** The directory that WORKDIR names. */
  static ImagePath workdir(Instruction.Workdir workdir, StageState state) {
    return workingDirectory(state).resolve(expand(workdir.path(), state));
  }

  /** The directory in which the next instruction works. */
  static ImagePath workingDirectory(StageState state) {
    return ImagePath.of(container(state).workingDirectory().orElse("/"));
  }

  static String expand(Word word, StageState state) {
    return word.expand(state::variable);
  }

  private static ContainerConfig container(StageState state) {
    return state.config().container();
  }

  private static StageState with(StageState state, ContainerConfig container) {
    return state.withConfig(state.config().withContainer(container));
  }

  /** All values see the variables as they were before the instruction. */
  private static StageState environment(Instruction.Env env, StageState state) {
    ContainerConfig container = container(state);
    StageState result = state;
    for (Pair pair : env.variables()) {
      String name = expand(pair.name(), state);
      container = container.withEnvironment(name, expand(pair.value(), state));
      result = result.withoutArgument(name);
    }
    return with(result, container);
  }

  private static String signal(Instruction.StopSignal signal, StageState state) {
    String text = expand(signal.signal(), state);
    // what is no signal is refused as in a Dockerfile that names it without variables
    var unused = new Instruction.StopSignal(Word.literal(text));
    return text;
  }

  private static StageState labels(Instruction.Label label, StageState state) {
    Map<String, String> labels = new LinkedHashMap<>(container(state).labels());
    label.labels().forEach(pair -> labels.put(expand(pair.name(), state), expand(pair.value(), state)));
    return with(state, container(state).withLabels(labels));
  }

  private static StageState ports(Instruction.Expose expose, StageState state) {
    TreeSet<String> ports = new TreeSet<>(container(state).exposedPorts());
    for (Word word : expose.ports()) {
      // one variable may hold several ports
      for (String range : Splitter.on(CharMatcher.forPredicate(PatternText::isSpace)).omitEmptyStrings().split(expand(word, state))) {
        PortRange.container(range).ports().forEach(port -> ports.add(port.toString()));
      }
    }
    return with(state, container(state).withExposedPorts(ports));
  }

  private static StageState volumes(Instruction.Volume volume, StageState state) {
    TreeSet<String> volumes = new TreeSet<>(container(state).volumes());
    volume.paths().forEach(path -> volumes.add(expand(path, state)));
    return with(state, container(state).withVolumes(volumes));
  }

  private static StageState command(Instruction.Cmd cmd, StageState state) {
    ImmutableList<String> arguments = arguments(cmd.command(), state);
    ContainerConfig container = arguments.isEmpty() ? container(state).withoutCommand() : container(state).withCommand(arguments);
    // Docker marks every command so, on all platforms
    return with(state, container.withArgsEscaped(true)).withCommandSet();
  }

  /** An entrypoint makes an inherited command meaningless, but not one that this stage has set. */
  private static StageState entrypoint(Instruction.Entrypoint entrypoint, StageState state) {
    ImmutableList<String> arguments = arguments(entrypoint.command(), state);
    ContainerConfig container = arguments.isEmpty() ? container(state).withoutEntrypoint() : container(state).withEntrypoint(arguments);
    return with(state, state.commandSet() ? container : container.withoutCommand());
  }

  static ImmutableList<String> arguments(Command command, StageState state) {
    return switch (command) {
      case Command.ExecForm exec -> exec.arguments();
      case Command.ShellForm shell -> shellArguments(ShellLine.joined(shell.line()), state);
      case Command.Script script -> shellArguments(script.text().content(), state);
    };
  }

  static ImmutableList<String> shellArguments(String line, StageState state) {
    ImmutableList<String> shell = container(state).shell();
    return ImmutableList.<String>builder().addAll(shell.isEmpty() ? DEFAULT_SHELL : shell).add(line).build();
  }

  private static HealthcheckConfig healthcheck(Healthcheck check) {
    return switch (check) {
      case Healthcheck.None none -> HealthcheckConfig.of(ImmutableList.of("NONE"));
      case Healthcheck.Probe probe -> {
        List<String> test = new ArrayList<>();
        switch (probe.command()) {
          case Command.ExecForm exec -> {
            test.add("CMD");
            test.addAll(exec.arguments());
          }
          case Command.ShellForm shell -> test.addAll(List.of("CMD-SHELL", ShellLine.joined(shell.line())));
          case Command.Script script -> test.addAll(List.of("CMD-SHELL", script.text().content()));
        }
        HealthcheckConfig config = HealthcheckConfig.of(test);
        config = probe.interval().map(config::withInterval).orElse(config);
        config = probe.timeout().map(config::withTimeout).orElse(config);
        config = probe.startPeriod().map(config::withStartPeriod).orElse(config);
        config = probe.startInterval().map(config::withStartInterval).orElse(config);
        yield probe.retries().map(config::withRetries).orElse(config);
      }
    };
  }

  private static StageState onbuild(Instruction.Onbuild onbuild, StageState state) {
    List<String> texts = new ArrayList<>(container(state).onBuild());
    texts.add(ShellLine.joined(DockerfileWriter.instruction(onbuild.trigger(), StageNames::nameOutside)));
    StageState changed = with(state, container(state).withOnBuild(texts));
    return changed.withTriggers(ImmutableList.<Instruction>builder().addAll(state.triggers()).add(onbuild.trigger()).build());
  }
}
