package dev.slipway.testkit.differential;

import dev.slipway.SlipwayException;
import dev.slipway.build.BuildOptions;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.build.FileModes;
import dev.slipway.build.RunOptions;
import dev.slipway.build.Secret;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.dockerfile.DockerfileWriter;
import dev.slipway.dockerfile.IgnoreFile;
import dev.slipway.dockerfile.ReadOptions;
import dev.slipway.image.Platform;
import dev.slipway.image.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Our side of a case on disk: the Dockerfile is read, and what it means is built. */
final class OurReading {
  /** Nothing that a case does on purpose takes long. */
  private static final Duration LONGEST_COMMAND = Duration.ofSeconds(30);

  private OurReading() {}

  /**
   * What Slipway makes of a case.
   *
   * @param archive a file that is not there yet
   */
  static Side build(Engine engine, DockerfileCase test, DockerfileCase.Laid laid, Path archive) throws IOException {
    try {
      return read(engine, test, laid, archive);
    } catch (SlipwayException refusal) {
      return OurSide.refused(refusal);
    }
  }

  /** What of a case only newer frontends than that of the daemon know, as far as its image needs it. */
  static String newerFeatures(DockerfileCase test, DockerfileCase.Laid laid) throws IOException {
    var features = DockerfileWriter.write(Dockerfile.read(laid.dockerfile()).image(reading(test, laid))).features();
    return features.isEmpty() ? "" : features.toString();
  }

  private static ReadOptions reading(DockerfileCase test, DockerfileCase.Laid laid) throws IOException {
    ReadOptions reading = ReadOptions.DEFAULT.arguments(test.arguments());
    if (test.target().isPresent()) {
      reading = reading.target(test.target().get());
    }
    if (test.platform().isPresent()) {
      reading = reading.forPlatforms(Platform.parse(test.platform().get()));
    }
    for (String other : test.contexts(laid).keySet()) {
      reading = reading.context(other);
    }
    return reading;
  }

  private static Side read(Engine engine, DockerfileCase test, DockerfileCase.Laid laid, Path archive) throws IOException {
    Context context = context(laid);
    for (Map.Entry<String, Path> other : test.contexts(laid).entrySet()) {
      context = context.named(other.getKey(), other.getValue());
    }
    RunOptions runs = RunOptions.defaults().timeout(LONGEST_COMMAND);
    for (Map.Entry<String, String> secret : test.secrets().entrySet()) {
      runs = runs.secret(secret.getKey(), Secret.of(SecretValue.of(secret.getValue())));
    }
    BuildOptions options = BuildOptions.defaults().modes(FileModes.KEPT).arguments(test.arguments()).runs(runs);
    ReadOptions all = reading(test, laid);
    return OurSide.build(engine, () -> Dockerfile.read(laid.dockerfile()).image(all), context, options, archive);
  }

  /** Rules in a file that is named after the Dockerfile stand in for the usual ones. */
  private static Context context(DockerfileCase.Laid laid) throws IOException {
    Path ignore = laid.dockerfile().resolveSibling(laid.dockerfile().getFileName() + ".dockerignore");
    Context context = Context.of(laid.context());
    return Files.exists(ignore) ? context.ignoring(IgnoreFile.parse(Files.readString(ignore))) : context;
  }
}
