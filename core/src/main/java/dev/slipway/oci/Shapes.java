package dev.slipway.oci;

/** The objects of the OCI image specification 1.1 and of Docker's image format, each field in its specified place. */
final class Shapes {
  static final Shape PLATFORM = Shape.object().plain("architecture", "os", "os.version", "os.features", "variant");

  static final Shape DESCRIPTOR = Shape.object()
      .plain("mediaType", "digest", "size", "urls")
      .with("annotations", Shape.MAP)
      .plain("data")
      .with("platform", PLATFORM)
      .plain("artifactType");

  static final Shape MANIFEST = Shape.object()
      .plain("schemaVersion", "mediaType", "artifactType")
      .with("config", DESCRIPTOR)
      .with("layers", DESCRIPTOR)
      .with("subject", DESCRIPTOR)
      .with("annotations", Shape.MAP);

  static final Shape INDEX = Shape.object()
      .plain("schemaVersion", "mediaType", "artifactType")
      .with("manifests", DESCRIPTOR)
      .with("subject", DESCRIPTOR)
      .with("annotations", Shape.MAP);

  static final Shape HEALTHCHECK = Shape.object().plain("Test", "Interval", "Timeout", "StartPeriod", "StartInterval", "Retries");

  static final Shape CONTAINER = Shape.object()
      .plain("User")
      .with("ExposedPorts", Shape.MAP)
      .plain("Env", "Entrypoint", "Cmd")
      .with("Volumes", Shape.MAP)
      .plain("WorkingDir")
      .with("Labels", Shape.MAP)
      .plain("StopSignal", "ArgsEscaped")
      .with("Healthcheck", HEALTHCHECK)
      .plain("OnBuild", "Shell", "StopTimeout");

  static final Shape HISTORY = Shape.object().plain("created", "created_by", "author", "comment", "empty_layer");

  static final Shape ROOT_FILE_SYSTEM = Shape.object().plain("type", "diff_ids");

  static final Shape CONFIG = Shape.object()
      .plain("created", "author", "architecture", "os", "os.version", "os.features", "variant")
      .with("config", CONTAINER)
      .with("rootfs", ROOT_FILE_SYSTEM)
      .with("history", HISTORY);

  static final Shape SAVED_IMAGE = Shape.object().plain("Config", "RepoTags", "Layers");

  static final Shape LAYOUT = Shape.object().plain("imageLayoutVersion");

  private Shapes() {}
}
