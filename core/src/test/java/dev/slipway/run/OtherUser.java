package dev.slipway.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A user without privileges, for tests that root runs: made once on the machine, with or without lines in {@code /etc/subuid}
 * and {@code /etc/subgid}. Runs a main class of the test's class path in a Java of its own; what the user could not read of it
 * is shown to it in a mount namespace.
 */
public final class OtherUser {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private final String name;

  private OtherUser(String name) {
    this.name = name;
  }

  /** A user with 65,536 subordinate ids. */
  public static OtherUser withSubordinateIds() throws IOException, InterruptedException {
    return made("slipwaymany", true);
  }

  /** A user with its own id only. */
  public static OtherUser withOneId() throws IOException, InterruptedException {
    return made("slipwayone", false);
  }

  private static synchronized OtherUser made(String name, boolean subordinate) throws IOException, InterruptedException {
    if (Files.readAllLines(Path.of("/etc/passwd")).stream().noneMatch(line -> line.startsWith(name + ":"))) {
      execute("/usr/sbin/useradd", "--no-create-home", "--shell", "/usr/sbin/nologin", name);
    }
    for (String file : List.of("/etc/subuid", "/etc/subgid")) {
      Path path = Path.of(file);
      List<String> lines = Files.exists(path) ? Files.readAllLines(path) : List.of();
      List<String> others = new ArrayList<>(lines.stream().filter(line -> !line.startsWith(name + ":")).toList());
      if (subordinate) {
        others.add(name + ":900000:65536");
      }
      if (!others.equals(lines)) {
        Files.write(path, others);
      }
    }
    return new OtherUser(name);
  }

  /** A new directory of this user's. */
  public Path directory() throws IOException {
    Path directory = Files.createTempDirectory("slipway-other-user");
    Files.setOwner(directory, directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name));
    return directory;
  }

  /** A process of this user's that runs a main class; its standard error is this process's. */
  public ProcessBuilder java(Class<?> main, List<String> arguments) throws IOException {
    Map<Path, Path> shown = new LinkedHashMap<>();
    Path hall = Files.createTempDirectory("slipway-class-path");
    Files.setPosixFilePermissions(hall, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (Files.exists(Path.of(entry))) {
        classPath.add(visible(Path.of(entry).toRealPath(), hall, shown).toString());
      }
    }
    List<String> command = new ArrayList<>(List.of("/usr/bin/unshare", "--mount", "--propagation", "private", "/bin/sh", "-c", """
        while [ "$1" != -- ]; do mount --bind "$1" "$2" || exit 1; shift 2; done
        shift
        exec "$@"
        """, "sh"));
    shown.forEach((from, to) -> command.addAll(List.of(from.toString(), to.toString())));
    command.addAll(List.of("--", "/usr/bin/setpriv", "--reuid", name, "--regid", name, "--init-groups", "--inh-caps=-all"));
    command.addAll(List.of(JAVA.toString(), "-cp", String.join(File.pathSeparator, classPath), main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).directory(new File("/"));
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    return builder;
  }

  /** The path at which this user can read a file: its own, or below a directory that is shown elsewhere. */
  private static Path visible(Path path, Path hall, Map<Path, Path> shown) throws IOException {
    Path closed = null;
    for (Path above = path.getParent(); above != null && closed == null; above = above.getParent()) {
      if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        closed = above;
      }
    }
    if (closed == null) {
      return path;
    }
    Path open = closed.resolve(closed.relativize(path).getName(0));
    if (Files.isRegularFile(open)) {
      throw new IOException("'" + closed + "' is closed to other users, and a jar lies directly in it");
    }
    Path place = shown.get(open);
    if (place == null) {
      place = Files.createDirectory(hall.resolve(Integer.toString(shown.size())));
      shown.put(open, place);
    }
    return place.resolve(open.relativize(path));
  }

  private static void execute(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException("'" + String.join(" ", command) + "' failed");
    }
  }
}
