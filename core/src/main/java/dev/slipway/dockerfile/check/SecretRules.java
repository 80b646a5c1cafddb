package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Add;
import dev.slipway.image.Command;
import dev.slipway.image.Copy;
import dev.slipway.image.Healthcheck;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Instruction;
import dev.slipway.image.Run;
import dev.slipway.image.Word;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Rules about secrets. No finding shows one. */
final class SecretRules implements RuleGroup {
  private static final Rule VALUE = Rule.of("SecretValue", "No value of the image is a secret",
      "Whoever can pull the image reads it in its configuration or history, also where a later layer removes it")
      .withSeverity(Severity.ERROR);
  private static final Rule NAMED = Rule.of("SecretVariable", "No variable that is to hold a secret has a value in the image",
      "Variables and arguments stand in the image's configuration and history, where whoever can pull the image reads them");
  private static final Rule FILE = Rule.of("SecretFileCopied", "No file with secrets is copied",
      "The file stays in its layer and in the build's cache, also where a later layer removes it").withSeverity(Severity.ERROR);

  private static final String FIX = "remove it, call the secret in, and give it to the build by 'RUN --mount=type=secret' or to the container when it starts";

  @Override
  public ImmutableList<Rule> rules() {
    return ImmutableList.of(VALUE, NAMED, FILE);
  }

  @Override
  public void check(CheckedImage image, Consumer<Finding> findings) {
    for (Step step : image.steps()) {
      // BuildKit's rule about names in ENV and ARG speaks in files
      if (!value(step, findings) && image.file().isEmpty()) {
        named(step, findings);
      }
      files(image, step, findings);
    }
  }

  /** Whether a secret was found by its form. */
  private static boolean value(Step step, Consumer<Finding> findings) {
    Optional<String> kind = texts(step.instruction()).flatMap(text -> SecretForm.kind(text).stream()).findFirst();
    kind.ifPresent(found -> findings.accept(step.finding(VALUE, keyword(step) + " holds what looks like " + found, FIX)));
    return kind.isPresent();
  }

  private static String keyword(Step step) {
    return step.statement().map(statement -> statement.keyword().toString()).orElse("the instruction");
  }

  /** All that an instruction writes into the image or its history. */
  private static Stream<String> texts(Instruction instruction) {
    return switch (instruction) {
      case Run run -> texts(run.command());
      case Copy copy ->
        copy.sources().stream().flatMap(source -> source instanceof Copy.Text text ? Stream.of(text.text().content()) : Stream.empty());
      case Add add -> add.sources().stream().flatMap(source -> switch (source) {
        case Add.Text text -> Stream.of(text.text().content());
        case Add.Address address -> Stream.of(address.url().toString());
        case Add.Path path -> Stream.empty();
      });
      case Instruction.Arg arg -> texts(arg);
      case Instruction.Args args -> args.arguments().stream().flatMap(SecretRules::texts);
      case Instruction.Env env -> env.variables().stream().map(pair -> pair.value().toString());
      case Instruction.Label label -> label.labels().stream().map(pair -> pair.value().toString());
      case Instruction.Cmd cmd -> texts(cmd.command());
      case Instruction.Entrypoint entrypoint -> texts(entrypoint.command());
      case Instruction.Health health -> health.check() instanceof Healthcheck.Probe probe ? texts(probe.command()) : Stream.empty();
      case Instruction.Onbuild onbuild -> texts(onbuild.trigger());
      default -> Stream.empty();
    };
  }

  private static Stream<String> texts(Instruction.Arg arg) {
    return arg.defaultValue().map(Word::toString).stream();
  }

  private static Stream<String> texts(Command command) {
    return switch (command) {
      case Command.ShellForm form -> Stream.concat(Stream.of(form.line()), form.heredocs().stream().map(text -> text.content()));
      case Command.ExecForm exec -> exec.arguments().stream();
      case Command.Script script -> Stream.of(script.text().content());
    };
  }

  private static void named(Step step, Consumer<Finding> findings) {
    switch (step.instruction()) {
      case Instruction.Env env -> env.variables().forEach(pair -> pair.name().constant()
          .ifPresent(name -> named(step, "ENV", name, Optional.of(pair.value())).ifPresent(findings)));
      case Instruction.Arg arg -> named(step, "ARG", arg.name(), arg.defaultValue()).ifPresent(findings);
      case Instruction.Args args -> args.arguments()
          .forEach(arg -> named(step, "ARG", arg.name(), arg.defaultValue()).ifPresent(findings));
      default -> {
      }
    }
  }

  private static Optional<Finding> named(Step step, String keyword, String name, Optional<Word> value) {
    boolean filled = value.isPresent() && value.get().constant().map(text -> !SecretForm.isPlaceholder(text)).orElse(true);
    return filled && SecretForm.isName(name)
        ? Optional.of(step.finding(NAMED, keyword + " gives '" + name + "' a value that becomes part of the image", FIX))
        : Optional.empty();
  }

  private static void files(CheckedImage image, Step step, Consumer<Finding> findings) {
    Stream<Word> paths = switch (step.instruction()) {
      case Copy copy ->
        copy.sources().stream().flatMap(source -> source instanceof Copy.Path path ? Stream.of(path.path()) : Stream.empty());
      case Add add -> add.sources().stream().flatMap(source -> source instanceof Add.Path path ? Stream.of(path.path()) : Stream.empty());
      default -> Stream.empty();
    };
    boolean context = !(step.instruction() instanceof Copy copy) || copy.from().isEmpty();
    paths.flatMap(word -> CheckedImage.expand(word, step.variables()).stream()).filter(SecretForm::isFile)
        .filter(path -> !(context && isIgnored(image, path)))
        .forEach(path -> findings.accept(step.finding(FILE, "'" + path + "' is likely to hold secrets, and is copied",
            "leave it out, list it in the ignore file, and mount it where it is needed: RUN --mount=type=secret,id=…")));
  }

  private static boolean isIgnored(CheckedImage image, String path) {
    boolean pattern = path.indexOf('*') >= 0 || path.indexOf('?') >= 0 || path.indexOf('[') >= 0;
    return !pattern && image.context().flatMap(CheckedContext::ignoreFile).map(ignore -> ignore.ignores(ImagePath.of(path))).orElse(false);
  }
}
