package dev.slipway.testkit.benchmark;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * BuildKit as a Docker daemon has it built in: a daemon of its own, with directories and a socket in the scratch directory,
 * and the client as a process for every build.
 */
final class DockerBuilder implements ImageBuilder {
  private static final String BASE = "slipway-benchmark/base:1";
  private static final String OUT = "slipway-benchmark/out:1";
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int LOG_END = 2_000;
  /**
   * The daemon lives as long as the input of this script is open: not longer than this process, however it ends. Its mounts
   * are in a name space of its own, and end with it.
   */
  private static final String KEEPER = """
      unshare --mount --propagation private "$0" "$@" </dev/null >"$HOME/log" 2>&1 &
      daemon=$!
      cat >/dev/null
      kill -TERM $daemon
      wait $daemon
      """;

  private final Process keeper;
  private final ToolRunner docker;
  private final Path warm;
  private final Path sockets;

  private DockerBuilder(Process keeper, ToolRunner docker, Path warm, Path sockets) {
    this.keeper = keeper;
    this.docker = docker;
    this.warm = warm;
    this.sockets = sockets;
  }

  /** Whether there is a daemon to start, and a client that needs no plugin for BuildKit. */
  static boolean isAvailable(Path place) throws InterruptedException {
    return ToolRunner.program("dockerd").isPresent() && client(place).isPresent();
  }

  static DockerBuilder start(DebianBase base, Path place) throws IOException, InterruptedException {
    // apart from all else, since the paths of sockets must be short
    Path sockets = Files.createTempDirectory("docker");
    String socket = "unix://" + sockets.resolve("socket");
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", KEEPER, ToolRunner.program("dockerd").orElseThrow().toString(),
        "--data-root", place.resolve("data").toString(), "--exec-root", sockets.resolve("exec").toString(), "--pidfile",
        place.resolve("pid").toString(), "--host", socket, "--storage-driver", "overlay2", "--iptables=false", "--ip-masq=false",
        "--bridge=none");
    builder.environment().put("HOME", place.toString());
    Process keeper = builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    ToolRunner docker = new ToolRunner(ImmutableList.of(client(place).orElseThrow().toString()),
        ImmutableMap.of("DOCKER_HOST", socket, "DOCKER_BUILDKIT", "1", "DOCKER_CONFIG", place.resolve("client").toString()), place);
    DockerBuilder started = new DockerBuilder(keeper, docker, base.warmUp(), sockets);
    try {
      started.waitUntilReady(place);
      var unused = docker.run("import", "--change", "ENV PATH=" + DebianBase.PATH, base.tar().toString(), BASE);
      return started;
    } catch (IOException | InterruptedException failure) {
      started.close();
      throw failure;
    }
  }

  private static Optional<Path> client(Path place) throws InterruptedException {
    for (Path candidate : ToolRunner.programs("docker")) {
      ToolRunner trial = new ToolRunner(ImmutableList.of(candidate.toString()),
          ImmutableMap.of("DOCKER_BUILDKIT", "1", "DOCKER_HOST", "unix:///nonexistent"), place);
      try {
        if (trial.run("build", "--help").contains("--secret")) {
          return Optional.of(candidate);
        }
      } catch (IOException needsPlugin) {
        // the next one may not
      }
    }
    return Optional.empty();
  }

  private void waitUntilReady(Path place) throws IOException, InterruptedException {
    for (int waited = 0; waited < PATIENCE_MILLIS; waited += 200) {
      try {
        var unused = docker.run("version");
        return;
      } catch (IOException notYet) {
        Thread.sleep(200);
      }
    }
    String log = Files.readString(place.resolve("log"));
    throw new IOException("dockerd is not ready: " + log.substring(Math.max(0, log.length() - LOG_END)));
  }

  @Override
  public String name() {
    return "BuildKit";
  }

  @Override
  public void reset() throws IOException, InterruptedException {
    var unusedRemoved = docker.run("image", "rm", "--force", OUT);
    var unusedPruned = docker.run("builder", "prune", "--all", "--force");
    var unusedBuilt = docker.run("build", "--network=host", "--build-arg", "BASE=" + BASE, "--tag", OUT, warm.toString());
  }

  @Override
  public Cost build(BuildWorkload workload, Path context, int variant) throws Exception {
    return docker.time("build", "--network=host", "--build-arg", "BASE=" + BASE, "--tag", OUT, context.toString());
  }

  @Override
  public Cost export(Path target) throws Exception {
    return docker.time("save", "--output", target.toString(), OUT);
  }

  @Override
  public void close() throws IOException {
    keeper.getOutputStream().close();
    try {
      if (!keeper.waitFor(30, TimeUnit.SECONDS)) {
        keeper.destroyForcibly();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    MoreFiles.deleteRecursively(sockets, RecursiveDeleteOption.ALLOW_INSECURE);
  }
}
