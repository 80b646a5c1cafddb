package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Docker daemon for tests: the one that {@code SLIPWAY_DOCKER_HOST} names, or else one that is started here by hand,
 * with directories and a socket of its own, shared by all tests of the process and stopped when the process ends (also
 * when it is killed: the daemon's parent waits for the end of a pipe).
 */
public final class DockerDaemon {
  private static final long READY_SECONDS = 60;
  /** Images are compared in memory. */
  private static final long LARGEST = 1L << 29;
  /** Where images cost no writes to a disk: building three times faster there was measured. */
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final Object LOCK = new Object();
  private static Optional<Found> shared = Optional.empty();

  private final String host;
  private final Path client;
  private final Path home;

  private DockerDaemon(String host, Path client, Path home) {
    this.host = host;
    this.client = client;
    this.home = home;
  }

  /** A daemon, or the reason why there is none. */
  sealed interface Found {
    /** There is one. */
    record Daemon(DockerDaemon daemon) implements Found {}

    /** There is none. */
    record Missing(String reason) implements Found {}
  }

  /** How a build ended. */
  sealed interface Built {
    /** It made an image. */
    record Image(String id) implements Built {}

    /** It failed. */
    record Failure(String message) implements Built {}
  }

  /** The daemon of this process; it is looked for or started at the first call. */
  static Found shared() throws IOException, InterruptedException {
    synchronized (LOCK) {
      if (shared.isEmpty()) {
        shared = Optional.of(find());
      }
      return shared.get();
    }
  }

  private static Found find() throws IOException, InterruptedException {
    Optional<Path> client = client();
    if (client.isEmpty()) {
      return new Found.Missing("no docker client that can build with BuildKit is installed");
    }
    String given = System.getenv().getOrDefault("SLIPWAY_DOCKER_HOST", "");
    Path home = Files.createTempDirectory(Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir")),
        "slipway-docker");
    if (!given.isEmpty()) {
      deleteAtEnd(home);
      DockerDaemon daemon = new DockerDaemon(given, client.get(), home);
      return daemon.isReady() ? new Found.Daemon(daemon) : new Found.Missing("no Docker daemon answers at SLIPWAY_DOCKER_HOST=" + given);
    }
    Optional<Path> program = program("dockerd").stream().findFirst();
    boolean root = Files.getOwner(home).getName().equals("root");
    if (program.isEmpty() || !root) {
      deleteAtEnd(home);
      return new Found.Missing(root ? "dockerd is not installed" : "dockerd can be started by root only");
    }
    return start(program.get(), new DockerDaemon("unix://" + home.resolve("socket"), client.get(), home));
  }

  private static Found start(Path program, DockerDaemon daemon) throws IOException, InterruptedException {
    Path home = daemon.home;
    String script = """
        "$0" "$@" </dev/null >"$HOME/log" 2>&1 &
        daemon=$!
        cat >/dev/null
        kill -TERM $daemon
        wait $daemon
        rm -rf "$HOME"
        """;
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", script, program.toString(), "--data-root", home.resolve("data").toString(),
        "--exec-root", home.resolve("exec").toString(), "--pidfile", home.resolve("pid").toString(), "--host", daemon.host,
        "--storage-driver", "overlay2", "--iptables=false", "--ip-masq=false", "--bridge=none");
    builder.environment().put("HOME", home.toString());
    Process keeper = builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(keeper), "stop dockerd"));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (!daemon.isReady()) {
      if (System.nanoTime() > deadline) {
        String log = Files.readString(home.resolve("log"), StandardCharsets.UTF_8);
        return new Found.Missing("dockerd did not get ready within " + READY_SECONDS + " s:\n" + log);
      }
      Thread.sleep(100);
    }
    return new Found.Daemon(daemon);
  }

  private static void stop(Process keeper) {
    try {
      keeper.getOutputStream().close();
      var unused = keeper.waitFor(30, TimeUnit.SECONDS);
    } catch (IOException | InterruptedException e) {
      keeper.destroy();
    }
  }

  private static void deleteAtEnd(Path directory) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      try {
        MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
      } catch (IOException leftBehind) {
        System.err.println("could not delete " + directory + ": " + leftBehind);
      }
    }));
  }

  /** The first client that knows BuildKit: newer ones need a plugin, which is not always there. */
  private static Optional<Path> client() throws IOException, InterruptedException {
    for (Path candidate : program("docker")) {
      // without the plugin, the client says so before it looks for a daemon
      Shell.Ended trial = Shell.run(Path.of("/"), Map.of("DOCKER_BUILDKIT", "1", "DOCKER_HOST", "unix:///nonexistent"),
          candidate.toString(),
          "build", "--help");
      if (trial.code() == 0 && trial.output().contains("--secret")) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static ImmutableList<Path> program(String name) {
    ImmutableList.Builder<Path> found = ImmutableList.builder();
    for (String directory : (System.getenv().getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin").split(":", -1)) {
      Path program = Path.of(directory.isEmpty() ? "." : directory, name);
      if (Files.isExecutable(program)) {
        found.add(program);
      }
    }
    return found.build();
  }

  private boolean isReady() throws IOException, InterruptedException {
    return docker(home, "version").code() == 0;
  }

  /** The same daemon for our own client. */
  dev.slipway.registry.DockerDaemon asOurs() {
    return dev.slipway.registry.DockerDaemon.at(host).withExecutable(client);
  }

  /** What {@code docker image inspect} says of an image, by a template. */
  String inspect(String image, String template) throws IOException, InterruptedException {
    return docker(home, "image", "inspect", "--format", template, image).orThrow().output();
  }

  /** Builds a directory, with the Dockerfile wherever it lies, and without any cache; {@code flags} are further ones of the client. */
  Built build(Path context, Path dockerfile, Map<String, String> arguments, String... flags) throws IOException, InterruptedException {
    Path id = Files.createTempFile("image", ".id");
    try {
      List<String> command = new ArrayList<>(
          List.of("build", "--no-cache", "--progress=plain", "--iidfile", id.toString(), "--file", dockerfile.toString()));
      arguments.forEach((name, value) -> command.addAll(List.of("--build-arg", name + "=" + value)));
      command.addAll(List.of(flags));
      command.add(context.toString());
      Shell.Ended ended = docker(context, command.toArray(String[]::new));
      return ended.code() == 0 ? new Built.Image(Files.readString(id).strip()) : new Built.Failure(lastError(ended.output()));
    } finally {
      Files.deleteIfExists(id);
    }
  }

  /** Reads an image, by way of an archive in a file that is not there yet. */
  SavedImage read(String id, Path archive) throws IOException, InterruptedException {
    Optional<String> problem = save(id, archive);
    if (problem.isPresent() && problem.get().contains("empty export")) {
      // Docker cannot write an image that has no layer
      return SavedImage.withoutLayers(docker(home, "image", "inspect", id).orThrow().output());
    }
    if (problem.isPresent()) {
      throw new IOException("image '" + id + "' cannot be saved: " + problem.get());
    }
    if (Files.size(archive) > LARGEST) {
      throw new IOException("the image has " + Files.size(archive) + " bytes, more than can be compared");
    }
    return SavedImage.read(archive);
  }

  /** Saves an image, and returns what the daemon says if it cannot. */
  private Optional<String> save(String id, Path archive) throws IOException, InterruptedException {
    Optional<DockerSocket> socket = DockerSocket.of(host);
    if (socket.isPresent()) {
      return socket.get().save(id, archive);
    }
    Shell.Ended ended = docker(home, "save", "--output", archive.toString(), id);
    return ended.code() == 0 ? Optional.empty() : Optional.of(ended.output());
  }

  /** Whether the daemon has an image of that name. */
  boolean has(String name) throws IOException, InterruptedException {
    return docker(home, "image", "inspect", "--format", "{{.Id}}", name).code() == 0;
  }

  /** Gives an image a name. */
  void tag(String id, String name) throws IOException, InterruptedException {
    var unused = docker(home, "tag", id, name).orThrow();
  }

  /** The digest of an image's configuration. */
  String id(String name) throws IOException, InterruptedException {
    return docker(home, "image", "inspect", "--format", "{{.Id}}", name).orThrow().output();
  }

  /** Lets the client know a user of a registry. */
  void login(String registry, String user, String password) throws IOException, InterruptedException {
    var unused = docker(home, "login", "--username", user, "--password", password, registry).orThrow();
  }

  /** Sends an image to the registry that its name names. */
  void push(String name) throws IOException, InterruptedException {
    var unused = docker(home, "push", name).orThrow();
  }

  /** Gets an image from the registry that its name names. */
  void pull(String name) throws IOException, InterruptedException {
    var unused = docker(home, "pull", name).orThrow();
  }

  /** Forgets names, and what has no name any more. */
  void remove(String... names) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("image", "rm", "--force"));
    command.addAll(List.of(names));
    var unused = docker(home, command.toArray(String[]::new)).orThrow();
  }

  /** Reads the image of an archive, and returns its name or id. */
  public String load(Path archive) throws IOException, InterruptedException {
    String output = docker(home, "load", "--quiet", "--input", archive.toString()).orThrow().output();
    String marker = output.contains("image ID: ") ? "image ID: " : "image: ";
    return output.substring(output.lastIndexOf(marker) + marker.length()).strip();
  }

  /** What a container of an image prints, without a network and removed at its end. */
  public String run(String image) throws IOException, InterruptedException {
    return docker(home, "run", "--rm", "--network", "none", image).orThrow().output();
  }

  private Shell.Ended docker(Path directory, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(client.toString()));
    command.addAll(List.of(arguments));
    Map<String, String> environment = ImmutableMap.of("DOCKER_HOST", host, "DOCKER_BUILDKIT", "1", "DOCKER_CONFIG",
        home.resolve("client").toString(), "LC_ALL", "C");
    return Shell.run(directory, environment, command.toArray(String[]::new));
  }

  private static String lastError(String output) {
    return output.substring(output.lastIndexOf('\n') + 1);
  }
}
