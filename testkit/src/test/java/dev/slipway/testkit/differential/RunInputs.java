package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;
import dev.slipway.build.BuildOptions;
import dev.slipway.build.Grant;
import dev.slipway.build.RunOptions;
import dev.slipway.build.Secret;
import dev.slipway.image.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The secrets and agents that both sides are given for every RUN case; the agents run until this is closed. */
final class RunInputs implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Path directory;
  private final List<Process> agents = new ArrayList<>();

  private RunInputs(Path directory) {
    this.directory = directory;
  }

  static RunInputs in(Path directory) throws IOException, InterruptedException {
    RunInputs inputs = new RunInputs(directory);
    for (Map.Entry<String, String> secret : RunSecretCases.SECRETS.entrySet()) {
      Files.writeString(directory.resolve(secret.getKey()), secret.getValue());
    }
    for (String id : RunSecretCases.AGENTS) {
      inputs.start(directory.resolve(id + ".sock"));
    }
    return inputs;
  }

  private void start(Path socket) throws IOException, InterruptedException {
    Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    agents.add(agent);
    for (int waited = 0; !Files.exists(socket); waited += 20) {
      if (waited > PATIENCE_MILLIS || !agent.isAlive()) {
        throw new IOException("ssh-agent does not listen at " + socket);
      }
      Thread.sleep(20);
    }
  }

  /** For the client of Docker: the network is the machine's, since the daemon of the tests has none of its own. */
  ImmutableList<String> flags() {
    ImmutableList.Builder<String> flags = ImmutableList.<String>builder().add("--network=host");
    RunSecretCases.SECRETS.keySet().forEach(id -> flags.add("--secret", "id=" + id + ",src=" + directory.resolve(id)));
    RunSecretCases.AGENTS.forEach(id -> flags.add("--ssh", id + "=" + directory.resolve(id + ".sock")));
    return flags.build();
  }

  /** The same for Slipway. */
  BuildOptions addTo(BuildOptions options) {
    RunOptions runs = RunOptions.defaults().allow(Grant.DEVICES);
    for (Map.Entry<String, String> secret : RunSecretCases.SECRETS.entrySet()) {
      runs = runs.secret(secret.getKey(), Secret.of(SecretValue.of(secret.getValue())));
    }
    for (String id : RunSecretCases.AGENTS) {
      runs = runs.ssh(id, directory.resolve(id + ".sock"));
    }
    return options.runs(runs);
  }

  @Override
  public void close() throws IOException {
    agents.forEach(Process::destroy);
    try {
      for (Process agent : agents) {
        // it deletes its socket, which whoever deletes the directory may see vanish otherwise
        var unused = agent.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
