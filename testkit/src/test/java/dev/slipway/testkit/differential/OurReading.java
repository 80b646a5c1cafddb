package dev.slipway.testkit.differential;

import dev.slipway.build.Engine;
import java.nio.file.Path;

/** Our side of a case on disk: the Dockerfile is read, and what it means is built. */
final class OurReading {
  private OurReading() {}

  static Side build(Engine engine, DockerfileCase test, DockerfileCase.Laid laid, Path archive) {
    return new Side.NotDone("reading Dockerfiles");
  }
}
