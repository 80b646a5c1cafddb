package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.re2j.Pattern;
import dev.slipway.image.CacheMount;
import dev.slipway.image.Run;
import dev.slipway.image.TmpfsMount;
import dev.slipway.image.Word;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Rules about the packages of distributions. */
final class PackageRules implements RuleGroup {
  private static final Rule LISTS_LEFT = Rule.of("PackageListsLeft", "Package lists are removed in the layer that fetches them",
      "Lists and caches of package managers take tens of megabytes in the layer that fetches them, and removing them in a later layer saves nothing");
  private static final Rule LISTS_ALONE = Rule.of("PackageListsAlone", "Package lists are fetched by the command that installs from them",
      "A layer with nothing but lists is reused for months, and what is installed later comes from lists that no longer fit the archive");
  private static final Rule RECOMMENDED = Rule.of("AptRecommendedPackages", "apt installs only what is asked for",
      "Packages that are merely recommended make images larger and bring software that nobody decided on").withSeverity(Severity.NOTE);
  private static final Rule BUILD_TOOLS = Rule.of("BuildToolsAtRunTime", "The image that runs has no compilers and headers",
      "Build tools make the image hundreds of megabytes larger and help whoever breaks into the container");
  private static final Rule DEBUG_TOOLS = Rule.of("DebugToolsAtRunTime", "The image that runs has no editors and debuggers",
      "Each tool that the program does not need is more to download, to update and to misuse").withSeverity(Severity.NOTE);

  private static final ImmutableSet<String> COMPILERS = ImmutableSet.of("gcc", "g++", "c++", "clang", "llvm", "make", "cmake",
      "build-essential", "build-base",
      "alpine-sdk", "binutils", "pkg-config", "pkgconf", "pkgconfig", "autoconf", "automake", "libtool", "ninja-build", "ninja", "meson",
      "rust", "rustc",
      "cargo", "golang", "golang-go", "go", "gcc-c++", "maven", "gradle", "default-jdk", "default-jdk-headless", "bison", "flex", "nasm",
      "musl-tools", "gfortran", "patchelf");
  private static final ImmutableSet<String> DEBUGGERS = ImmutableSet.of("vim", "vim-tiny", "nano", "emacs", "emacs-nox", "gdb", "strace",
      "ltrace",
      "tcpdump", "nmap", "telnet", "net-tools", "htop", "man-db", "lsof");
  /** Compilers with their version in the name. */
  private static final Pattern NUMBERED = Pattern.compile("openjdk[0-9]+(-jdk)?|(gcc|g\\+\\+|clang)-[0-9.]+");
  /** What lists are fetched for, besides installing; anything else that follows is not known and may install. */
  private static final ImmutableSet<String> HARMLESS = ImmutableSet.of("rm", "echo", "set", "true", ":", "mkdir", "cat", "printf", "export",
      "sed", "chmod", "apt-cache", "find");
  /** Images with compilers in them, by the path of their name. */
  private static final ImmutableSet<String> TOOLCHAINS = ImmutableSet.of("library/rust", "library/golang", "library/gcc", "library/maven",
      "library/gradle",
      "library/buildpack-deps", "lukemathwalker/cargo-chef", "dotnet/sdk");

  @Override
  public ImmutableList<Rule> rules() {
    return ImmutableList.of(LISTS_LEFT, LISTS_ALONE, RECOMMENDED, BUILD_TOOLS, DEBUG_TOOLS);
  }

  @Override
  public void check(CheckedImage image, Consumer<Finding> findings) {
    ImmutableList<Step> shipped = image.shipped();
    Map<PackageManager, Integer> cleaned = cleaned(shipped);
    for (int i = 0; i < shipped.size(); i++) {
      listsLeft(shipped.get(i), i, cleaned).ifPresent(findings);
    }
    Map<CheckedStage, Boolean> configured = new HashMap<>();
    for (Step step : image.steps()) {
      listsAlone(step).ifPresent(findings);
      if (!isConfigured(step.stage(), configured)) {
        recommended(step, findings);
      }
    }
    if (image.isRun()) {
      tools(shipped, findings);
      toolchain(image).ifPresent(findings);
    }
  }

  /** @param cleaned for each manager, the number of the last layer that takes its lists away */
  private static Optional<Finding> listsLeft(Step step, int layer, Map<PackageManager, Integer> cleaned) {
    Map<PackageManager, ShellCommand> left = new EnumMap<>(PackageManager.class);
    for (ShellCommand command : step.commands()) {
      left.keySet().removeIf(manager -> manager.isCleanedBy(command));
      command.call().flatMap(PackageManager::of).filter(manager -> fetchesLists(manager, command) && !isMounted(step, manager))
          .ifPresent(manager -> left.putIfAbsent(manager, command));
    }
    return left.entrySet().stream().findFirst()
        .map(entry -> listsLeft(step, entry.getValue(), entry.getKey(), cleaned.getOrDefault(entry.getKey(), -1) > layer));
  }

  private static Map<PackageManager, Integer> cleaned(ImmutableList<Step> shipped) {
    Map<PackageManager, Integer> cleaned = new EnumMap<>(PackageManager.class);
    for (int i = 0; i < shipped.size(); i++) {
      for (ShellCommand command : shipped.get(i).commands()) {
        for (PackageManager manager : PackageManager.values()) {
          if (manager.isCleanedBy(command)) {
            cleaned.put(manager, i);
          }
        }
      }
    }
    return cleaned;
  }

  private static boolean fetchesLists(PackageManager manager, ShellCommand command) {
    boolean installs = manager.install(command).isPresent();
    return switch (manager) {
      case APT -> manager.updates(command);
      case APK ->
        (installs || manager.updates(command))
            && command.call().map(call -> !call.has("--no-cache", "--cache-dir", "--no-network")).orElse(false);
      case DNF, ZYPPER -> installs || manager.updates(command);
    };
  }

  private static boolean isMounted(Step step, PackageManager manager) {
    return step.instruction() instanceof Run run && run.mounts().stream().anyMatch(mount -> {
      Optional<Word> target = mount instanceof CacheMount cache
          ? Optional.of(cache.target())
          : mount instanceof TmpfsMount tmpfs ? Optional.of(tmpfs.target()) : Optional.empty();
      // a target with variables is given the benefit of the doubt
      return target.isPresent() && target.get().constant().map(manager::isKeptIn).orElse(true);
    });
  }

  private static Finding listsLeft(Step step, ShellCommand command, PackageManager manager, boolean later) {
    String program = command.program().orElse("");
    String message = "'" + program + "' leaves its package lists in the layer"
        + (later ? "; removing them in a later layer saves nothing" : "");
    if (manager == PackageManager.APK && manager.install(command).isPresent()) {
      Finding finding = step.finding(LISTS_LEFT, command, message, "write 'apk add --no-cache'");
      return manager.install(command).filter(word -> !command.inner())
          .flatMap(word -> step.insertion("add --no-cache", word.end(), " --no-cache")).map(finding::withEdit).orElse(finding);
    }
    String cleaning = manager.cleaning(command);
    Finding finding = step.finding(LISTS_LEFT, command, message, "end the command with '&& " + cleaning + "', or mount a cache there");
    boolean extensible = step.script().script().isExtensible() && !command.inner();
    return extensible
        ? step.insertion("remove the lists in the same layer", step.script().text().length(), " && " + cleaning).map(finding::withEdit)
            .orElse(finding)
        : finding;
  }

  private static Optional<Finding> listsAlone(Step step) {
    for (ShellCommand command : step.commands()) {
      Optional<PackageManager> manager = command.call().flatMap(PackageManager::of)
          .filter(found -> found == PackageManager.APT || found == PackageManager.APK).filter(found -> found.updates(command));
      if (manager.isPresent() && step.commands().stream().allMatch(other -> isHarmless(other, manager.get()))) {
        String program = command.program().orElse("");
        return Optional.of(step.finding(LISTS_ALONE, command, "'" + program + " update' stands in a RUN that installs nothing",
            manager.get() == PackageManager.APK
                ? "leave it out, and write 'apk add --no-cache'"
                : "write '" + program + " update && " + program + " install …' in one RUN"));
      }
    }
    return Optional.empty();
  }

  private static boolean isHarmless(ShellCommand command, PackageManager manager) {
    boolean assignment = command.words().isEmpty();
    boolean own = manager.isCalledBy(command)
        && (manager.updates(command) || command.words().stream().anyMatch(word -> word.is("clean") || word.is("autoclean")));
    return assignment || own || command.program().map(HARMLESS::contains).orElse(false);
  }

  /** Whether a configuration file or option turns recommended packages off: it is taken to do so for all commands. */
  private static boolean isConfigured(CheckedStage stage, Map<CheckedStage, Boolean> known) {
    for (CheckedStage each : stage.chain()) {
      boolean own = known.computeIfAbsent(each, found -> found.steps().stream().flatMap(step -> step.commands().stream())
          .flatMap(command -> command.words().stream()).anyMatch(word -> word.text().contains("Install-Recommends")));
      if (own) {
        return true;
      }
    }
    return false;
  }

  private static void recommended(Step step, Consumer<Finding> findings) {
    for (ShellCommand command : step.commands()) {
      Optional<ShellWord> install = PackageManager.APT.install(command);
      boolean all = install.isPresent() && command.words().stream().allMatch(word -> word.literal() || word.text().startsWith("$"));
      if (all && !command.words().stream().anyMatch(word -> word.text().contains("no-install-recommends"))
          && !command.call().map(call -> call.has("-R", "--without-recommends", "--install-recommends")).orElse(true)) {
        Finding finding = step.finding(RECOMMENDED, command,
            "'" + command.program().orElse("") + " install' brings recommended packages too",
            "write '" + command.program().orElse("") + " install --no-install-recommends', and name what is needed of them");
        findings.accept(install.filter(word -> !command.inner() && !needsRecommended(command))
            .flatMap(word -> step.insertion("add --no-install-recommends", word.end(), " --no-install-recommends")).map(finding::withEdit)
            .orElse(finding));
      }
    }
  }

  /** Programs that fetch by HTTPS rely on certificates, which are recommended only; packages in variables may be anything. */
  private static boolean needsRecommended(ShellCommand command) {
    List<String> packages = PackageManager.APT.installed(command);
    boolean fetching = packages.contains("curl") || packages.contains("wget") || packages.contains("git");
    return fetching && !packages.contains("ca-certificates") || command.words().stream().anyMatch(word -> !word.literal());
  }

  private static void tools(ImmutableList<Step> shipped, Consumer<Finding> findings) {
    for (Step step : shipped) {
      // what an automatic removal takes, and what variables hold, may be all that was installed
      boolean unknown = step.commands().stream().anyMatch(PackageRules::removesUnnamed);
      for (ShellCommand command : unknown ? ImmutableList.<ShellCommand>of() : step.commands()) {
        command.call().flatMap(PackageManager::of).ifPresent(manager -> tools(step, command, manager, findings));
      }
    }
  }

  private static void tools(Step step, ShellCommand command, PackageManager manager, Consumer<Finding> findings) {
    ImmutableList<String> installed = manager.installed(command);
    if (installed.stream().noneMatch(name -> isBuildTool(name, manager) || DEBUGGERS.contains(name))) {
      return;
    }
    ImmutableList<String> left = left(step, command, manager);
    ImmutableList<String> compilers = left.stream().filter(name -> isBuildTool(name, manager)).distinct()
        .collect(ImmutableList.toImmutableList());
    ImmutableList<String> debuggers = left.stream().filter(DEBUGGERS::contains).distinct().collect(ImmutableList.toImmutableList());
    if (!compilers.isEmpty()) {
      findings.accept(step.finding(BUILD_TOOLS, command, "the image that runs has build tools: " + quoted(compilers),
          "install them in a stage of their own and copy what it builds, or remove them in the same RUN"));
    }
    if (!debuggers.isEmpty()) {
      findings.accept(step.finding(DEBUG_TOOLS, command, "the image that runs has tools for people: " + quoted(debuggers),
          "leave them out; debug with a container beside it, or a stage of its own"));
    }
  }

  /** What a command installs and its own layer does not remove again. */
  private static ImmutableList<String> left(Step step, ShellCommand command, PackageManager manager) {
    ImmutableSet<String> removed = step.commands().stream().flatMap(other -> manager.removed(other).stream())
        .collect(ImmutableSet.toImmutableSet());
    boolean group = PackageManager.virtual(command).map(removed::contains).orElse(false);
    return group
        ? ImmutableList.of()
        : manager.installed(command).stream().filter(name -> !removed.contains(name)).collect(ImmutableList.toImmutableList());
  }

  private static boolean removesUnnamed(ShellCommand command) {
    boolean removal = command.call().flatMap(PackageManager::of).isPresent() && command.words().stream()
        .anyMatch(word -> word.is("purge") || word.is("remove") || word.is("del") || word.is("erase"));
    return removal && command.words().stream().anyMatch(word -> !word.literal())
        || command.program().map("apt-mark"::equals).orElse(false) && command.words().stream().anyMatch(word -> word.is("auto"));
  }

  private static boolean isBuildTool(String name, PackageManager manager) {
    boolean headers = switch (manager) {
      case APT, APK -> name.endsWith("-dev");
      case DNF, ZYPPER -> name.endsWith("-devel");
    };
    boolean jdk = name.startsWith("openjdk-") && (name.endsWith("-jdk") || name.endsWith("-jdk-headless"))
        || NUMBERED.matcher(name).matches();
    return headers || jdk || COMPILERS.contains(name);
  }

  private static String quoted(ImmutableList<String> names) {
    return "'" + String.join("', '", names) + "'";
  }

  private static Optional<Finding> toolchain(CheckedImage image) {
    Optional<CheckedStage> first = image.target().map(target -> target.chain().get(0));
    Optional<String> name = first.flatMap(CheckedStage::reference).flatMap(image::imageName);
    return first.flatMap(stage -> name.flatMap(ImageName::of).filter(reference -> TOOLCHAINS.contains(reference.path()))
        .map(reference -> Finding.of(BUILD_TOOLS, image.place(stage),
            "the image that runs stands on the toolchain '" + reference.familiar() + "'",
            "build on it in a stage of its own, and copy the result to a small base such as 'debian:bookworm-slim'")));
  }
}
