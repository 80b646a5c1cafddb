package dev.slipway.registry;

import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.RegistryException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Talks to a Docker daemon through the {@code docker} command: what it is set up for (contexts, ssh, certificates) then
 * holds for us too. Each method runs one command and leaves no process behind, whatever happens. Safe for use by several
 * threads.
 *
 * <p>All methods fail with a {@link RegistryException}: {@code NOT_FOUND} if there is no such command or image,
 * {@code UNAVAILABLE} if no daemon answers, in time or at all, or it fails, {@code FORBIDDEN} if the user may not talk to
 * it, {@code CANCELLED} if the thread is interrupted. Its messages say what to do.
 *
 * <p>Jib's {@code CliDockerClient} does the same with less: it has no time limit, an interrupt leaves its process running,
 * and when the archive cannot be made to its end it closes the pipe as if that were all.
 */
public final class DockerClient {
  private static final Duration QUICK = Duration.ofMinutes(1);
  private static final int MAX_ANSWER = 64 << 10;

  private final DockerDaemon daemon;
  private final Supplier<Surroundings> surroundings;

  DockerClient(DockerDaemon daemon, Supplier<Surroundings> surroundings) {
    this.daemon = daemon;
    this.surroundings = surroundings;
  }

  /** A client of a daemon. Nothing is started yet. */
  public static DockerClient of(DockerDaemon daemon) {
    return new DockerClient(daemon, Surroundings::system);
  }

  /** The daemon. */
  public DockerDaemon daemon() {
    return daemon;
  }

  /**
   * The id under which the daemon has an image: the digest of its configuration; of its manifest or index in daemons that
   * keep images in containerd. Equal ids are equal images.
   */
  public Digest image(ImageReference name) {
    ChildProcess.Bytes answer = ChildProcess.Bytes.atMost(MAX_ANSWER);
    run("inspect '" + name.familiar() + "'", ChildProcess.Input.NONE, answer, shorter(), "image", "inspect", "--format", "{{.Id}}",
        name.familiar());
    String id = new String(answer.toByteArray(), StandardCharsets.UTF_8).strip();
    try {
      return Digest.parse(id.contains(":") ? id : "sha256:" + id);
    } catch (InvalidValueException e) {
      throw new RegistryException(ErrorCode.PROTOCOL_VIOLATION, daemon + " has an image '" + name.familiar() + "' whose id is no digest",
          e);
    }
  }

  private Duration shorter() {
    return daemon.timeout().compareTo(QUICK) < 0 ? daemon.timeout() : QUICK;
  }

  /**
   * Loads the images of a docker archive, which is streamed and never lies in a file. If it cannot be written to its end,
   * the command is killed before it can take what it has for all.
   *
   * <p>A runtime exception of the archive is passed on as it is.
   */
  public void load(ArchiveBytes archive) {
    run("load the image", archive::writeTo, ChildProcess.Bytes.first(MAX_ANSWER), daemon.timeout(), "load", "--quiet");
  }

  /**
   * Writes a docker archive of an image, without its names.
   *
   * @param id as {@link #image} gives it
   */
  public void save(Digest id, OutputStream out) {
    run("save '" + id + "'", ChildProcess.Input.NONE, (bytes, length) -> out.write(bytes, 0, length), daemon.timeout(), "save",
        id.toString());
  }

  /** Writes a docker archive of an image, which has that name there too. */
  public void save(ImageReference name, OutputStream out) {
    run("save '" + name.familiar() + "'", ChildProcess.Input.NONE, (bytes, length) -> out.write(bytes, 0, length), daemon.timeout(), "save",
        name.familiar());
  }

  private void run(String action, ChildProcess.Input input, ChildProcess.Output output, Duration timeout, String... arguments) {
    try {
      ChildProcess.Ended ended = ChildProcess.run(command(arguments), input, output, timeout);
      if (ended.code() != 0) {
        throw DockerFailures.of(daemon, action, ended);
      }
    } catch (ChildProcess.NotStarted e) {
      throw new RegistryException(ErrorCode.UNAVAILABLE, "docker's command cannot be started: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new RegistryException(ErrorCode.IO, "cannot " + action + ": " + e.getMessage(), e);
    } catch (TimeoutException e) {
      throw new RegistryException(ErrorCode.UNAVAILABLE, daemon + " did not " + action + " within " + timeout.toSeconds()
          + " s; see whether 'docker info' answers, or allow more by withTimeout(…)", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException(ErrorCode.CANCELLED, "interrupted before " + daemon + " could " + action, e);
    }
  }

  private ProcessBuilder command(String... arguments) {
    Surroundings around = surroundings.get();
    Path program = daemon.executable().map(Path::toAbsolutePath)
        .orElseGet(() -> around.program("docker").orElseThrow(() -> DockerFailures.noCommand(around.searchPath())));
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(around.variables());
    // by variables, which other users of the machine cannot read as they can a command
    if (daemon.host().isPresent() || daemon.context().isPresent()) {
      environment.keySet().removeAll(List.of("DOCKER_HOST", "DOCKER_CONTEXT"));
    }
    daemon.host().ifPresent(host -> environment.put("DOCKER_HOST", host));
    daemon.context().ifPresent(context -> environment.put("DOCKER_CONTEXT", context));
    return builder;
  }
}
