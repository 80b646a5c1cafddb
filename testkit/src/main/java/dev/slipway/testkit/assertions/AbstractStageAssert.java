package dev.slipway.testkit.assertions;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.dockerfile.DockerfileWriter;
import dev.slipway.image.Base;
import dev.slipway.image.Command;
import dev.slipway.image.Healthcheck;
import dev.slipway.image.Image;
import dev.slipway.image.Instruction;
import dev.slipway.image.PortRange;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on what a stage, with the stages that it stands on, says: before anything is built, so nothing is known of a
 * base image. Variables are replaced where the model gives all their values; other texts are compared as they are written,
 * such as {@code /app/bin:$PATH}.
 *
 * @param <S> these assertions themselves
 * @param <A> what is looked at
 */
public abstract class AbstractStageAssert<S extends AbstractStageAssert<S, A>, A> extends Checks<S, A> {
  AbstractStageAssert(A actual, Class<?> type) {
    super(actual, type);
  }

  abstract Image image();

  private Stage stage() {
    return image().target();
  }

  private StageSettings settings() {
    return StageSettings.of(stage(), arguments());
  }

  private ImmutableMap<String, String> arguments() {
    return StageSettings.defaults(image());
  }

  /** Expects this user, as {@code user(…)} was given it. */
  @CanIgnoreReturnValue
  public S hasUser(String user) {
    return text("the user", user, settings().user);
  }

  /** Expects a user who is not root: a number above 0, or another name. What a name stands for, only the built image knows. */
  @CanIgnoreReturnValue
  public S runsAsNonRoot() {
    String user = settings().user;
    Optional<String> reason;
    if (user == null) {
      reason = Optional.of("no user is set, and the one of the base '" + root() + "' is unknown; add user(\"app\")");
    } else if (user.indexOf('$') >= 0) {
      reason = Optional.of("it is '" + user + "', which only the build knows");
    } else {
      reason = Users.root(user, Optional::empty);
    }
    if (reason.isPresent()) {
      throw failed("Expected containers of " + subject() + " to run as a user other than root\nbut " + reason.get());
    }
    return myself;
  }

  /** Expects an environment variable with this value. */
  @CanIgnoreReturnValue
  public S hasEnvironment(String name, String value) {
    Map<String, String> environment = settings().environment;
    return entry("environment variable", name, written(value, environment.get(name)), environment);
  }

  /** Expects that no environment variable of that name is set. */
  @CanIgnoreReturnValue
  public S hasNoEnvironment(String name) {
    return absent("environment variable", name, settings().environment);
  }

  /** Expects a label with this value. */
  @CanIgnoreReturnValue
  public S hasLabel(String key, String value) {
    Map<String, String> labels = settings().labels;
    return entry("label", key, written(value, labels.get(key)), labels);
  }

  /** Expects a TCP port. */
  @CanIgnoreReturnValue
  public S exposes(int port) {
    return exposes(port + "/tcp");
  }

  /** Expects a port or all ports of a range, such as {@code 53/udp}. */
  @CanIgnoreReturnValue
  public S exposes(String ports) {
    StageSettings settings = settings();
    PortRange.parse(ports).ports().forEach(port -> member("port", port.toString(), settings.ports));
    return myself;
  }

  /** Expects a volume at a path. */
  @CanIgnoreReturnValue
  public S hasVolume(String path) {
    Set<String> volumes = settings().volumes;
    return member("volume", volumes.contains(path) ? path : written(path, null), volumes);
  }

  /** Expects exactly this entrypoint, in exec form. */
  @CanIgnoreReturnValue
  public S hasEntrypoint(String... arguments) {
    return hasEntrypoint(Command.exec(arguments));
  }

  /** Expects this entrypoint, in the same form. */
  @CanIgnoreReturnValue
  public S hasEntrypoint(Command command) {
    return present("the entrypoint", command, Optional.ofNullable(settings().entrypoint));
  }

  /** Expects exactly this command, in exec form. */
  @CanIgnoreReturnValue
  public S hasCommand(String... arguments) {
    return hasCommand(Command.exec(arguments));
  }

  /** Expects this command, in the same form. */
  @CanIgnoreReturnValue
  public S hasCommand(Command command) {
    return present("the command", command, Optional.ofNullable(settings().command));
  }

  /** Expects the directory in which containers start. */
  @CanIgnoreReturnValue
  public S hasWorkingDirectory(String path) {
    return text("the working directory", path, settings().workingDirectory);
  }

  /** Expects the signal that stops containers. */
  @CanIgnoreReturnValue
  public S hasStopSignal(String signal) {
    return text("the stop signal", signal, settings().stopSignal);
  }

  /** Expects a probe of containers' health. */
  @CanIgnoreReturnValue
  public S hasHealthcheck() {
    Healthcheck check = settings().healthcheck;
    if (!(check instanceof Healthcheck.Probe)) {
      throw failed("Expected " + subject() + " to have a health check, but "
          + (check == null ? "there is none" : "it switches off the one of its base")
          + "; add healthcheck(Healthcheck.http(\"http://localhost:8080/health\"))");
    }
    return myself;
  }

  /** Expects exactly this probe, or none. */
  @CanIgnoreReturnValue
  public S hasHealthcheck(Healthcheck check) {
    return present("the health check", check, Optional.ofNullable(settings().healthcheck));
  }

  /** Expects that the stage stands on an image of a registry, directly or by the stages below it. */
  @CanIgnoreReturnValue
  public S hasBase(String reference) {
    return hasBase(Stage.from(reference).base());
  }

  /** Expects that the stage stands on this base, directly or by the stages below it. */
  @CanIgnoreReturnValue
  public S hasBase(Base base) {
    List<Base> bases = StageSettings.lineage(stage()).stream().map(Stage::base).toList();
    if (!bases.contains(base)) {
      throw failed("Expected " + subject() + " to stand on\n  " + StageTexts.name(base) + "\n"
          + lines("but it stands on", bases.stream().map(StageTexts::name).toList()));
    }
    return myself;
  }

  /** Expects that every image of a registry or daemon that any stage needs is named with a digest, so that it cannot change. */
  @CanIgnoreReturnValue
  public S hasPinnedBases() {
    List<String> loose = needed().flatMap(this::imageName).filter(name -> name.indexOf('@') < 0).distinct().toList();
    if (!loose.isEmpty()) {
      throw failed("Expected all bases of " + subject() + " to be pinned by a digest, as in 'debian:12@sha256:…'\n"
          + lines("not pinned", loose));
    }
    return myself;
  }

  /** Expects that files are copied or mounted from this stage or image. */
  @CanIgnoreReturnValue
  public S copiesFrom(Base source) {
    List<Base> sources = sources().toList();
    if (!sources.contains(source)) {
      throw failed("Expected " + subject() + " to take files from\n  " + StageTexts.name(source) + "\n"
          + lines("it takes files from", sources.stream().map(StageTexts::name).toList()));
    }
    return myself;
  }

  /** Expects that files are copied or mounted from a stage of that name. */
  @CanIgnoreReturnValue
  public S copiesFrom(String stageName) {
    return member("source", stageName,
        sources().filter(Stage.class::isInstance).map(Stage.class::cast).flatMap(stage -> stage.name().stream()).toList());
  }

  /** Expects an instruction, anywhere in the stage itself. */
  @CanIgnoreReturnValue
  public S hasInstruction(Instruction instruction) {
    if (!stage().instructions().contains(instruction)) {
      throw failed("Expected " + subject() + " to have the instruction\n  " + StageTexts.written(instruction) + "\n"
          + lines("it has", stage().instructions().stream().map(StageTexts::written).toList()));
    }
    return myself;
  }

  /** Expects exactly this Dockerfile. */
  @CanIgnoreReturnValue
  public S writesDockerfile(String text) {
    String written = DockerfileWriter.write(image()).text();
    if (!written.equals(text)) {
      throw failureWithActualExpected(written, text, "%s",
          "Expected the Dockerfile of " + subject() + " to be another one. " + StageTexts.firstDifference(text, written) + "\nIt is\n"
              + written);
    }
    return myself;
  }

  /** Expects the Dockerfile in a file, which is read as UTF-8. */
  @CanIgnoreReturnValue
  public S writesDockerfile(Path golden) {
    try {
      return writesDockerfile(Files.readString(golden));
    } catch (IOException failure) {
      throw new UncheckedIOException("'" + golden + "' cannot be read: " + failure.getMessage(), failure);
    }
  }

  /** All bases of all stages that are needed, and what they copy and mount from. */
  private Stream<Base> needed() {
    return image().stages().stream().flatMap(stage -> stage.sources().stream());
  }

  private Stream<String> imageName(Base base) {
    return switch (base) {
      case Base.Reference reference -> Stream.of(StageSettings.expanded(reference.name(), arguments()));
      case Base.DockerImage docker -> Stream.of(docker.name().familiar());
      default -> Stream.empty();
    };
  }

  /** What the stage itself copies and mounts from. */
  private Stream<Base> sources() {
    return stage().instructions().stream().flatMap(instruction -> instruction.bases().stream());
  }

  private S text(String what, String expected, @Nullable String found) {
    return present(what, written(expected, found), Optional.ofNullable(found));
  }

  /** Texts whose variables are unknown are compared in the one form that a word is written in: {@code ${PATH}}. */
  private static String written(String expected, @Nullable String found) {
    return expected.equals(found) || expected.indexOf('$') < 0 ? expected : Word.of(expected).toString();
  }

  private String root() {
    ImmutableList<Stage> lineage = StageSettings.lineage(stage());
    return StageTexts.name(lineage.get(lineage.size() - 1).base());
  }
}
