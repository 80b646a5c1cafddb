package dev.slipway.build;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.build.StepRunner.Outcomes;
import dev.slipway.dockerfile.DockerfileWriter;
import dev.slipway.image.Add;
import dev.slipway.image.Base;
import dev.slipway.image.Copy;
import dev.slipway.image.Digest;
import dev.slipway.image.Instruction;
import dev.slipway.image.Platform;
import dev.slipway.image.Run;
import dev.slipway.image.Stage;
import dev.slipway.image.Structure;
import dev.slipway.image.UserSpec;
import dev.slipway.image.Word;
import dev.slipway.layer.Entry;
import dev.slipway.layer.EntryType;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.Layer;
import dev.slipway.layer.LayerToc;
import dev.slipway.layer.UserDatabase;
import dev.slipway.oci.HistoryEntry;
import dev.slipway.oci.ImageConfig;
import dev.slipway.run.RunResult;
import dev.slipway.run.Sandbox;
import dev.slipway.run.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One stage of a build for one platform: carries out its instructions one after the other. */
final class StageRun {
  private static final int LONGEST_TITLE = 120;

  private final BuildRun build;
  private final Stage stage;
  private final String label;
  private final Platform platform;
  private StageState state;
  private Optional<Current> current = Optional.empty();
  private @Nullable Session session;
  private int commandsLeft;

  /** The step that is being done. */
  private record Current(int id, int number, String title, Instruction instruction) {}

  StageRun(BuildRun build, Stage stage, String label, Platform platform, StageState base) {
    this.build = build;
    this.stage = stage;
    this.label = label;
    this.platform = platform;
    this.state = base;
  }

  StageState run() {
    List<Instruction> instructions = new ArrayList<>(state.triggers());
    instructions.addAll(stage.instructions());
    int steps = (int) instructions.stream().filter(StageRun::makesFiles).count();
    commandsLeft = (int) instructions.stream().filter(Run.class::isInstance).count();
    state = state.withTriggers(ImmutableList.of())
        .withConfig(state.config().withContainer(state.config().container().withOnBuild(List.of())));
    int number = 0;
    for (Instruction instruction : instructions) {
      Cancellation.check();
      if (makesFiles(instruction)) {
        commandsLeft -= instruction instanceof Run ? 1 : 0;
        step(instruction, ++number, steps);
      } else if (instruction instanceof Instruction.Arg arg) {
        state = build.declare(arg, state, platform);
        history(instruction, Optional.empty());
      } else if (instruction instanceof Instruction.Args args) {
        args.arguments().forEach(arg -> state = build.declare(arg, state, platform));
        history(instruction, Optional.empty());
      } else {
        state = Settings.apply(instruction, state);
        // as in BuildKit, triggers stand in the configuration alone
        if (!(instruction instanceof Instruction.Onbuild)) {
          history(instruction, Optional.empty());
        }
      }
    }
    return state;
  }

  static boolean makesFiles(Instruction instruction) {
    return instruction instanceof Copy || instruction instanceof Add || instruction instanceof Run
        || instruction instanceof Instruction.Workdir;
  }

  private void step(Instruction instruction, int number, int count) {
    build.await(instruction, platform);
    String title = title(instruction, base -> build.names().nameOf(base, platform));
    Stopwatch time = Stopwatch.createStarted();
    int id = build.journal().started(label + " " + number + "/" + count + " " + title);
    current = Optional.of(new Current(id, number, label + " " + number + "/" + count + " " + title, instruction));
    try {
      Outcomes outcome = build.tasks().limited(() -> build.steps().run(prepare(instruction), place(number), state.lineage()));
      state = Settings.apply(instruction, state);
      history(instruction, outcome.layer());
      Duration duration = time.elapsed();
      long bytes = outcome.layer().map(Layer::size).orElse(0L);
      build.journal().finished(id, stage,
          new StepReport(label, platform.toString(), number, count, title, outcome.outcome(), outcome.reason(), duration, bytes));
    } catch (RuntimeException failure) {
      build.journal().failed(id, label + " " + number + "/" + count + " " + title, failure);
      throw failure;
    }
  }

  /** The same place in the next build of the same image in the same context. */
  private Digest place(int number) {
    return Structure.digest(ImmutableList.of(build.contextName(), label, platform, number));
  }

  /** The place of what the step that is being done mounts. */
  Digest placeOfMount(int number) {
    return Structure.digest(ImmutableList.of(place(current.orElseThrow().number()), "mount", number));
  }

  /** Where the step's command is run; if others follow in this stage, they are prepared for meanwhile. */
  Session session(Sandbox sandbox) {
    Session begun = session == null ? build.session(sandbox) : session;
    session = begun;
    if (commandsLeft > 0) {
      begun.expectAnother();
    }
    return begun;
  }

  /** The name of the stage. */
  String label() {
    return label;
  }

  /** An instruction of this stage on one line. */
  String title(Instruction instruction) {
    return title(instruction, base -> build.names().nameOf(base, platform));
  }

  /** Passes on a line that the step's command printed. */
  void printed(String line) {
    build.journal().tell(new BuildEvent.StepOutput(current.orElseThrow().id(), label, line));
  }

  /** The failure of the step's command, with the files that it left if they were kept. */
  RunFailedException failed(RunPlan plan, RunResult result, ImmutableList<String> lastLines, Optional<Layer> left) {
    Current step = current.orElseThrow();
    if (build.options().runs().debug() && !result.timedOut()) {
      history(step.instruction(), left);
      build.keepFailed(platform, state);
    }
    return RunFailure.of(label, step.title(), plan, result, lastLines, build.options().runs());
  }

  private Step prepare(Instruction instruction) {
    return switch (instruction) {
      case Copy copy -> new CopyPlanner(build, this, state).copy(copy);
      case Add add -> new CopyPlanner(build, this, state).add(add);
      case Instruction.Workdir workdir -> {
        Entry made = build.rules().made(Entry.directory(Settings.workdir(workdir, state)));
        Optional<UserSpec> user = state.config().container().user().map(UserSpec::parse);
        yield new WorkdirStep(this, Settings.workdir(workdir, state), user, made, used(List.of(workdir.path())));
      }
      case Run run -> new RunPlanner(build, this, state).step(run);
      default -> throw new IllegalStateException("'" + title(instruction, build.names()::nameOf) + "' makes no files");
    };
  }

  /** The values of the variables in some words. */
  ImmutableMap<String, String> used(List<Word> words) {
    ImmutableMap.Builder<String, String> values = ImmutableMap.builder();
    words.stream().flatMap(word -> word.variables().stream()).distinct()
        .forEach(name -> values.put("variable " + name, state.variable(name).orElse("")));
    return values.buildOrThrow();
  }

  Cache cache() {
    return build.cache();
  }

  EntryRules rules() {
    return build.rules();
  }

  /** A draft on the files so far. */
  LayerDraft draft() {
    FileTree tree = tree();
    return new LayerDraft(path -> tree.lookup(path).map(found -> found.entry()));
  }

  /** The files so far. */
  FileTree tree() {
    return build.tree(state);
  }

  /** Users and groups of the files so far. */
  Owners owners() {
    return new Owners(UserDatabase.of(build.store(), tree()));
  }

  /** Writes a draft as a layer; nothing for an empty one. */
  Optional<Layer> assemble(LayerDraft draft, Optional<LayerToc> earlier) {
    if (draft.isEmpty()) {
      return Optional.empty();
    }
    try (LayerAssembly assembly = new LayerAssembly(build.store(), build.lease(), earlier)) {
      return Optional.of(assembly.write(draft));
    }
  }

  Platform platform() {
    return platform;
  }

  private void history(Instruction instruction, Optional<Layer> layer) {
    Instant created = build.options().timestamps().latest().orElse(Timestamps.EPOCH);
    // names stand there without digests: pinning them must not change what is built
    String text = DockerfileWriter.instruction(instruction, base -> build.names().nameOf(base, platform));
    HistoryEntry entry = HistoryEntry.layer(text + " # slipway").withCreated(created);
    ImageConfig before = state.config().withCreated(created);
    ImageConfig config = layer.isPresent() ? before.withLayer(layer.get().diffId(), entry) : before.withStep(entry);
    state = layer.isPresent() ? state.withLayer(build.store(), layer.get(), config) : state.withConfig(config);
  }

  /** The instruction on one line. */
  static String title(Instruction instruction, Function<Base, String> nameOf) {
    String text = DockerfileWriter.instruction(instruction, nameOf).replaceAll("\\s+", " ").strip();
    return text.length() <= LONGEST_TITLE ? text : text.substring(0, LONGEST_TITLE - 1) + "…";
  }

  static boolean isFile(Entry entry) {
    return entry.type() == EntryType.FILE || entry.type() == EntryType.HARD_LINK;
  }
}
