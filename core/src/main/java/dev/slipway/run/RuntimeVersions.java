package dev.slipway.run;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which versions of the runtimes are known to let a command out of its container, from their {@code --version}.
 *
 * <p>Refused: runc before 1.1.12, which leaks a descriptor of the host's file system (CVE-2024-21626), unless it is a
 * distribution's package that names a revision with the fix; crun before 1.4.4, which starts commands with inheritable
 * capabilities (CVE-2022-27650).
 *
 * <p>Warned about: runc before the fixes of November 2025 (CVE-2025-31133, -52565, -52881: races while {@code /proc} and
 * {@code /dev} are mounted, mended in 1.2.8, 1.3.3 and 1.4.0-rc.3), and crun before 1.28, which has the like ({@code /proc} since
 * 1.25.1, and CVE-2026-47766: a link at {@code /dev} was followed). The races need two containers that share a directory and work
 * together, or control of how mounts are laid out, which only the build's author has, and a link at {@code /dev} is refused
 * before a runtime starts; distributions carry the fixes under old numbers.
 */
final class RuntimeVersions {
  private static final Pattern NAME = Pattern.compile("\\A(crun|runc) version ([0-9]+)\\.([0-9]+)(?:\\.([0-9]+))?([^\\s]*)");
  private static final Pattern COMMIT = Pattern.compile("(?m)^commit: (\\S+)");

  /** Packages of Debian and Ubuntu from the revision on that fixed CVE-2024-21626. */
  private static final ImmutableList<Pattern> FIXED = ImmutableList.of(
      Pattern.compile("1\\.0\\.0~rc93\\+ds1-5\\+deb11u([3-9]|[1-9][0-9]+)"), Pattern.compile("1\\.1\\.5\\+ds1-1\\+deb12u[1-9][0-9]*"),
      Pattern.compile("1\\.1\\.7-0ubuntu1~2[0-9]\\.04\\.([2-9]|[1-9][0-9]+)"));

  private static final Version RUNC_REFUSED = new Version(1, 1, 12);
  private static final Version CRUN_REFUSED = new Version(1, 4, 4);
  private static final Version CRUN_FIXED = new Version(1, 28, 0);
  private static final ImmutableList<Version> RUNC_FIXED = ImmutableList.of(new Version(1, 2, 8), new Version(1, 3, 3),
      new Version(1, 4, 0));
  /** The candidates of 1.4.0 that came before the fixes. */
  private static final Pattern RUNC_UNFIXED = Pattern.compile("1\\.4\\.0-rc\\.[12](?![0-9]).*");

  private RuntimeVersions() {}

  private record Version(int major, int minor, int patch) implements Comparable<Version> {
    @Override
    public int compareTo(Version other) {
      int first = Integer.compare(major, other.major);
      int second = first != 0 ? first : Integer.compare(minor, other.minor);
      return second != 0 ? second : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
      return major + "." + minor + "." + patch;
    }
  }

  /**
   * What is to be thought of a runtime.
   *
   * @param refusal why it must not be used
   * @param warning why it had better not be used
   */
  record Judgement(OciRuntime.Kind kind, String version, Optional<String> refusal, Optional<String> warning) {}

  /** Judges a runtime by what it prints; empty if it is neither crun nor runc. */
  static Optional<Judgement> judge(String printed) {
    Matcher name = NAME.matcher(printed);
    if (!name.find()) {
      return Optional.empty();
    }
    String patch = name.group(4);
    try {
      Version version = new Version(
          Integer.parseInt(name.group(2)), Integer.parseInt(name.group(3)), patch == null ? 0 : Integer.parseInt(patch));
      return Optional.of(name.group(1).equals("crun") ? crun(version) : runc(version, name.group(5), printed));
    } catch (NumberFormatException tooLong) {
      return Optional.empty();
    }
  }

  private static Judgement crun(Version version) {
    Optional<String> refusal = version.compareTo(CRUN_REFUSED) < 0
        ? Optional.of("crun " + version + " lets commands keep capabilities (CVE-2022-27650); install 1.4.4 or newer")
        : Optional.empty();
    Optional<String> warning = version.compareTo(CRUN_FIXED) < 0
        ? Optional
            .of("crun " + version + " lacks known fixes (CVE-2026-47766 and earlier), unless its distribution carries them; prefer "
                + CRUN_FIXED)
        : Optional.empty();
    return new Judgement(OciRuntime.Kind.CRUN, version.toString(), refusal, warning);
  }

  private static Judgement runc(Version version, String suffix, String printed) {
    String named = version + suffix;
    Matcher commit = COMMIT.matcher(printed);
    String revision = commit.find() ? commit.group(1) : named;
    boolean backported = FIXED.stream().anyMatch(fixed -> fixed.matcher(revision).matches() || fixed.matcher(named).matches());
    // a release candidate sorts before its release
    boolean old = version.compareTo(RUNC_REFUSED) < 0 || (version.equals(RUNC_REFUSED) && suffix.startsWith("-rc"));
    Optional<String> refusal = old && !backported
        ? Optional.of("runc " + named + " lets commands out of their container (CVE-2024-21626); install 1.1.12 or newer, or crun")
        : Optional.empty();
    boolean fixed = RUNC_FIXED.stream()
        .anyMatch(first -> version.minor() == first.minor() && version.major() == first.major() && version.compareTo(first) >= 0)
        || version.compareTo(new Version(1, 5, 0)) >= 0;
    Optional<String> warning = fixed && !RUNC_UNFIXED.matcher(named).matches()
        ? Optional.empty()
        : Optional.of("runc " + named
            + " is older than the fixes of November 2025, unless its distribution carries them; prefer 1.2.8, 1.3.3 or newer");
    return new Judgement(OciRuntime.Kind.RUNC, named, refusal, warning);
  }
}
