package dev.slipway.registry;

import com.google.common.collect.ImmutableList;
import dev.slipway.DocumentException;
import dev.slipway.image.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Credentials of configuration files, read anew each time: whoever logs in meanwhile need not start us again. */
final class DockerConfigCredentials implements Credentials {
  private static final int MAX_BYTES = 1 << 20;

  /** A file, and whether it is of the form of Docker's first years. */
  private record Candidate(Path path, boolean legacy) {}

  private final Function<Surroundings, ImmutableList<Candidate>> files;
  private final Supplier<Surroundings> surroundings;
  private final Duration helperTimeout;

  private DockerConfigCredentials(Function<Surroundings, ImmutableList<Candidate>> files, Supplier<Surroundings> surroundings,
      Duration helperTimeout) {
    this.files = files;
    this.surroundings = surroundings;
    this.helperTimeout = helperTimeout;
  }

  static DockerConfigCredentials of(Path file, Supplier<Surroundings> surroundings, Duration helperTimeout) {
    return new DockerConfigCredentials(around -> ImmutableList.of(new Candidate(file, false)), surroundings, helperTimeout);
  }

  /** The files of the user, Docker's before Podman's. */
  static DockerConfigCredentials ofUser(Supplier<Surroundings> surroundings, Duration helperTimeout) {
    return new DockerConfigCredentials(DockerConfigCredentials::candidates, surroundings, helperTimeout);
  }

  private static ImmutableList<Candidate> candidates(Surroundings around) {
    ImmutableList.Builder<Candidate> files = ImmutableList.builder();
    Optional<Path> docker = around.path("DOCKER_CONFIG");
    files.add(new Candidate(docker.orElse(around.home().resolve(".docker")).resolve("config.json"), false));
    Optional<Path> podman = around.path("REGISTRY_AUTH_FILE");
    if (podman.isPresent()) {
      files.add(new Candidate(podman.get(), false));
    } else {
      around.path("XDG_RUNTIME_DIR").ifPresent(runtime -> files.add(new Candidate(inContainers(runtime), false)));
      files.add(new Candidate(inContainers(around.path("XDG_CONFIG_HOME").orElse(around.home().resolve(".config"))), false));
    }
    if (docker.isEmpty()) {
      files.add(new Candidate(around.home().resolve(".dockercfg"), true));
    }
    return files.build();
  }

  private static Path inContainers(Path directory) {
    return directory.resolve("containers").resolve("auth.json");
  }

  @Override
  public Lookup find(ImageReference repository) {
    Search search = new Search();
    Surroundings around = surroundings.get();
    for (Candidate file : files.apply(around)) {
      Optional<Credential> found = find(file, repository, around, search);
      if (found.isPresent()) {
        return search.with(found);
      }
    }
    return search.empty();
  }

  private Optional<Credential> find(Candidate file, ImageReference repository, Surroundings around, Search search) {
    String name = "'" + file.path() + "'";
    try {
      byte[] bytes = read(file.path());
      return DockerConfigDocument.read(bytes, name, file.legacy(), around, helperTimeout).find(repository, search);
    } catch (NoSuchFileException e) {
      search.nothing(name, "not there");
    } catch (AccessDeniedException e) {
      search.failed(name, "permission denied; let the user who runs this read it");
    } catch (IOException e) {
      search.failed(name, "cannot be read");
    } catch (DocumentException e) {
      search.failed(name, String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  private static byte[] read(Path file) throws IOException {
    if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
      throw ConfigJson.malformed("it is not a regular file, and nothing else is read");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw ConfigJson.malformed("it has more than " + MAX_BYTES + " bytes, which no configuration has");
      }
      return bytes;
    }
  }
}
