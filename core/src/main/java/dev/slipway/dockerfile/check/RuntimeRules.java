package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.Span;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.image.Base;
import dev.slipway.image.Command;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Instruction;
import dev.slipway.image.Run;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Rules about how the container of an image runs. */
final class RuntimeRules implements RuleGroup {
  private static final Rule ROOT = Rule.of("RootAtRunTime", "The container does not run as root",
      "A fault in the program then gives away root in the container, and with a fault of the kernel the machine");
  private static final Rule HEALTH = Rule.of("NoHealthCheck", "An image that listens says how to ask whether it works",
      "Docker and Compose otherwise take a container that hangs for one that works, and start what depends on it too early")
      .withSeverity(Severity.NOTE);
  private static final Rule SHELL_FORM = Rule.of("ShellFormEntrypoint", "The program of the container gets its signals",
      "The shell between them does not pass signals on: the program is killed after a time limit instead of ending properly");

  /** Programs that give up root before they start the real one. */
  private static final ImmutableSet<String> DROPPING = ImmutableSet.of("gosu", "su-exec", "setpriv", "s6-setuidgid", "runuser", "chpst",
      "setuidgid", "su", "tini-gosu");
  /** What a shell does itself, so that it cannot be replaced by it. */
  private static final ImmutableSet<String> BUILT_IN = ImmutableSet.of("cd", "exit", "export", "set", "source", ".", "eval", "read", "wait",
      "trap",
      "umask", "ulimit", "alias", "unset", "while", "if", "exec", "true", ":");

  @Override
  public ImmutableList<Rule> rules() {
    return ImmutableList.of(ROOT, HEALTH, SHELL_FORM);
  }

  @Override
  public void check(CheckedImage image, Consumer<Finding> findings) {
    image.target().ifPresent(target -> {
      if (image.isRun() || !(target.root() instanceof Base.Scratch)) {
        root(image, target).ifPresent(findings);
      }
      health(image, target).ifPresent(findings);
    });
    for (CheckedStage stage : image.stages()) {
      stage.steps().forEach(step -> shellForm(step).ifPresent(findings));
    }
  }

  private static Optional<Finding> root(CheckedImage image, CheckedStage target) {
    String fix = "make a user (such as 'RUN useradd --system app') and end with 'USER app'";
    if (givesUpRoot(target)) {
      return Optional.empty();
    }
    Optional<Step> user = target.last(Instruction.User.class);
    if (user.isPresent() && user.get().instruction() instanceof Instruction.User said) {
      return CheckedImage.expand(said.user(), user.get().variables()).filter(RuntimeRules::isRoot)
          .map(name -> user.get().finding(ROOT, "the last USER is root, so that the container runs as root", fix));
    }
    Optional<BaseImage> base = image.baseImage(target);
    boolean known = base.isPresent() || target.root() instanceof Base.Scratch;
    boolean baseIsRoot = known ? base.flatMap(BaseImage::user).map(RuntimeRules::isRoot).orElse(true) : mayBeRoot(image, target);
    return baseIsRoot
        ? Optional.of(Finding.of(ROOT, image.place(target), "there is no USER" + (known ? "" : ", and most base images have none")
            + ": the container runs as root", fix))
        : Optional.empty();
  }

  private static boolean isRoot(String user) {
    int colon = user.indexOf(':');
    String name = colon < 0 ? user : user.substring(0, colon);
    return name.isEmpty() || name.equals("root") || name.chars().allMatch(c -> c == '0');
  }

  /** Whether a program that drops privileges is installed or started. */
  private static boolean givesUpRoot(CheckedStage target) {
    Stream<String> words = target.allSteps().stream().flatMap(step -> switch (step.instruction()) {
      case Instruction.Entrypoint entrypoint -> words(entrypoint.command());
      case Instruction.Cmd cmd -> words(cmd.command());
      case Run run -> step.commands().stream().flatMap(command -> command.words().stream()).map(ShellWord::text);
      case dev.slipway.image.Copy copy -> Stream.of(copy.destination().toString());
      default -> Stream.empty();
    });
    return words.map(StepScript::baseName).anyMatch(DROPPING::contains);
  }

  private static Stream<String> words(Command command) {
    return switch (command) {
      case Command.ExecForm exec -> exec.arguments().stream();
      case Command.ShellForm form -> ShellScript.parse(form.line(), true).commands().stream().flatMap(each -> each.words().stream())
          .map(ShellWord::text);
      case Command.Script script -> Stream.empty();
    };
  }

  /** Whether nothing in the name of the base says that it brings a user of its own. */
  private static boolean mayBeRoot(CheckedImage image, CheckedStage target) {
    Optional<ImageReference> reference = target.chain().get(0).reference().flatMap(image::imageName).flatMap(ImageName::of);
    return reference.map(found -> {
      String name = found.toString();
      return !name.contains("nonroot") && !name.contains("rootless") && !name.contains("unprivileged") && !name.contains("non-root")
          && !found.domain().equals("cgr.dev") && !found.path().startsWith("bitnami/");
    }).orElse(false);
  }

  private static Optional<Finding> health(CheckedImage image, CheckedStage target) {
    boolean asked = target.has(Instruction.Health.class) || image.baseImage(target).map(BaseImage::healthcheck).orElse(false);
    return target.last(Instruction.Expose.class).filter(step -> !asked).map(step -> step.finding(HEALTH,
        "the image listens and has no HEALTHCHECK",
        "add for example 'HEALTHCHECK CMD wget -q -O /dev/null http://localhost:8080/health || exit 1', "
            + "or 'HEALTHCHECK NONE' where the platform asks by itself"));
  }

  private static Optional<Finding> shellForm(Step step) {
    Command command = step.instruction() instanceof Instruction.Entrypoint entrypoint
        ? entrypoint.command()
        : step.instruction() instanceof Instruction.Cmd cmd && !step.stage().has(Instruction.Entrypoint.class)
            ? cmd.command()
            : Command.exec();
    String line = switch (command) {
      case Command.ShellForm form -> form.line();
      case Command.ExecForm exec -> isShell(exec.arguments()) ? exec.arguments().get(2) : "";
      case Command.Script script -> "";
    };
    boolean shell = command instanceof Command.ExecForm
        || !step.shell().isEmpty() && StepScript.SHELLS.contains(StepScript.baseName(step.shell().get(0)));
    ImmutableList<ShellCommand> commands = shell ? ShellScript.parse(line, true).commands() : ImmutableList.of();
    if (commands.isEmpty() || commands.stream().anyMatch(RuntimeRules::replacesShell)) {
      return Optional.empty();
    }
    String instruction = step.instruction() instanceof Instruction.Entrypoint ? "ENTRYPOINT" : "CMD";
    Finding finding = step.finding(SHELL_FORM, instruction + " leaves a shell between the container's signals and the program",
        "write " + instruction + " as a list, such as " + instruction + " [\"app\", \"--flag\"], or 'exec' before the program");
    return Optional
        .of(command instanceof Command.ShellForm ? withExec(step, commands, line).map(finding::withEdit).orElse(finding) : finding);
  }

  private static boolean isShell(ImmutableList<String> arguments) {
    return arguments.size() >= 3 && StepScript.SHELLS.contains(StepScript.baseName(arguments.get(0)))
        && StepScript.takesScript(arguments.get(1));
  }

  private static boolean replacesShell(ShellCommand command) {
    return !command.inner() && !command.words().isEmpty() && command.words().get(0).isReserved("exec");
  }

  /** {@code exec} before a program that is all there is. */
  private static Optional<Edit> withExec(Step step, ImmutableList<ShellCommand> commands, String line) {
    ShellCommand only = commands.get(0);
    boolean simple = commands.size() == 1 && only.assignments().isEmpty() && !only.words().isEmpty() && only.words().get(0).literal()
        && only.words().get(0).start() == 0 && only.program().map(program -> !BUILT_IN.contains(program)).orElse(false)
        && ShellScript.parse(line, true).isExtensible();
    if (!simple) {
      return Optional.empty();
    }
    String title = "write 'exec' before the program";
    Command.ShellForm exec = Command.shell("exec " + line);
    Optional<Span> begin = step.statement().filter(statement -> statement.rest().text().startsWith(only.words().get(0).text()))
        .map(statement -> statement.rest().span(0, 0));
    Optional<Dockerfile> file = step.origin().file();
    return file.isPresent()
        ? begin.map(span -> Edit.Text.of(title, span, "exec "))
        : step.replacement(title,
            step.instruction() instanceof Instruction.Cmd ? new Instruction.Cmd(exec) : new Instruction.Entrypoint(exec));
  }
}
