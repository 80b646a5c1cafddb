package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.slipway.build.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Builds cases on disk with Docker and with Slipway, and compares files, configuration and history. Usable by several threads.
 *
 * <p>Whatever a case is, it ends: both sides have a limit of time and of size, and what goes wrong is the outcome of the case.
 * What both made is left as text in a directory, so that a difference can be looked into.
 */
final class DockerfileRunner {
  /** How long our side may take; Docker's has that of {@link Shell}. */
  private static final long LIMIT_SECONDS = 60;
  /** It would be fetched, also where the daemon's own frontend knows all that the file says. */
  private static final Pattern SYNTAX = Pattern.compile("\\A((?:\uFEFF)?(?:#[ \\t]*[a-zA-Z]+[ \\t]*=.*\\R)*?)#[ \\t]*syntax[ \\t]*=.*\\R",
      Pattern.CASE_INSENSITIVE);

  /** Some files crash old daemons: that is no refusal. */
  private static final Pattern NO_DAEMON = Pattern.compile("connect to the Docker daemon|error reading from server|dial unix");

  private final DockerDaemon daemon;
  private final Engine engine;
  private final Path results;
  private final Map<String, SavedImage> bases = new ConcurrentHashMap<>();

  DockerfileRunner(DockerDaemon daemon, Engine engine, Path results) {
    this.daemon = daemon;
    this.engine = engine;
    this.results = results;
  }

  /**
   * What became of a case.
   *
   * @param problem why that is not what is expected; empty if it is
   */
  record Result(Outcome outcome, Expectation expected, Optional<String> problem) {}

  /** Runs the case in a directory of a corpus. */
  Result run(Path corpus, Path directory) throws InterruptedException {
    try {
      return run(DockerfileCase.read(corpus, directory));
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError fault) {
      String line = "the case cannot be run: " + fault;
      return new Result(new Outcome.Differs(ImmutableList.of(line)), new Expectation.Same(), Optional.of(line));
    }
  }

  private Result run(DockerfileCase test) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("case");
    try {
      Expectation expected = test.expected();
      DockerfileCase.Laid laid = test.layInto(Files.createDirectory(directory.resolve("case")));
      Side docker = docker(test, laid, Files.createDirectory(directory.resolve("docker")));
      Side ours = inTime(() -> OurReading.build(engine, test, laid, directory.resolve("ours.tar")));
      Outcome outcome = outcome(expected, docker, ours);
      if (outcome instanceof Outcome.Differs differs && expected.reason(differs).isEmpty()) {
        // the daemon was seen to lose a layer on a busy machine; our side is never asked twice
        docker = docker(test, laid, Files.createDirectory(directory.resolve("docker-again")));
        outcome = outcome(expected, docker, ours);
      }
      if (expected instanceof Expectation.Same && docker instanceof Side.Refused && ours instanceof Side.Made
          && !OurReading.newerFeatures(test, laid).isEmpty()) {
        outcome = new Outcome.Unsupported("by the daemon: " + OurReading.newerFeatures(test, laid));
      }
      record(test, laid, docker, ours, expected);
      Optional<String> problem = expected.problem(docker);
      return new Result(outcome, expected, problem.isPresent() ? problem : expected.problem(outcome, ours));
    } finally {
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private Outcome outcome(Expectation expected, Side docker, Side ours) throws IOException, InterruptedException {
    if (expected instanceof Expectation.Recorded(RecordedImage right) && ours instanceof Side.Made(SavedImage own)) {
      ImmutableList<String> differences = right.differences(RecordedImage.of(own, right.below(), base(right.below())));
      return differences.isEmpty() ? new Outcome.Same("as recorded") : new Outcome.Differs(differences);
    }
    Outcome outcome = Side.compare(docker, ours);
    if (docker instanceof Side.Made(SavedImage theirs) && ours instanceof Side.Made(SavedImage own) && theirs.config().has("history")) {
      ImmutableList<String> histories = HistoryLines.differences(HistoryLines.of(theirs.config()), HistoryLines.of(own.config()));
      if (!histories.isEmpty()) {
        ImmutableList<String> others = outcome instanceof Outcome.Differs(var lines) ? lines : ImmutableList.of();
        return new Outcome.Differs(ImmutableList.<String>builder().addAll(others).addAll(histories).build());
      }
    }
    return outcome;
  }

  private Optional<SavedImage> base(Optional<String> name) throws IOException, InterruptedException {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    SavedImage known = bases.get(name.get());
    if (known == null) {
      Path directory = Files.createTempDirectory("base");
      known = daemon.read(name.get(), directory.resolve("base.tar"));
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
      bases.put(name.get(), known);
    }
    return Optional.of(known);
  }

  private Side docker(DockerfileCase test, DockerfileCase.Laid laid, Path work) throws IOException, InterruptedException {
    List<String> flags = new ArrayList<>(List.of("--network=host"));
    test.target().ifPresent(target -> flags.addAll(List.of("--target", target)));
    test.platform().ifPresent(platform -> flags.addAll(List.of("--platform", platform)));
    for (Map.Entry<String, String> secret : test.secrets().entrySet()) {
      Path file = Files.writeString(Files.createDirectories(work.resolve("secrets")).resolve(secret.getKey()), secret.getValue());
      flags.addAll(List.of("--secret", "id=" + secret.getKey() + ",src=" + file));
    }
    Path dockerfile = forDocker(test, laid, work);
    return switch (daemon.build(laid.context(), dockerfile, test.arguments(), flags.toArray(String[]::new))) {
      case DockerDaemon.Built.Failure(String message) when NO_DAEMON.matcher(message).find() ->
        throw new IOException("the daemon does not answer any more: " + message);
      case DockerDaemon.Built.Failure(String message) -> new Side.Refused(message);
      case DockerDaemon.Built.Image(String id) -> new Side.Made(daemon.read(id, work.resolve("saved.tar")));
    };
  }

  /** The Dockerfile of the case, unless an old daemon needs another one: in older words, or without a frontend that is fetched. */
  private static Path forDocker(DockerfileCase test, DockerfileCase.Laid laid, Path work) throws IOException {
    Path other = work.resolve("Dockerfile");
    if (test.older().isPresent()) {
      Files.copy(test.older().get(), other);
    } else {
      String text = Files.isRegularFile(laid.dockerfile()) ? Files.readString(laid.dockerfile(), StandardCharsets.ISO_8859_1) : "";
      String without = SYNTAX.matcher(text).replaceFirst("$1");
      if (without.equals(text)) {
        return laid.dockerfile();
      }
      Files.writeString(other, without, StandardCharsets.ISO_8859_1);
    }
    Path ignore = laid.dockerfile().resolveSibling(laid.dockerfile().getFileName() + ".dockerignore");
    if (Files.exists(ignore)) {
      Files.copy(ignore, work.resolve("Dockerfile.dockerignore"));
    }
    return other;
  }

  /** Something that may fail in any way. */
  private interface Attempt {
    Side make() throws IOException;
  }

  private static Side inTime(Attempt attempt) throws IOException, InterruptedException {
    FutureTask<Side> task = new FutureTask<>(attempt::make);
    Thread thread = new Thread(null, task, "our side of a case");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException tooLong) {
      thread.interrupt();
      throw new IOException("our side did not end within " + LIMIT_SECONDS + " s", tooLong);
    } catch (ExecutionException failure) {
      throw new IOException("our side fails with no error of its own: " + failure.getCause(), failure);
    }
  }

  private void record(DockerfileCase test, DockerfileCase.Laid laid, Side docker, Side ours, Expectation expected)
      throws IOException, InterruptedException {
    Path directory = Files.createDirectories(results.resolve(test.name().isEmpty() ? "case" : test.name()));
    if (Files.isRegularFile(laid.dockerfile())) {
      Files.write(directory.resolve("Dockerfile"), Files.readAllBytes(laid.dockerfile()));
    }
    Files.writeString(directory.resolve("docker.txt"), text(docker));
    Files.writeString(directory.resolve("ours.txt"), text(ours));
    if (expected instanceof Expectation.Recorded(RecordedImage right) && ours instanceof Side.Made(SavedImage own)) {
      Files.writeString(directory.resolve("recorded.json"), RecordedImage.of(own, right.below(), base(right.below())).json());
    }
  }

  private static String text(Side side) {
    return side instanceof Side.Made(SavedImage image)
        ? side.text() + String.join("\n", HistoryLines.of(image.config())) + "\n"
            + image.config().path("history").toPrettyString() + "\n"
        : side.text();
  }
}
