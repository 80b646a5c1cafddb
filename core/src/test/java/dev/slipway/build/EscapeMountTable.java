package dev.slipway.build;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mounts of a machine (proc(5), mountinfo) without those of daemons that run containers beside the tests, which come and go.
 * Ours are never left out: those below the directory of a test, those made of files in it, and those that bear our name.
 */
final class EscapeMountTable {
  private static final ImmutableList<String> OTHERS = ImmutableList.of("/tmp/", "/dev/shm/", "/run/docker/", "/run/runc/",
      "/run/containerd/", "/var/lib/docker/", "/var/lib/containerd/");
  /** Where daemons keep what they mount, below directories that may be anywhere. */
  private static final ImmutableList<String> OF_DAEMONS = ImmutableList.of("/overlay2", "/buildkit/", "/containers/", "/network/",
      "/plugins");
  private static final Pattern CONTAINER = Pattern.compile("(/.+)/overlay2/([^/]+)/merged");
  private static final String OUR_NAME = "slipway";
  private static final int TARGET = 4;

  private EscapeMountTable() {}

  /** The lines that are looked at, without the numbers of mounts, which say nothing, in order. */
  static ImmutableList<String> of(List<String> lines, Path above) {
    Set<String> daemons = new TreeSet<>();
    lines.forEach(line -> addDaemon(line, daemons));
    return lines.stream().filter(line -> isOurs(line, above) || !isOfOthers(target(line), daemons))
        .map(line -> line.replaceFirst("^\\d+ \\d+ ", "mount ")).sorted().collect(ImmutableList.toImmutableList());
  }

  /** A container's root, and what it is made of, lie in one directory of the daemon's. */
  private static void addDaemon(String line, Set<String> daemons) {
    Matcher container = CONTAINER.matcher(target(line));
    if (line.contains(" - overlay overlay ") && container.matches()) {
      String layer = "overlay2/" + container.group(2);
      if (line.contains("upperdir=" + container.group(1) + "/" + layer + "/diff")
          || line.contains("upperdir=" + container.group(2) + "/")) {
        daemons.add(container.group(1));
      }
    }
  }

  private static boolean isOurs(String line, Path above) {
    String source = line.replaceFirst("^.* - \\S+ (\\S*).*$", "$1");
    return target(line).startsWith(above.toString()) || line.contains(above + "/") || source.equals(OUR_NAME);
  }

  private static boolean isOfOthers(String target, Set<String> daemons) {
    return OTHERS.stream().anyMatch(target::startsWith)
        || daemons.stream().anyMatch(daemon -> OF_DAEMONS.stream().anyMatch(part -> target.startsWith(daemon + part)));
  }

  private static String target(String line) {
    return line.split(" ", -1)[TARGET];
  }
}
