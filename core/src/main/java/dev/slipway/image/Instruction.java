package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One instruction of the Dockerfile language. {@code FROM} is the {@linkplain Stage#base() base} of a stage; the other
 * seventeen are here or are {@link Run}, {@link Copy} and {@link Add}.
 *
 * <p>Instructions can be whatever the builder builds; the methods of {@link Stage} that make them of plain values refuse
 * more, such as ports of the host.
 */
public sealed interface Instruction
    permits Run, Copy, Add, Instruction.Arg, Instruction.Args, Instruction.Env, Instruction.Label, Instruction.Workdir, Instruction.User,
    Instruction.Expose, Instruction.Volume, Instruction.Cmd, Instruction.Entrypoint, Instruction.Health, Instruction.Shell,
    Instruction.StopSignal,
    Instruction.Onbuild, Instruction.Maintainer {

  /** The same with other things that files are copied or mounted from; what a trigger takes files from stays as it is. */
  default Instruction withSources(UnaryOperator<Base> change) {
    return ChangedSources.of(this, change);
  }

  /**
   * What the instruction itself copies or mounts from: stages, images and contexts, in the order in which they stand there,
   * one that is used twice being there twice. The build context, which is named by nothing, is not among them; nor is what an
   * {@code ONBUILD} trigger takes files from, as that belongs to another image.
   */
  default ImmutableList<Base> bases() {
    return ImmutableList.of();
  }

  /**
   * {@code ARG}: a value that the build may be given.
   *
   * @param name best letters, digits and underscores: only those can be used by {@code $name}; others only reach the
   *     environment of commands
   * @param defaultValue what it is if the build is given none
   */
  record Arg(String name, Optional<Word> defaultValue) implements Instruction {
    /** Checks the name. */
    public Arg {
      Names.checkArgumentName(name);
    }

    /** An argument without a default, of letters, digits and underscores. */
    public static Arg of(String name) {
      Names.checkVariableName(name, "a build argument");
      return new Arg(name, Optional.empty());
    }

    /** An argument with a default, of letters, digits and underscores. */
    public static Arg of(String name, String defaultValue) {
      Names.checkVariableName(name, "a build argument");
      return new Arg(name, Optional.of(Word.of(defaultValue)));
    }
  }

  /**
   * {@code ARG} of several values at once: the same as one after the other, but one line of history.
   *
   * @param arguments at least two; defaults see those before them
   */
  record Args(ImmutableList<Arg> arguments) implements Instruction {
    /** Checks that there are several. */
    public Args {
      if (arguments.size() < 2) {
        throw new InvalidValueException("ARG of several values has " + arguments.size() + " of them; use Instruction.Arg for one");
      }
    }
  }

  /**
   * A name and a value, as {@code ENV} and {@code LABEL} have several.
   *
   * @param name not empty
   * @param value may be empty
   */
  record Pair(Word name, Word value) {
    /** Checks the name. */
    public Pair {
      if (name.isEmpty() || name.constant().map(text -> text.indexOf('=') >= 0).orElse(false)) {
        throw new InvalidValueException("'" + name + "' cannot name a variable or label: it must not be empty or contain '='");
      }
    }
  }

  /**
   * {@code ENV}: environment variables, for the following steps and for the container. Values see the variables as they
   * were before the instruction.
   *
   * @param variables at least one
   */
  record Env(ImmutableList<Pair> variables) implements Instruction {
    /** Checks that there is one. */
    public Env {
      checkNotEmpty(variables, "ENV", "variable");
    }
  }

  /**
   * {@code LABEL}: metadata of the image.
   *
   * @param labels at least one
   */
  record Label(ImmutableList<Pair> labels) implements Instruction {
    /** Checks that there is one. */
    public Label {
      checkNotEmpty(labels, "LABEL", "label");
    }
  }

  /**
   * {@code WORKDIR}: the directory in which later steps and the container start; made if it is missing.
   *
   * @param path relative to the one before unless absolute
   */
  record Workdir(Word path) implements Instruction {
    /** Checks that it names something, where blanks alone do not. */
    public Workdir {
      if (!path.isEmpty()) {
        checkFilled(path, "WORKDIR", "/app");
      }
    }
  }

  /**
   * {@code USER}: who runs later steps and the container.
   *
   * @param user what {@link UserSpec#parse} reads once its variables are replaced; empty for root. Other texts are kept in
   *     the image's configuration, but nothing can be run as them
   */
  record User(Word user) implements Instruction {}

  /**
   * {@code EXPOSE}: ports on which the container listens.
   *
   * @param ports numbers or ranges with an optional protocol: {@code 8080}, {@code 53/udp}, {@code 7000-7010}; addresses and
   *     ports of the host before them, as {@link PortRange#container} reads them, are kept as text and mean nothing
   */
  record Expose(ImmutableList<Word> ports) implements Instruction {
    /** Checks ports without variables at once. */
    public Expose {
      checkNotEmpty(ports, "EXPOSE", "port");
      ports.forEach(port -> port.constant().ifPresent(text -> {
        var unused = PortRange.container(text);
      }));
    }
  }

  /**
   * {@code VOLUME}: directories that a container keeps apart from its image.
   *
   * @param paths at least one
   */
  record Volume(ImmutableList<Word> paths) implements Instruction {
    /** Checks that each names something. */
    public Volume {
      checkNotEmpty(paths, "VOLUME", "path");
      paths.forEach(path -> checkFilled(path, "VOLUME", "/data"));
    }
  }

  /**
   * {@code CMD}: what the container runs unless told otherwise, or the arguments of its entrypoint.
   *
   * @param command shell or exec form; an empty exec form clears what the base image brings
   */
  record Cmd(Command command) implements Instruction {
    /** Checks the form. */
    public Cmd {
      checkNoScript(command, "CMD");
    }
  }

  /**
   * {@code ENTRYPOINT}: the program that the container is.
   *
   * @param command shell or exec form; an empty exec form clears what the base image brings
   */
  record Entrypoint(Command command) implements Instruction {
    /** Checks the form. */
    public Entrypoint {
      checkNoScript(command, "ENTRYPOINT");
    }
  }

  /**
   * {@code HEALTHCHECK}.
   *
   * @param check a probe or none
   */
  record Health(Healthcheck check) implements Instruction {}

  /**
   * {@code SHELL}: what later commands in shell form are handed to.
   *
   * @param arguments the program and its leading arguments, such as {@code /bin/bash -o pipefail -c}
   */
  record Shell(ImmutableList<String> arguments) implements Instruction {
    /** Checks that there is a program. */
    public Shell {
      checkNotEmpty(arguments, "SHELL", "program");
      arguments.forEach(Names::checkNoNul);
    }
  }

  /**
   * {@code STOPSIGNAL}: the signal that asks the container to stop.
   *
   * @param signal a name such as {@code SIGTERM} or a number
   */
  record StopSignal(Word signal) implements Instruction {
    /** Checks a signal without variables at once. */
    public StopSignal {
      checkFilled(signal, "STOPSIGNAL", "SIGTERM");
      signal.constant().ifPresent(Signals::check);
    }
  }

  /**
   * {@code ONBUILD}: an instruction for images that are built on this one.
   *
   * @param trigger any instruction but {@code ONBUILD}, {@code FROM} and {@code MAINTAINER}; a stage it copies from is
   *     named by a {@link Base.Reference}, since it belongs to the image that will be built
   */
  record Onbuild(Instruction trigger) implements Instruction {
    /** Checks the kind of trigger. */
    public Onbuild {
      if (trigger instanceof Onbuild || trigger instanceof Maintainer) {
        throw new InvalidValueException("ONBUILD cannot hold ONBUILD, FROM or MAINTAINER");
      }
      for (Base source : trigger.bases()) {
        if (!(source instanceof Base.Reference || source instanceof Base.NamedContext || source instanceof Base.Scratch)) {
          throw new InvalidValueException("an ONBUILD trigger cannot take files from '" + source
              + "': it runs in the image built on this one; name an image or a stage there by Base.Reference");
        }
      }
    }
  }

  /**
   * {@code MAINTAINER}, deprecated by Docker: the author of the image; a label {@code org.opencontainers.image.authors}
   * is preferred.
   *
   * @param name not blank, one line; white space at both ends does not count
   */
  record Maintainer(String name) implements Instruction {
    /** Checks the name. */
    public Maintainer {
      if (name.isBlank() || name.chars().anyMatch(c -> c == '\0' || c == '\n' || c == '\r')) {
        throw new InvalidValueException("MAINTAINER needs a name in one line, not '" + name + "'");
      }
      name = PatternText.trim(name);
    }
  }

  private static void checkNotEmpty(ImmutableList<?> list, String instruction, String thing) {
    if (list.isEmpty()) {
      throw new InvalidValueException(instruction + " needs at least one " + thing);
    }
  }

  private static void checkFilled(Word word, String instruction, String example) {
    if (word.constant().map(String::isBlank).orElse(false)) {
      throw new InvalidValueException(instruction + " has an empty argument; write for example '" + example + "'");
    }
  }

  private static void checkNoScript(Command command, String instruction) {
    boolean script = command instanceof Command.Script || (command instanceof Command.ShellForm shell && !shell.heredocs().isEmpty());
    if (script) {
      throw new InvalidValueException(instruction
          + " takes a line for the shell or a list of arguments, no text of several lines; copy a script into the image and name it");
    }
  }
}
