package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.re2j.Pattern;
import java.util.stream.Stream;

/** Which packages a package manager of a language installs by name without a version. */
final class UnpinnedNames {
  /** The name of a Python package, perhaps with extras. */
  private static final Pattern PYTHON = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._\\-]*(\\[[A-Za-z0-9,._\\- ]*])?((>=|>|!=)[^,<=~]+)?");
  private static final Pattern NPM = Pattern.compile("(@[a-z0-9._\\-]+/)?[a-z0-9._\\-]+(@(latest|next))?");
  private static final Pattern MOVING = Pattern.compile(".*@(latest|main|master)");
  private static final Pattern VERSION = Pattern.compile("(@(latest|next|main|master)|[>!]=?.*)$");
  private static final Pattern CRATE = Pattern.compile("[A-Za-z0-9_\\-]+");
  private static final ImmutableSet<String> ARCHIVES = ImmutableSet.of(".whl", ".gz", ".zip", ".tgz", ".txt");

  private UnpinnedNames() {}

  static ImmutableList<String> of(ShellCall call, ImmutableSet<String> cargoValued) {
    Stream<ShellWord> names = switch (call.program()) {
      case "pip", "pip3", "pipx" -> python(call, 1, "install");
      case "uv" -> call.does(BuildTool.PIP_VALUED, "pip", "tool") ? python(call, 2, "install") : Stream.empty();
      case "npm", "pnpm" -> call.does(ImmutableSet.of(), "install", "i", "add") && call.has("-g", "--global")
          ? call.operands(ImmutableSet.of("--registry", "--prefix")).stream().skip(1).filter(word -> NPM.matcher(word.text()).matches())
          : Stream.empty();
      case "go" -> call.does(ImmutableSet.of(), "install")
          ? call.operands(ImmutableSet.of("-ldflags", "-tags")).stream().filter(word -> MOVING.matches(word.text()))
          : Stream.empty();
      case "cargo" -> call.does(cargoValued, "install") && !call.has("--path", "--git", "--version", "--vers")
          ? call.operands(cargoValued).stream().skip(1).filter(word -> CRATE.matcher(word.text()).matches())
          : Stream.empty();
      case "gem" -> call.does(ImmutableSet.of("-v", "--version"), "install") && !call.has("-v", "--version")
          ? call.operands(ImmutableSet.of("--source", "-i")).stream().skip(1).filter(word -> CRATE.matcher(word.text()).matches())
          : Stream.empty();
      default -> Stream.empty();
    };
    return names.filter(ShellWord::literal).map(ShellWord::text).collect(ImmutableList.toImmutableList());
  }

  private static Stream<ShellWord> python(ShellCall call, int skipped, String verb) {
    ImmutableList<ShellWord> operands = call.operands(BuildTool.PIP_VALUED);
    boolean installs = operands.size() > skipped && operands.get(skipped - 1).is(verb);
    return !installs || call.has("-c", "--constraint", "--require-hashes", "--no-index")
        ? Stream.empty()
        : operands.stream().skip(skipped).filter(word -> PYTHON.matcher(word.text()).matches()
            && ARCHIVES.stream().noneMatch(word.text()::endsWith));
  }

  /** A package with a version as its manager writes it. */
  static String example(ShellCall call, String name) {
    String plain = VERSION.matcher(name).replaceFirst("");
    return switch (call.program()) {
      case "npm", "pnpm", "cargo" -> plain + "@1.2.3";
      case "go" -> plain + "@v1.2.3";
      case "gem" -> plain + " --version 1.2.3";
      default -> plain + "==1.2.3";
    };
  }
}
