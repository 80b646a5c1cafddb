package dev.slipway.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A user without privileges, for tests that root runs: made once on the machine, with or without lines in {@code /etc/subuid}
 * and {@code /etc/subgid}. Runs a main class of the test's class path in a Java of its own.
 */
public final class OtherUser {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private static String classPath = "";

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
    List<String> command = new ArrayList<>(
        List.of("/usr/bin/setpriv", "--reuid", name, "--regid", name, "--init-groups", "--inh-caps=-all", JAVA.toString()));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", readableClassPath(), main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).directory(new File("/"));
    builder.environment().clear();
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    return builder;
  }

  /** The class path, with copies of what other users may not read of it. */
  private static synchronized String readableClassPath() throws IOException {
    if (classPath.isEmpty()) {
      Path copies = Files.createTempDirectory("slipway-class-path");
      Files.setPosixFilePermissions(copies, PosixFilePermissions.fromString("rwxr-xr-x"));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(copies)));
      List<String> entries = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        Path path = Path.of(entry);
        if (Files.isRegularFile(path) && !isReadable(path.toRealPath())) {
          path = Files.copy(path, copies.resolve(entries.size() + ".jar"));
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
        }
        entries.add(path.toString());
      }
      classPath = String.join(File.pathSeparator, entries);
    }
    return classPath;
  }

  private static boolean isReadable(Path file) throws IOException {
    for (Path above = file.getParent(); above != null; above = above.getParent()) {
      if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
  }

  private static void delete(Path copies) {
    try (Stream<Path> files = Files.list(copies)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(copies);
    } catch (IOException e) {
      // a temporary directory's fate
    }
  }

  private static void execute(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException("'" + String.join(" ", command) + "' failed");
    }
  }
}
