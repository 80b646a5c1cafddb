package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import dev.slipway.dockerfile.IgnoreFile;
import dev.slipway.image.ImagePath;
import dev.slipway.image.PathFilter;
import dev.slipway.image.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Rules about the directory that is copied from. */
final class ContextRules implements RuleGroup {
  private static final Rule UNFILTERED = Rule.of("ContextNotFiltered", "What does not belong to the build is left out of the context",
      "History, local settings with passwords and what was built on this machine would come into the image, and each change of them would make the build start anew");
  private static final Rule AT_RUN_TIME = Rule.of("WholeContextAtRunTime", "The image that runs gets what it needs, by name",
      "Tests, documents, the Dockerfile and whatever is added to the directory later are in the image too, and each change of them makes a new one");

  /** Where a web server finds the files that it serves: there the directory is the product. */
  private static final ImmutableList<String> DOCUMENT_ROOTS = ImmutableList.of("/usr/share/nginx", "/var/www", "/usr/local/apache2/htdocs",
      "/srv", "/usr/share/caddy", "/public");
  private static final ImmutableSet<String> HISTORY = ImmutableSet.of("describe", "rev-parse", "log", "rev-list", "submodule", "show",
      "status");

  @Override
  public ImmutableList<Rule> rules() {
    return ImmutableList.of(UNFILTERED, AT_RUN_TIME);
  }

  @Override
  public void check(CheckedImage image, Consumer<Finding> findings) {
    if (image.context().isPresent()) {
      ImmutableList<String> unwanted = unwanted(image);
      for (Step step : image.steps()) {
        WholeContext.of(step.instruction()).flatMap(copy -> unfiltered(image.context().get(), unwanted, step, copy)).ifPresent(findings);
      }
    }
    if (image.isRun()) {
      for (Step step : image.shipped()) {
        WholeContext.of(step.instruction()).filter(copy -> !isChosen(image, copy)).ifPresent(copy -> findings.accept(
            step.finding(AT_RUN_TIME, "the image that runs gets the whole context",
                image.hasBuilders()
                    ? "copy what the stages before have built, by 'COPY --from', and single files by name"
                    : "copy directories and files by name")
                .withSeverity(image.hasBuilders() ? Severity.WARNING : Severity.NOTE)));
      }
    }
  }

  /** Whether the copy or the ignore file says what is wanted. */
  private static boolean isChosen(CheckedImage image, WholeContext copy) {
    boolean served = copy.destination().constant().map(path -> DOCUMENT_ROOTS.stream().anyMatch(path::startsWith)).orElse(false);
    // a file that ignores what nobody could have thought of takes in only what it names
    boolean allowing = image.context().flatMap(CheckedContext::ignoreFile)
        .map(ignore -> ignore.ignores(ImagePath.of("anything-that-is-not-named"))).orElse(false);
    return served || allowing || !copy.options().excludes().isEmpty();
  }

  private static Optional<Finding> unfiltered(CheckedContext context, ImmutableList<String> unwanted, Step step, WholeContext copy) {
    Optional<PathFilter> excluded = excluded(copy);
    ImmutableList<String> in = unwanted.stream()
        .filter(path -> !context.ignoreFile().map(ignore -> ignores(ignore, path)).orElse(false))
        .filter(path -> excluded.map(filter -> !filter.excludes(ImagePath.of(path))).orElse(true))
        .filter(path -> context.files().map(files -> isThere(files, path)).orElse(true))
        .collect(ImmutableList.toImmutableList());
    if (in.isEmpty()) {
      return Optional.empty();
    }
    String paths = "'" + String.join("', '", in) + "'";
    String message = context.ignoreFile().isEmpty()
        ? "the whole context is copied, and there is no '" + context.ignoreFileName() + "': " + paths + " come along"
        : "the whole context is copied, and '" + context.ignoreFileName() + "' lets in " + paths;
    return Optional
        .of(step.finding(UNFILTERED, message, "write these lines into '" + context.ignoreFileName() + "': " + String.join(", ", in)));
  }

  private static boolean ignores(IgnoreFile ignore, String path) {
    return ignore.ignores(ImagePath.of(path)) || ignore.ignores(ImagePath.of(path + "/file"));
  }

  private static boolean isThere(ImmutableSet<ImagePath> files, String path) {
    ImagePath wanted = ImagePath.of(path);
    return files.stream().anyMatch(file -> file.equals(wanted) || file.toString().startsWith(wanted + "/"));
  }

  /** What {@code --exclude} leaves out; empty if that cannot be said, so that it may be anything. */
  private static Optional<PathFilter> excluded(WholeContext copy) {
    List<String> patterns = new ArrayList<>();
    for (Word pattern : copy.options().excludes()) {
      pattern.constant().ifPresent(patterns::add);
    }
    try {
      return Optional.of(PathFilter.of(patterns));
    } catch (InvalidValueException malformed) {
      return Optional.empty();
    }
  }

  /** What no build needs, by what the project is written in. */
  private static ImmutableList<String> unwanted(CheckedImage image) {
    ImmutableSet.Builder<BuildTool.Language> languages = ImmutableSet.builder();
    boolean history = false;
    for (Step step : image.steps()) {
      for (ShellCommand command : step.commands()) {
        BuildTool.call(command).flatMap(BuildTool::of).map(BuildTool::language).ifPresent(languages::add);
        history |= command.call().filter(call -> call.program().equals("git"))
            .map(call -> call.arguments().stream().anyMatch(word -> HISTORY.contains(word.text()))).orElse(false);
      }
    }
    ImmutableSet<BuildTool.Language> used = languages.build();
    ImmutableList.Builder<String> unwanted = ImmutableList.builder();
    if (!history) {
      unwanted.add(".git");
    }
    unwanted.add(".env");
    if (used.contains(BuildTool.Language.RUST) || used.contains(BuildTool.Language.JAVA)) {
      unwanted.add("target");
    }
    if (used.contains(BuildTool.Language.JAVASCRIPT)) {
      unwanted.add("node_modules");
    }
    if (used.contains(BuildTool.Language.PYTHON)) {
      unwanted.add(".venv");
    }
    return unwanted.build();
  }
}
