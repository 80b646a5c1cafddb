package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.InvalidValueException;
import dev.slipway.dockerfile.Arguments;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.dockerfile.FileStage;
import dev.slipway.dockerfile.Statement;
import dev.slipway.dockerfile.Token;
import dev.slipway.image.Base;
import dev.slipway.image.Image;
import dev.slipway.image.Instruction;
import dev.slipway.image.Platform;
import dev.slipway.image.Run;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is checked, in one shape for files and for images made in code. */
final class CheckedImage {
  private static final ImmutableList<String> DEFAULT_SHELL = ImmutableList.of("/bin/sh", "-c");

  private static final int MAX_VARIABLES = 200;
  private static final int MAX_VALUE = 4096;

  private final Subject subject;
  private final Step.Origin origin;
  private final ImmutableMap<String, String> globals;
  private final List<CheckedStage> all = new ArrayList<>();
  private final List<CheckedStage> checked = new ArrayList<>();
  /** The values at the end of each stage. */
  private final Map<CheckedStage, Map<String, String>> values = new HashMap<>();
  /** The same as it was for the last instruction, until one changes it. */
  private final Map<CheckedStage, ImmutableMap<String, String>> snapshots = new HashMap<>();
  private final Map<CheckedStage, ImmutableList<String>> shells = new HashMap<>();

  private CheckedImage(Subject subject) {
    this.subject = subject;
    this.origin = new Step.Origin(subject.file(), subject.image());
    this.globals = globals(subject);
  }

  static CheckedImage of(Subject subject) {
    CheckedImage image = new CheckedImage(subject);
    if (subject.file().isPresent()) {
      subject.stages().forEach(image::add);
    } else {
      subject.image().ifPresent(found -> image.addAll(found));
    }
    return image;
  }

  private static ImmutableMap<String, String> globals(Subject subject) {
    try {
      return subject.image().map(image -> image.argumentValues(subject.options().read().arguments(), Map.of())).orElse(ImmutableMap.of());
    } catch (InvalidValueException needsArguments) {
      return ImmutableMap.of();
    }
  }

  private void add(FileStage stage) {
    Optional<Stage> value = stage.value() instanceof Stage found ? Optional.of(found) : Optional.empty();
    Base base = value.map(Stage::base).orElse(stage.value());
    Optional<CheckedStage> parent = stage.parent().filter(index -> index < all.size()).map(all::get);
    CheckedStage added = new CheckedStage(new Place.InStage(stage.index(), stage.name()), base, Optional.of(stage), value, parent);
    begin(added);
    for (int i = 0; i < stage.lines().size(); i++) {
      FileStage.Line line = stage.lines().get(i);
      int index = i;
      line.instruction().ifPresent(instruction -> add(added, index, instruction, Optional.of(line)));
    }
    all.add(added);
    if (subject.options().everyStage() || stage.built()) {
      checked.add(added);
    }
  }

  private void addAll(Image image) {
    Map<Stage, CheckedStage> known = new HashMap<>();
    for (Stage stage : image.stages()) {
      Optional<CheckedStage> parent = stage.base() instanceof Stage found ? Optional.ofNullable(known.get(found)) : Optional.empty();
      CheckedStage added = new CheckedStage(new Place.InStage(all.size(), stage.name()), stage.base(), Optional.empty(), Optional.of(stage),
          parent);
      begin(added);
      for (int i = 0; i < stage.instructions().size(); i++) {
        add(added, i, stage.instructions().get(i), Optional.empty());
      }
      known.put(stage, added);
      all.add(added);
      checked.add(added);
    }
  }

  private void begin(CheckedStage stage) {
    Optional<BaseImage> image = stage.parent().isPresent() ? Optional.empty() : baseImage(stage);
    Map<String, String> inherited = stage.parent().map(parent -> values.getOrDefault(parent, Map.of()))
        .orElseGet(() -> image.map(BaseImage::environment).orElse(ImmutableMap.of()));
    values.put(stage, new LinkedHashMap<>(inherited));
    ImmutableList<String> shell = stage.parent().map(parent -> shells.getOrDefault(parent, DEFAULT_SHELL))
        .orElseGet(() -> image.map(BaseImage::shell).filter(found -> !found.isEmpty()).orElse(DEFAULT_SHELL));
    shells.put(stage, shell);
  }

  private void add(CheckedStage stage, int index, Instruction instruction, Optional<FileStage.Line> line) {
    ImmutableList<String> shell = shells.getOrDefault(stage, DEFAULT_SHELL);
    Map<String, String> known = values.getOrDefault(stage, Map.of());
    StepScript script = instruction instanceof Run run
        ? StepScript.of(run.command(), shell, line.map(FileStage.Line::statement))
        : StepScript.NONE;
    ImmutableMap<String, String> snapshot = snapshots.computeIfAbsent(stage, unused -> ImmutableMap.copyOf(known));
    stage.add(new Step(stage, index, instruction, line.map(FileStage.Line::statement), script, snapshot, shell, origin));
    if (instruction instanceof Instruction.Shell changed) {
      shells.put(stage, changed.arguments());
    }
    if (instruction instanceof Instruction.Env || instruction instanceof Instruction.Arg || instruction instanceof Instruction.Args) {
      learn(instruction, known);
      snapshots.remove(stage);
    }
  }

  private void learn(Instruction instruction, Map<String, String> known) {
    switch (instruction) {
      case Instruction.Arg arg -> learn(arg, known);
      case Instruction.Args args -> args.arguments().forEach(arg -> learn(arg, known));
      case Instruction.Env env -> env.variables()
          .forEach(
              pair -> pair.name().constant().ifPresent(name -> expand(pair.value(), known).ifPresent(value -> learn(name, value, known))));
      default -> {
      }
    }
  }

  private void learn(Instruction.Arg arg, Map<String, String> known) {
    Optional<String> given = Optional.ofNullable(subject.options().read().arguments().get(arg.name()));
    Optional<String> value = given.or(() -> arg.defaultValue().flatMap(word -> expand(word, known)))
        .or(() -> Optional.ofNullable(globals.get(arg.name())));
    value.ifPresent(found -> learn(arg.name(), found, known));
  }

  /** Takes in a value, within limits: what is not known makes rules silent. */
  private static void learn(String name, String value, Map<String, String> known) {
    if (value.length() > MAX_VALUE || known.size() >= MAX_VARIABLES && !known.containsKey(name)) {
      known.remove(name);
    } else {
      known.put(name, value);
    }
  }

  /** A word with its variables replaced; empty if one of them is not known. */
  static Optional<String> expand(Word word, Map<String, String> known) {
    boolean complete = word.variables().stream().allMatch(known::containsKey);
    try {
      return complete ? Optional.of(word.expand(name -> Optional.ofNullable(known.get(name)))) : Optional.empty();
    } catch (InvalidValueException failing) {
      return Optional.empty();
    }
  }

  /** The name of an image with the build's arguments replaced; empty if one of them has no value. */
  Optional<String> imageName(Word name) {
    return expand(name, globals);
  }

  /** What is known of the image that a stage's chain stands on. */
  Optional<BaseImage> baseImage(CheckedStage stage) {
    Platform platform = subject.options().read().platforms().stream().findFirst()
        .orElseGet(() -> Platform.of("linux", System.getProperty("os.arch", "amd64")));
    return stage.chain().get(0).reference().flatMap(this::imageName).flatMap(name -> subject.options().images().find(name, platform));
  }

  /** The stages that are to be checked. */
  ImmutableList<CheckedStage> stages() {
    return ImmutableList.copyOf(checked);
  }

  /** All their instructions. */
  ImmutableList<Step> steps() {
    return checked.stream().flatMap(stage -> stage.steps().stream()).collect(ImmutableList.toImmutableList());
  }

  /** The stage that is built; empty if there is none of the wanted name. */
  Optional<CheckedStage> target() {
    Optional<String> wanted = subject.options().read().target().filter(name -> subject.file().isPresent());
    if (wanted.isEmpty() || all.isEmpty()) {
      return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }
    String name = wanted.get().toLowerCase(Locale.ROOT);
    Optional<CheckedStage> named = ImmutableList.copyOf(all).reverse().stream()
        .filter(stage -> stage.place().name().map(name::equals).orElse(false)).findFirst();
    return named.or(() -> all.stream().filter(stage -> String.valueOf(stage.place().index()).equals(name)).findFirst());
  }

  /** The instructions whose layers are in the image that is built. */
  ImmutableList<Step> shipped() {
    return target().map(CheckedStage::allSteps).orElse(ImmutableList.of());
  }

  /** Whether the image runs something of its own: it is none that only carries files. */
  boolean isRun() {
    return target().map(stage -> stage.has(Instruction.Cmd.class) || stage.has(Instruction.Entrypoint.class)).orElse(false);
  }

  /** Whether files are made in stages of which only a part comes into the image. */
  boolean hasBuilders() {
    return target().map(stage -> all.size() > stage.chain().size()).orElse(false);
  }

  /** What is known of the directory that is copied from. */
  Optional<CheckedContext> context() {
    return subject.options().context();
  }

  /** The name of the file that is checked. */
  Optional<Dockerfile> file() {
    return subject.file();
  }

  /** The place of a stage's beginning. */
  Place place(CheckedStage stage) {
    return stage.file()
        .map(found -> Place.at(origin.name(), found.from(), base(found.from()).span()).in(found))
        .orElseGet(() -> Place.of(origin.name() + ": stage " + stage.place()).in(stage.place()));
  }

  /** The name of what a stage stands on. */
  private static Token base(Statement from) {
    return from.arguments() instanceof Arguments.Words words ? words.words().get(0) : from.rest();
  }
}
