package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.image.Add;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Rules about what comes from elsewhere, so that two builds get the same. */
final class DownloadRules implements RuleGroup {
  private static final Rule PIPED = Rule.of("DownloadPipedToShell", "A download is not run unseen",
      "Whoever controls the address, today or later, runs what they like in the build, and two builds run different things");
  private static final Rule UNCHECKED = Rule.of("UncheckedDownload", "ADD of an address says what it must deliver",
      "The address may deliver something else tomorrow, and nobody would notice");
  private static final Rule CLONE = Rule.of("MovingClone", "git clone is followed by a tag or commit",
      "A branch is another state each day, so that the same file builds other things; and the layer is reused when the branch has moved on");
  private static final Rule UNPINNED = Rule.of("UnpinnedInstall", "Packages that are installed by name have a version",
      "The newest version is another one each month, so that the same file builds other things, or nothing at all");
  private static final Rule LOCK = Rule.of("LockFileNotKept", "Installing keeps to the lock file",
      "The package manager may choose other versions than those that were tested").withSeverity(Severity.NOTE);

  private static final ImmutableSet<String> FETCHING = ImmutableSet.of("curl", "wget", "aria2c", "fetch", "http");
  private static final ImmutableSet<String> INTERPRETERS = ImmutableSet.<String>builder().addAll(StepScript.SHELLS)
      .add("python", "python3", "perl", "ruby", "node", "php").build();
  private static final ImmutableSet<String> BRANCHES = ImmutableSet.of("main", "master", "develop", "dev", "trunk", "HEAD", "latest",
      "nightly", "next", "stable");
  private static final ImmutableSet<String> CLONE_VALUED = ImmutableSet.of("-b", "--branch", "--depth", "-o", "--origin", "-c", "--config",
      "-j", "--jobs",
      "--filter", "--reference", "--template", "-u", "--upload-pack", "--revision", "-C", "--shallow-since");
  private static final ImmutableSet<String> CARGO_VALUED = ImmutableSet.of("--version", "--vers", "--git", "--rev", "--tag", "--branch",
      "--path", "--root",
      "--features", "-F", "--target", "--profile", "-j", "--jobs", "--registry", "--index", "--bin", "--config", "-Z", "--target-dir");

  @Override
  public ImmutableList<Rule> rules() {
    return ImmutableList.of(PIPED, UNCHECKED, CLONE, UNPINNED, LOCK);
  }

  @Override
  public void check(CheckedImage image, Consumer<Finding> findings) {
    for (Step step : image.steps()) {
      unchecked(step).ifPresent(findings);
      piped(step).ifPresent(findings);
      for (ShellCommand command : step.commands()) {
        clone(step, command).ifPresent(findings);
        unpinned(step, command).ifPresent(findings);
        lock(step, command).ifPresent(findings);
      }
    }
  }

  private static Optional<Finding> piped(Step step) {
    String fix = "download to a file of a fixed version, check it by 'sha256sum -c', then run it";
    Map<Integer, Integer> downloads = new HashMap<>();
    for (ShellCommand command : step.commands()) {
      if (command.program().map(FETCHING::contains).orElse(false)) {
        downloads.merge(command.pipeline(), command.stage(), Math::min);
      }
    }
    for (ShellCommand command : step.commands()) {
      boolean runsInput = command.stage() > downloads.getOrDefault(command.pipeline(), Integer.MAX_VALUE) && readsScript(command);
      boolean runsWord = command.program()
          .map(program -> INTERPRETERS.contains(program) || program.equals("eval") || program.equals("source")
              || program.equals("."))
          .orElse(false) && command.words().stream().anyMatch(DownloadRules::isDownload);
      if (runsInput || runsWord) {
        return Optional.of(step.finding(PIPED, command, "'" + command.program().orElse("") + "' runs what a download delivers", fix));
      }
    }
    return Optional.empty();
  }

  /** Whether an interpreter reads its script from its input. */
  private static boolean readsScript(ShellCommand command) {
    return command.call().filter(call -> INTERPRETERS.contains(call.program()))
        .map(call -> call.arguments().isEmpty() || call.has("-s")
            || !call.has("-c", "-e", "-m") && call.operands(ImmutableSet.of("-o")).stream()
                .allMatch(word -> word.is("-")))
        .orElse(false);
  }

  private static boolean isDownload(ShellWord word) {
    String text = word.text().strip();
    return !word.literal()
        && FETCHING.stream().anyMatch(program -> text.startsWith("$(" + program + " ") || text.startsWith("<(" + program + " ")
            || text.startsWith("`" + program + " "));
  }

  private static Optional<Finding> unchecked(Step step) {
    if (!(step.instruction() instanceof Add add) || add.checksum().isPresent()) {
      return Optional.empty();
    }
    for (Add.Source source : add.sources()) {
      if (source instanceof Add.Address address) {
        String url = address.url().toString();
        boolean git = Add.Address.isGit(url);
        if (!git || isMovingFragment(url)) {
          return Optional
              .of(step.finding(UNCHECKED, git ? "ADD of a Git repository names no tag or commit" : "ADD of an address has no checksum",
                  git ? "write the commit behind '#', or 'ADD --checksum=…'" : "write 'ADD --checksum=sha256:…'"));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isMovingFragment(String url) {
    int at = url.indexOf('#');
    int colon = at < 0 ? -1 : url.indexOf(':', at);
    String reference = at < 0 ? "" : url.substring(at + 1, colon < 0 ? url.length() : colon);
    return !url.contains("?") && (reference.isEmpty() || BRANCHES.contains(reference));
  }

  private static Optional<Finding> clone(Step step, ShellCommand command) {
    boolean clones = command.call().filter(call -> call.program().equals("git"))
        .map(call -> call.does(CLONE_VALUED, "clone")).orElse(false);
    boolean chosen = step.commands().stream().filter(other -> other.program().map("git"::equals).orElse(false))
        .anyMatch(other -> other.words().stream()
            .anyMatch(word -> word.is("checkout") || word.is("reset") || word.is("switch") || word.is("fetch")));
    if (!clones || chosen) {
      return Optional.empty();
    }
    Optional<ShellWord> branch = value(command.words(), "-b", "--branch", "--revision");
    boolean moving = branch.map(word -> word.literal() && BRANCHES.contains(word.text())).orElse(true);
    return moving
        ? Optional.of(step.finding(CLONE, command,
            "'git clone' takes the newest state of " + branch.map(word -> "'" + word.text() + "'").orElse("a branch"),
            "write 'git clone --branch TAG', or 'git checkout COMMIT' behind it in the same RUN"))
        : Optional.empty();
  }

  private static Optional<ShellWord> value(ImmutableList<ShellWord> words, String... options) {
    for (int i = 0; i < words.size(); i++) {
      for (String option : options) {
        if (words.get(i).is(option) && i + 1 < words.size()) {
          return Optional.of(words.get(i + 1));
        }
        if (words.get(i).text().startsWith(option + "=")) {
          ShellWord word = words.get(i);
          return Optional
              .of(new ShellWord(word.text().substring(option.length() + 1), word.literal(), word.quoted(), word.start(), word.end()));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Finding> unpinned(Step step, ShellCommand command) {
    Optional<ShellCall> call = BuildTool.call(command);
    if (call.isEmpty() || step.variables().containsKey("PIP_CONSTRAINT")) {
      return Optional.empty();
    }
    ImmutableList<String> names = UnpinnedNames.of(call.get(), CARGO_VALUED);
    return names.isEmpty()
        ? Optional.empty()
        : Optional
            .of(step.finding(UNPINNED, command, "'" + call.get().program() + "' installs the newest '" + String.join("', '", names) + "'",
                "write a version, such as '" + UnpinnedNames.example(call.get(), names.get(0)) + "'"));
  }

  private static Optional<Finding> lock(Step step, ShellCommand command) {
    Optional<ShellCall> found = BuildTool.call(command);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ShellCall call = found.get();
    ImmutableList<ShellWord> operands = call.operands(CARGO_VALUED);
    boolean install = operands.size() == 1 && (operands.get(0).is("install") || operands.get(0).is("i")) && !call.has("-g", "--global");
    String fix = switch (call.program()) {
      case "npm" -> install ? "npm ci" : "";
      case "yarn" -> install && !call.has("--frozen-lockfile", "--immutable") ? "yarn install --immutable" : "";
      case "pnpm" ->
        install && !call.has("--frozen-lockfile") && !step.variables().containsKey("CI") ? "pnpm install --frozen-lockfile" : "";
      case "bun" -> install && !call.has("--frozen-lockfile") ? "bun install --frozen-lockfile" : "";
      case "uv" -> operands.size() == 1 && operands.get(0).is("sync") && !call.has("--locked", "--frozen")
          && !step.variables().containsKey("UV_FROZEN")
          && !step.variables().containsKey("UV_LOCKED") ? "uv sync --locked" : "";
      case "cargo" ->
        !operands.isEmpty() && operands.get(0).is("install") && !call.has("--locked", "--frozen") ? "cargo install --locked" : "";
      case "composer" -> operands.size() == 1 && operands.get(0).is("update") ? "composer install" : "";
      default -> "";
    };
    return fix.isEmpty()
        ? Optional.empty()
        : Optional.of(step.finding(LOCK, command,
            "'" + call.program() + " " + operands.get(0).text() + "' may choose other versions than the lock file has",
            "write '" + fix + "'"));
  }
}
