package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;

/**
 * A difference that is wanted.
 *
 * @param cases the beginning of the names of the cases that have it
 * @param lines text that every difference of such a case contains; anything else is a bug
 * @param reason why we differ
 */
record KnownDifference(String cases, String lines, String reason) {
  private static final String OURS_REFUSE = "Docker builds it, we refuse";

  private static final String SAFE_NUMBERS = "Numbers that some kernels or runtimes take for another user, or for none, are refused; Docker finds out at run time.";
  private static final String NO_SUCH_NAME = "The documentation says that an unknown name fails the build. Docker silently takes root or the user's own group.";
  private static final String UNUSUAL_OWNER = "An owner is a user, or a user and a group: an empty part is a mistake, most often of a variable.";
  private static final String UNUSUAL_PORT = "Ports of the host are published when a container starts; Docker reads and drops them, and warns.";
  private static final String WHITEOUT = "Such names delete files of lower layers: Docker writes them, and the files are gone.";

  private static final String NO_TRACE = "What a runtime mounts onto leaves no trace. Docker leaves the directories that runc made.";
  private static final String WHOLE_MODE = "The mode of a cache is the one that is asked for. Docker takes the bits of its umask away.";

  static final ImmutableList<KnownDifference> ALL = ImmutableList.of(
      new KnownDifference("run-special/block device", OURS_REFUSE + ": step-failed",
          "Commands cannot make block devices, by which all that a machine has on its disks could be read. In Docker they can."),
      new KnownDifference("run-changed/root directory", "/: Docker has no such path",
          "What a command does to the root directory itself is kept. Docker forgets it."),
      new KnownDifference("run-stage/base without any directory", "Docker has d 0755 0:0, we have no such path", NO_TRACE),
      new KnownDifference("run-user/numbers of a base without users", "Docker has d 0755 0:0, we have no such path", NO_TRACE),
      new KnownDifference("run-made/name of a whiteout", OURS_REFUSE + ": entry-refused", WHITEOUT),
      new KnownDifference("run-cache/with every mode bit", "/seen: Docker has f 0644 0:0 size 8 ", WHOLE_MODE),
      new KnownDifference("run-cache/with owner and mode", "/seen: Docker has f 0644 0:0 size 13 ", WHOLE_MODE),
      new KnownDifference("run-debian/user attributes", "/x: Docker has f 0644 0:0 size 2 ",
          "Attributes of users are kept. Docker drops all but capabilities."),
      new KnownDifference("run-process/list of devices", "/seen: Docker has f 0644 0:0 size 388 ",
          "crun also makes /dev/core, a link to a file of /proc that is hidden."),
      new KnownDifference("run-linked/to a symbolic link", " -> a same file as /s, we have l 0777 0:0 -> a",
          "Each name of a symbolic link is one of its own: nothing but its number tells."),
      new KnownDifference("copy/several sources", OURS_REFUSE,
          "The documentation asks for a directory. Docker copies each source over the one before, so that only the last is left."),
      new KnownDifference("name/like a", OURS_REFUSE + ": entry-refused", WHITEOUT),
      new KnownDifference("add/names like whiteouts", OURS_REFUSE + ": entry-refused", WHITEOUT),
      new KnownDifference("name/escaped star", "Docker refuses, we build it",
          "An escaped wildcard stands for itself. Docker looks for the backslash too, unless another wildcard follows."),
      new KnownDifference("add/entry above the destination", OURS_REFUSE + ": path-escapes",
          "An archive whose names lead out of it is refused. Docker moves such entries to its top."),
      new KnownDifference("add/archive: hard link to existing file", OURS_REFUSE + ": malformed-archive",
          "A hard link leads to a file of the same archive. Docker also links to what the image has at that place."),
      new KnownDifference("add/capability through a stage", "Docker has no such path, we have p ",
          "COPY takes named pipes of a stage along. Docker leaves them out without a word."),
      new KnownDifference("type/fifo as the source", OURS_REFUSE + ": entry-refused",
          "A named pipe of the context that is asked for is an error. Docker makes nothing and says nothing."),
      new KnownDifference("owner/chown [nobody]", OURS_REFUSE + ": not-found", NO_SUCH_NAME),
      new KnownDifference("owner/chown [app:nogroup]", OURS_REFUSE + ": not-found", NO_SUCH_NAME),
      new KnownDifference("workdir/after user [nobody]", OURS_REFUSE + ": not-found", NO_SUCH_NAME),
      new KnownDifference("owner/chown [4294967296]", OURS_REFUSE, SAFE_NUMBERS),
      new KnownDifference("user/[2147483648]", OURS_REFUSE, SAFE_NUMBERS),
      new KnownDifference("user/[4294967296]", OURS_REFUSE, SAFE_NUMBERS),
      new KnownDifference("user/[1:99999999999]", OURS_REFUSE, SAFE_NUMBERS),
      new KnownDifference("user/[-1]", OURS_REFUSE, SAFE_NUMBERS),
      new KnownDifference("user/[0x0]", OURS_REFUSE,
          "What looks like a number and is none could be read as root by one runtime and as a name by another."),
      new KnownDifference("owner/chown [:5]", OURS_REFUSE, UNUSUAL_OWNER),
      new KnownDifference("owner/chown [app:]", OURS_REFUSE, UNUSUAL_OWNER),
      new KnownDifference("owner/chown []", OURS_REFUSE, UNUSUAL_OWNER),
      new KnownDifference("expose/[127.0.0.1:80:80]", OURS_REFUSE, UNUSUAL_PORT),
      new KnownDifference("expose/[80:8080]", OURS_REFUSE, UNUSUAL_PORT),
      new KnownDifference("expose/[0]", OURS_REFUSE, "Port 0 cannot be listened on: it means any free port."),
      new KnownDifference("stopsignal/number too large", OURS_REFUSE, "Linux has 64 signals."));

  /** Whether all that was found is what is known. */
  boolean explains(String test, ImmutableList<String> differences) {
    return test.startsWith(cases) && differences.stream().allMatch(line -> line.contains(lines));
  }
}
