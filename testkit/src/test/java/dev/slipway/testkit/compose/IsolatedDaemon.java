package dev.slipway.testkit.compose;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.slipway.registry.DockerDaemon;
import dev.slipway.testkit.differential.Shell;
import dev.slipway.testkit.differential.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Docker daemon with network, process and mount namespaces of its own. It makes bridges and packet filters as it likes, any
 * port is free there, and whatever becomes of the test, the kernel takes all of it away with the last process.
 *
 * <p>Its files lie in memory where there is some. It ends with this process, also when that is killed: its parent waits for
 * the end of a pipe.
 */
final class IsolatedDaemon implements AutoCloseable {
  private static final long READY_SECONDS = 60;
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final String KEEPER = """
      unshare --net --pid --mount --fork --kill-child --mount-proc sh -c 'busybox ip link set lo up && exec "$0" "$@"' "$0" "$@" \\
        </dev/null >"$HOME/log" 2>&1 &
      inside=$!
      echo $inside >"$HOME/inside"
      cat >/dev/null
      kill -TERM $(cat /proc/$inside/task/$inside/children)
      wait $inside
      rm -rf "$HOME"
      """;

  private final Path home;
  private final Process keeper;

  private IsolatedDaemon(Path home, Process keeper) {
    this.home = home;
    this.keeper = keeper;
  }

  /** Starts one; the test is skipped, or fails, if this machine cannot. */
  static IsolatedDaemon start() throws IOException, InterruptedException {
    Tools.require("dockerd", "docker", "docker-compose", "unshare", "nsenter", "busybox", "iptables");
    Tools.requireRoot();
    Path home = Files.createTempDirectory(Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir")),
        "slipway-compose");
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", KEEPER, "dockerd", "--data-root", home.resolve("data").toString(),
        "--exec-root", home.resolve("exec").toString(), "--pidfile", home.resolve("pid").toString(), "--host", host(home),
        "--storage-driver", "overlay2", "--bridge=none", "--shutdown-timeout=2");
    builder.environment().put("HOME", home.toString());
    Process keeper = builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    IsolatedDaemon daemon = new IsolatedDaemon(home, keeper);
    try {
      daemon.awaitReady();
    } catch (IOException | InterruptedException | RuntimeException notReady) {
      daemon.close();
      throw notReady;
    }
    return daemon;
  }

  private void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (run(home, ImmutableMap.of(), "docker", "version").code() != 0) {
      if (System.nanoTime() > deadline || !keeper.isAlive()) {
        throw new IOException("dockerd did not get ready within " + READY_SECONDS + " s:\n" + Files.readString(home.resolve("log")));
      }
      Thread.sleep(100);
    }
  }

  private static String host(Path home) {
    return "unix://" + home.resolve("socket");
  }

  /** The same daemon for our own client. */
  DockerDaemon asOurs() {
    return DockerDaemon.at(host(home));
  }

  /** The lines that a command of the daemon's client prints. */
  ImmutableList<String> docker(String... arguments) throws IOException, InterruptedException {
    return lines(run(home, ImmutableMap.of(), command("docker", arguments)).orThrow().output());
  }

  /** Runs {@code docker-compose} in a directory, with further variables. */
  Shell.Ended compose(Path directory, Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
    return run(directory, environment, command("docker-compose", arguments));
  }

  /** What a web server answers to somebody on the daemon's host. */
  String fetch(String url) throws IOException, InterruptedException {
    String namespace = "--net=/proc/" + Files.readString(home.resolve("inside")).strip() + "/ns/net";
    return run(home, ImmutableMap.of(), "nsenter", namespace, "busybox", "wget", "-q", "-O", "-", url).orThrow().output();
  }

  static ImmutableList<String> lines(String output) {
    return ImmutableList.copyOf(Splitter.on('\n').trimResults().omitEmptyStrings().split(output));
  }

  private static String[] command(String program, String... arguments) {
    return ImmutableList.<String>builder().add(program).addAll(Arrays.asList(arguments)).build().toArray(String[]::new);
  }

  private Shell.Ended run(Path directory, Map<String, String> environment, String... command) throws IOException, InterruptedException {
    Map<String, String> all = ImmutableMap.<String, String>builder().putAll(environment).put("DOCKER_HOST", host(home))
        .put("DOCKER_CONFIG", home.resolve("client").toString()).put("LC_ALL", "C.UTF-8").put("COMPOSE_HTTP_TIMEOUT", "60").buildOrThrow();
    return Shell.run(directory, all, command);
  }

  /** Removes all containers, networks and volumes that a test left. */
  void clear() throws IOException, InterruptedException {
    removeContainers();
    var unused = docker("network", "prune", "--force");
    var unusedToo = docker("volume", "prune", "--force");
  }

  /** Ends the daemon and all its containers, and deletes its files. */
  @Override
  public void close() throws IOException {
    try {
      removeContainers();
      keeper.getOutputStream().close();
      if (!keeper.waitFor(30, TimeUnit.SECONDS)) {
        keeper.descendants().forEach(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException interrupted) {
      keeper.descendants().forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    } finally {
      keeper.destroyForcibly();
      if (Files.exists(home)) {
        MoreFiles.deleteRecursively(home, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    }
  }

  /** Those that are left would each be given time to end. */
  private void removeContainers() throws IOException, InterruptedException {
    List<String> left = keeper.isAlive() ? lines(run(home, ImmutableMap.of(), "docker", "ps", "-aq").output()) : List.of();
    for (String container : left) {
      var unused = run(home, ImmutableMap.of(), "docker", "rm", "--force", "--volumes", container);
    }
  }
}
