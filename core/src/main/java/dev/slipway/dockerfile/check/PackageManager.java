package dev.slipway.dockerfile.check;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.re2j.Pattern;
import java.util.Optional;

/** A package manager of a Linux distribution, as checks need to know it. */
enum PackageManager {
  APT(
      ImmutableSet.of("apt-get", "apt", "aptitude"),
      ImmutableSet.of("-o", "--option", "-c", "--config-file", "-t", "--target-release", "--default-release", "-a"),
      ImmutableSet.of("install"), ImmutableSet.of("update"), ImmutableSet.of("remove", "purge", "autoremove", "autopurge"),
      ImmutableList.of("/var/lib/apt"), "rm -rf /var/lib/apt/lists/*"), APK(
          ImmutableSet.of("apk"),
          ImmutableSet.of("-t", "--virtual", "-X", "--repository", "-p", "--root", "--arch", "--keys-dir", "--repositories-file",
              "--cache-dir"),
          ImmutableSet.of("add"), ImmutableSet.of("update"), ImmutableSet.of("del"),
          ImmutableList.of("/var/cache/apk", "/etc/apk/cache"), "rm -rf /var/cache/apk/*"), DNF(
              ImmutableSet.of("dnf", "dnf5", "microdnf", "yum"),
              ImmutableSet.of("-x", "--exclude", "--enablerepo", "--disablerepo", "--installroot", "--releasever", "--setopt", "-c",
                  "--repo"),
              ImmutableSet.of("install", "groupinstall", "module", "update", "upgrade"), ImmutableSet.of("makecache", "check-update"),
              ImmutableSet.of("remove", "erase", "autoremove"),
              ImmutableList.of("/var/cache/dnf", "/var/cache/yum", "/var/cache/libdnf5"), "dnf clean all"), ZYPPER(
                  ImmutableSet.of("zypper"), ImmutableSet.of("-R", "--root", "-r", "--repo", "-p", "-x"),
                  ImmutableSet.of("install", "in", "update", "up", "dup"), ImmutableSet.of("refresh", "ref"),
                  ImmutableSet.of("remove", "rm"),
                  ImmutableList.of("/var/cache/zypp"), "zypper clean --all");

  private static final Pattern END = Pattern.compile("(/\\*)*/?$");
  private static final ImmutableSet<String> CLEANING = ImmutableSet.of("clean", "cc");

  private final ImmutableSet<String> programs;
  private final ImmutableSet<String> valued;
  private final ImmutableSet<String> installing;
  private final ImmutableSet<String> updating;
  private final ImmutableSet<String> removing;
  private final ImmutableList<String> directories;
  private final String cleaning;

  PackageManager(ImmutableSet<String> programs, ImmutableSet<String> valued, ImmutableSet<String> installing, ImmutableSet<String> updating,
      ImmutableSet<String> removing, ImmutableList<String> directories, String cleaning) {
    this.programs = programs;
    this.valued = valued;
    this.installing = installing;
    this.updating = updating;
    this.removing = removing;
    this.directories = directories;
    this.cleaning = cleaning;
  }

  /** The manager that a call is one of. */
  static Optional<PackageManager> of(ShellCall call) {
    return ImmutableList.copyOf(values()).stream().filter(manager -> manager.programs.contains(call.program())).findFirst();
  }

  /** Whether the command is a call of this manager. */
  boolean isCalledBy(ShellCommand command) {
    return command.program().map(programs::contains).orElse(false);
  }

  /** The word {@code install}, or what this manager has for it. */
  Optional<ShellWord> install(ShellCommand command) {
    return verb(command, installing);
  }

  boolean updates(ShellCommand command) {
    return verb(command, updating).isPresent();
  }

  private Optional<ShellWord> verb(ShellCommand command, ImmutableSet<String> verbs) {
    return command.call().filter(call -> programs.contains(call.program()))
        .flatMap(call -> call.verb(valued)).filter(word -> verbs.contains(word.text()));
  }

  /** The packages that a command installs, without versions; those that the shell makes of variables are left out. */
  ImmutableList<String> installed(ShellCommand command) {
    return packages(command, installing);
  }

  /** The packages that a command removes again. */
  ImmutableList<String> removed(ShellCommand command) {
    return packages(command, removing);
  }

  private ImmutableList<String> packages(ShellCommand command, ImmutableSet<String> verbs) {
    return verb(command, verbs).isEmpty()
        ? ImmutableList.of()
        : command.call().map(call -> call.operands(valued)).orElse(ImmutableList.of()).stream().skip(1)
            .filter(ShellWord::literal).map(word -> plain(word.text())).collect(ImmutableList.toImmutableList());
  }

  /** A package without version, architecture and repository. */
  private String plain(String name) {
    int end = name.length();
    for (String mark : this == APT
        ? ImmutableList.of("=", ":", "/")
        : this == APK ? ImmutableList.of("=", "~", "@", "<", ">") : ImmutableList.of("=")) {
      int at = name.indexOf(mark);
      end = at > 0 ? Math.min(end, at) : end;
    }
    return name.substring(0, end);
  }

  /** The name under which {@code apk add --virtual} puts what it installs, to be removed by it. */
  static Optional<String> virtual(ShellCommand command) {
    ImmutableList<ShellWord> words = command.words();
    for (int i = 0; i < words.size(); i++) {
      String text = words.get(i).text();
      if ((text.equals("-t") || text.equals("--virtual")) && i + 1 < words.size()) {
        return Optional.of(words.get(i + 1).text());
      }
      if (text.startsWith("--virtual=")) {
        return Optional.of(text.substring("--virtual=".length()));
      }
    }
    return Optional.empty();
  }

  /** Whether a command empties the directories of the manager's lists and caches. */
  boolean isCleanedBy(ShellCommand command) {
    boolean own = this != APT && command.call().filter(call -> programs.contains(call.program()))
        .map(call -> call.operands(valued).stream().anyMatch(word -> CLEANING.contains(word.text()))).orElse(false);
    boolean removal = command.program().map(ImmutableSet.of("rm", "find")::contains).orElse(false)
        && command.words().stream().anyMatch(word -> directories.stream().anyMatch(directory -> covers(word.text(), directory)));
    return own || removal;
  }

  private static boolean covers(String argument, String directory) {
    String path = END.matcher(argument).replaceFirst("");
    return path.startsWith(directory) || path.length() > 4 && path.startsWith("/") && directory.startsWith(path);
  }

  /** Whether a mount at a directory keeps the lists out of the layer. */
  boolean isKeptIn(String target) {
    return directories.stream()
        .anyMatch(directory -> target.startsWith(directory) || directory.startsWith(CharMatcher.is('/').trimTrailingFrom(target) + "/"));
  }

  /** What takes the lists away, as a command. */
  String cleaning(ShellCommand command) {
    return this == DNF ? command.program().orElse("dnf") + " clean all" : cleaning;
  }
}
