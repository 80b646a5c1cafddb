package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.slipway.Span;
import dev.slipway.image.CacheMount;
import dev.slipway.image.Copy;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Instruction;
import dev.slipway.image.Run;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rules about what a project depends on: that it is fetched once, and that what is fetched is kept. */
final class DependencyRules implements RuleGroup {
  private static final ImmutableSet<String> SOURCES = ImmutableSet.of("src", "./src", "src/", "./src/");
  private static final Rule NOT_CACHED = Rule.of("DependenciesNotCached", "Dependencies are fetched before the sources are copied",
      "Each change of a source makes the build fetch, and often compile, everything that the project depends on anew");
  private static final Rule NO_MOUNT = Rule.of("NoCacheMount", "What package managers fetch is kept in a cache mount",
      "When one dependency changes, all are downloaded again, and what was downloaded stays in the layer").withSeverity(Severity.NOTE);

  /** The tools whose cache a mount can take without anything else changing, and what the base image must be called for it. */
  private static final ImmutableMap<BuildTool, String> MOUNTABLE = ImmutableMap.of(BuildTool.CARGO, "rust", BuildTool.GO, "golang",
      BuildTool.NPM, "", BuildTool.PIP, "", BuildTool.UV, "");
  /** Variables that move caches. */
  private static final ImmutableSet<String> MOVING = ImmutableSet.of("HOME", "CARGO_HOME", "GOPATH", "GOMODCACHE", "GOCACHE",
      "PIP_CACHE_DIR",
      "UV_CACHE_DIR", "XDG_CACHE_HOME", "npm_config_cache", "NPM_CONFIG_CACHE");
  private static final ImmutableSet<String> OFF = ImmutableSet.of("PIP_NO_CACHE_DIR", "UV_NO_CACHE", "POETRY_NO_CACHE");

  @Override
  public ImmutableList<Rule> rules() {
    return ImmutableList.of(NOT_CACHED, NO_MOUNT);
  }

  @Override
  public void check(CheckedImage image, Consumer<Finding> findings) {
    Map<CheckedStage, Fetched> known = new HashMap<>();
    Set<Step> told = new HashSet<>();
    for (CheckedStage stage : image.stages()) {
      known.put(stage, notCached(stage, stage.parent().map(known::get).orElse(Fetched.NOTHING), told, findings));
      stage.steps().forEach(step -> noMount(image, step).ifPresent(findings));
    }
  }

  /**
   * What has been done at the end of a stage.
   *
   * @param languages those whose dependencies are there
   * @param sources the first copy of sources
   */
  private record Fetched(ImmutableSet<BuildTool.Language> languages, Optional<Step> sources) {
    static final Fetched NOTHING = new Fetched(ImmutableSet.of(), Optional.empty());
  }

  /**
   * Looks at one stage.
   *
   * @param before what the stage below has done
   * @param told the copies that something has been said of
   */
  private static Fetched notCached(CheckedStage stage, @Nullable Fetched before, Set<Step> told, Consumer<Finding> findings) {
    Fetched start = before == null ? Fetched.NOTHING : before;
    Set<BuildTool.Language> fetched = EnumSet.noneOf(BuildTool.Language.class);
    fetched.addAll(start.languages());
    Optional<Step> sources = start.sources();
    for (Step step : stage.steps()) {
      sources = sources.isEmpty() && copiesSources(step.instruction()) ? Optional.of(step) : sources;
      for (ShellCommand command : step.commands()) {
        Optional<BuildTool> tool = BuildTool.fetching(command);
        boolean cached = tool.isEmpty() || !fetched.add(tool.get().language()) || hasCache(step)
            || BuildTool.call(command).map(BuildTool::keepsNothing).orElse(true) && !keepsLittle(command);
        if (!cached && sources.isPresent() && told.add(sources.get())) {
          String program = BuildTool.call(command).map(ShellCall::program).orElse("");
          findings.accept(
              sources.get().finding(NOT_CACHED, "the sources are copied before '" + program + "' fetches dependencies", fix(tool.get())));
        }
      }
    }
    return new Fetched(ImmutableSet.copyOf(fetched), sources);
  }

  /** Options that keep downloads out of the layer say nothing of when they happen. */
  private static boolean keepsLittle(ShellCommand command) {
    return BuildTool.call(command).map(call -> call.has("--no-cache-dir", "--no-cache")).orElse(false);
  }

  private static String fix(BuildTool tool) {
    String before = "copy " + tool.manifests() + " first, fetch the dependencies, then copy the rest";
    return tool == BuildTool.CARGO
        ? before + "; cargo-chef ('cargo chef prepare', 'cargo chef cook') does it for a whole workspace"
        : before;
  }

  private static boolean copiesSources(Instruction instruction) {
    boolean directory = instruction instanceof Copy copy && copy.from().isEmpty() && copy.sources().stream()
        .anyMatch(source -> source instanceof Copy.Path path
            && path.path().constant().map(text -> SOURCES.contains(text)).orElse(false));
    return directory || WholeContext.of(instruction).isPresent();
  }

  private static boolean hasCache(Step step) {
    return step.instruction() instanceof Run run && run.mounts().stream().anyMatch(CacheMount.class::isInstance);
  }

  private static Optional<Finding> noMount(CheckedImage image, Step step) {
    boolean offline = step.instruction() instanceof Run run && run.network().map(network -> network == Run.Network.NONE).orElse(false);
    if (offline || hasCache(step) || OFF.stream().anyMatch(step.variables()::containsKey) || cleans(step)) {
      return Optional.empty();
    }
    for (ShellCommand command : step.commands()) {
      Optional<ShellCall> call = BuildTool.call(command).filter(found -> !BuildTool.keepsNothing(found));
      Optional<BuildTool> tool = call.flatMap(BuildTool::of)
          .filter(found -> BuildTool.fetching(command).isPresent() || installs(found, call.get()));
      if (tool.isPresent()) {
        String mounts = String.join(" ", tool.get().caches().stream().map(DependencyRules::mount).toList());
        Finding finding = step.finding(NO_MOUNT, command, "'" + call.get().program() + "' has no cache mount for what it fetches",
            "write 'RUN " + mounts + " …' (the directory is that of root)");
        return Optional.of(edit(image, step, tool.get()).map(finding::withEdit).orElse(finding));
      }
    }
    return Optional.empty();
  }

  private static boolean installs(BuildTool tool, ShellCall call) {
    ImmutableList<ShellWord> operands = call.operands(BuildTool.PIP_VALUED);
    return switch (tool) {
      case PIP -> !operands.isEmpty() && operands.get(0).is("install");
      case UV -> operands.size() > 1 && (operands.get(0).is("pip") || operands.get(0).is("tool")) && operands.get(1).is("install");
      default -> false;
    };
  }

  /** Whether the command takes its downloads away again. */
  private static boolean cleans(Step step) {
    return step.commands().stream().anyMatch(command -> command.words().stream()
        .anyMatch(word -> word.is("clean") || word.is("purge") || word.is("prune") || word.is("clear-cache"))
        && command.words().stream().anyMatch(word -> word.is("cache") || word.is("store"))
        || command.program().map("rm"::equals).orElse(false) && command.words().stream().anyMatch(word -> word.text().contains("cache")
            || word.text().contains(".npm")));
  }

  private static String mount(String target) {
    return "--mount=type=cache,target=" + target;
  }

  private static Optional<Edit> edit(CheckedImage image, Step step, BuildTool tool) {
    boolean moved = MOVING.stream().anyMatch(step.variables()::containsKey);
    boolean user = step.stage().has(Instruction.User.class);
    boolean offline = step.stage().allSteps().stream().flatMap(each -> each.commands().stream())
        .flatMap(command -> command.words().stream())
        .anyMatch(word -> word.is("--offline") || word.is("--frozen"));
    String base = step.stage().chain().get(0).reference().flatMap(image::imageName).flatMap(ImageName::of).map(ImageReference::path)
        .orElse("");
    String wanted = MOUNTABLE.get(tool);
    boolean known = wanted != null && (base.contains(wanted) || tool == BuildTool.CARGO && base.endsWith("cargo-chef"));
    if (moved || user || offline || !known || !(step.instruction() instanceof Run run)) {
      return Optional.empty();
    }
    String title = "mount a cache for what is fetched";
    if (step.origin().file().isPresent()) {
      String text = String.join("", tool.caches().stream().map(target -> " " + mount(target)).toList());
      return step.statement().map(statement -> statement.keywordToken())
          .map(token -> token.span(token.length() - 1, token.length()))
          .map(last -> new Span(last.endLine(), last.endColumn(), last.endLine(), last.endColumn(), last.endOffset(), last.endOffset()))
          .map(behind -> Edit.Text.of(title, behind, text));
    }
    Run mounted = run;
    for (String target : tool.caches()) {
      mounted = mounted.mount(CacheMount.at(target));
    }
    return step.replacement(title, mounted);
  }
}
