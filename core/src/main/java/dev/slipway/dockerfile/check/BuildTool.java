package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.re2j.Pattern;
import java.util.Optional;

/** A program that fetches what a project depends on, as checks need to know it. */
enum BuildTool {
  CARGO(Language.RUST, "Cargo.toml and Cargo.lock", ImmutableList.of("/usr/local/cargo/registry", "/usr/local/cargo/git")), NPM(
      Language.JAVASCRIPT, "package.json and package-lock.json", ImmutableList.of("/root/.npm")), YARN(Language.JAVASCRIPT,
          "package.json and yarn.lock", ImmutableList.of("/usr/local/share/.cache/yarn")), PNPM(Language.JAVASCRIPT,
              "package.json and pnpm-lock.yaml", ImmutableList.of("/root/.local/share/pnpm/store")), BUN(Language.JAVASCRIPT,
                  "package.json and bun.lock", ImmutableList.of("/root/.bun/install/cache")), PIP(Language.PYTHON, "requirements.txt",
                      ImmutableList.of("/root/.cache/pip")), UV(Language.PYTHON, "pyproject.toml and uv.lock",
                          ImmutableList.of("/root/.cache/uv")), POETRY(Language.PYTHON, "pyproject.toml and poetry.lock",
                              ImmutableList.of("/root/.cache/pypoetry")), MAVEN(Language.JAVA, "pom.xml",
                                  ImmutableList.of("/root/.m2/repository")), GRADLE(Language.JAVA, "build.gradle and settings.gradle",
                                      ImmutableList.of("/root/.gradle/caches")), GO(Language.GO, "go.mod and go.sum",
                                          ImmutableList.of("/go/pkg/mod", "/root/.cache/go-build")), BUNDLER(Language.RUBY,
                                              "Gemfile and Gemfile.lock",
                                              ImmutableList.of("/usr/local/bundle/cache")), COMPOSER(Language.PHP,
                                                  "composer.json and composer.lock", ImmutableList.of("/root/.composer/cache"));

  /** What a project is written in. */
  enum Language {
    RUST, JAVASCRIPT, PYTHON, JAVA, GO, RUBY, PHP
  }

  static final ImmutableSet<String> PIP_VALUED = ImmutableSet.of("-r", "--requirement", "-c", "--constraint", "-e", "--editable", "-i",
      "--index-url",
      "--extra-index-url", "-f", "--find-links", "-t", "--target", "--prefix", "--root", "--python", "-p", "--no-binary", "--only-binary",
      "--platform",
      "--trusted-host", "--cache-dir", "--python-version", "--timeout", "--retries", "--progress-bar", "--group", "--extra",
      "--default-index",
      "--index", "--link-mode", "--package");
  private static final ImmutableSet<String> VALUED = ImmutableSet.of("--prefix", "--registry", "-C", "--dir", "--cwd", "-f", "--file", "-p",
      "-P", "-s",
      "--settings", "--manifest-path", "--target", "--features", "--bin", "--recipe-path", "--package", "-F", "--filter", "-w",
      "--workspace", "-o",
      "-ldflags", "-tags", "--target-dir", "--jobs", "-j", "--without", "--with", "--project-dir", "--working-dir", "-d", "--profile");
  private static final ImmutableSet<String> CARGO_BUILDS = ImmutableSet.of("build", "b", "fetch", "test", "check", "zigbuild", "xwin",
      "leptos", "auditable", "rustc");
  private static final ImmutableSet<String> GO_BUILDS = ImmutableSet.of("build", "test", "vet", "generate", "run");

  private static final Pattern PYTHON = Pattern.compile("python[0-9.]*");
  private static final Pattern PIP3 = Pattern.compile("pip3\\.[0-9]+");

  private final Language language;
  private final String manifests;
  private final ImmutableList<String> caches;

  BuildTool(Language language, String manifests, ImmutableList<String> caches) {
    this.language = language;
    this.manifests = manifests;
    this.caches = caches;
  }

  Language language() {
    return language;
  }

  /** The files that say what a project depends on, for people. */
  String manifests() {
    return manifests;
  }

  /** The directories in which it keeps what it fetched, for root in the usual images. */
  ImmutableList<String> caches() {
    return caches;
  }

  /** The call of a program, where {@code python -m} starts it too. */
  static Optional<ShellCall> call(ShellCommand command) {
    return command.call().map(call -> {
      boolean module = PYTHON.matcher(call.program()).matches() && call.arguments().size() > 1 && call.arguments().get(0).is("-m")
          && call.arguments().get(1).literal();
      return module
          ? new ShellCall(call.arguments().get(1).text(), call.word(), call.arguments().subList(2, call.arguments().size()))
          : call;
    });
  }

  /** The tool that a command is one of. */
  static Optional<BuildTool> of(ShellCall call) {
    return Optional.ofNullable(switch (call.program()) {
      case "cargo", "cargo-chef" -> CARGO;
      case "npm" -> NPM;
      case "yarn", "yarnpkg" -> YARN;
      case "pnpm" -> PNPM;
      case "bun" -> BUN;
      case "pip", "pip3" -> PIP;
      case "uv" -> UV;
      case "poetry" -> POETRY;
      case "mvn", "mvnw" -> MAVEN;
      case "gradle", "gradlew" -> GRADLE;
      case "go" -> GO;
      case "bundle", "bundler" -> BUNDLER;
      case "composer" -> COMPOSER;
      default -> PIP3.matcher(call.program()).matches() ? PIP : null;
    });
  }

  /** The tool whose command fetches what the project depends on. */
  static Optional<BuildTool> fetching(ShellCommand command) {
    Optional<ShellCall> call = call(command);
    return call.flatMap(BuildTool::of).filter(tool -> tool.fetches(call.get()));
  }

  private boolean fetches(ShellCall call) {
    ImmutableList<ShellWord> operands = call.operands(this == PIP || this == UV ? PIP_VALUED : VALUED).stream()
        .filter(word -> !word.text().startsWith("+")).collect(ImmutableList.toImmutableList());
    String first = text(operands, 0);
    String second = text(operands, 1);
    return switch (this) {
      case CARGO -> call.program().equals("cargo-chef")
          ? first.equals("cook") || second.equals("cook")
          : CARGO_BUILDS.contains(first) || first.equals("chef") && second.equals("cook") || first.equals("install") && call.has("--path");
      case NPM ->
        ImmutableSet.of("ci", "install", "i", "clean-install").contains(first) && !call.has("-g", "--global") && operands.size() == 1;
      case YARN -> (first.equals("install") || operands.isEmpty() && !call.has("--version", "-v", "--help")) && !call.has("--mode");
      case PNPM, BUN -> ImmutableSet.of("install", "i", "fetch").contains(first) && !call.has("-g", "--global") && operands.size() == 1;
      case PIP -> first.equals("install") && isProject(call, operands.subList(1, operands.size()));
      case UV -> first.equals("sync") || first.equals("pip") && (second.equals("sync") || second.equals("install")
          && isProject(call, operands.subList(2, operands.size())));
      case POETRY -> first.equals("install") || first.equals("sync");
      case MAVEN -> !first.isEmpty() && !first.equals("wrapper:wrapper");
      case GRADLE -> !first.isEmpty() && !first.equals("wrapper");
      case GO -> GO_BUILDS.contains(first) || first.equals("mod") && second.equals("download")
          || first.equals("install") && !text(operands, 1).contains("@");
      case BUNDLER -> first.equals("install");
      case COMPOSER -> first.equals("install") || first.equals("update");
    };
  }

  private static String text(ImmutableList<ShellWord> words, int index) {
    return index < words.size() && words.get(index).literal() ? words.get(index).text() : "";
  }

  /** Whether pip installs what files of the project say, and not packages by name. */
  private static boolean isProject(ShellCall call, ImmutableList<ShellWord> packages) {
    boolean files = call.has("-r", "--requirement", "-e", "--editable", "--group");
    boolean directory = packages.stream()
        .anyMatch(word -> word.text().equals(".") || word.text().startsWith(".[") || word.text().startsWith("./"));
    return (files || directory && packages.stream().noneMatch(word -> word.text().endsWith(".whl"))) && !call.has("--no-deps");
  }

  /** Whether an option says that nothing is fetched, or that nothing fetched is kept. */
  static boolean keepsNothing(ShellCall call) {
    return call.has("--no-cache-dir", "--no-cache", "--offline", "--frozen-offline", "-mod=vendor", "--no-deps");
  }
}
