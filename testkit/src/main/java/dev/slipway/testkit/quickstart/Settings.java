package dev.slipway.testkit.quickstart;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Base;
import dev.slipway.image.DockerArchive;
import dev.slipway.image.OciArchive;
import dev.slipway.image.OciLayout;
import dev.slipway.store.Store;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * What the quickstart is told by system properties.
 *
 * @param directory what the image is made of: {@code quickstart.directory}
 * @param base what it stands on: {@code quickstart.base}, which is {@code scratch} or a path with {@code oci:},
 *     {@code oci-archive:} or {@code docker-archive:} before it, as skopeo writes them
 * @param command what a container runs: {@code quickstart.command}, arguments separated by blanks
 * @param output where everything is written: {@code quickstart.output}
 * @param store where layers are kept for the next time: {@code quickstart.store}
 */
record Settings(Path directory, Base base, ImmutableList<String> command, Path output, Path store) {
  static Settings of(Properties properties, Path sample) {
    Path directory = path(properties, "quickstart.directory").orElse(sample);
    Path output = path(properties, "quickstart.output").orElse(Path.of("target", "quickstart"));
    Path store = path(properties, "quickstart.store").orElseGet(Store::defaultDirectory);
    String command = text(properties, "quickstart.command").orElse(directory.equals(sample) ? "/app/bin/serve" : "");
    return new Settings(directory, base(text(properties, "quickstart.base").orElse("scratch")),
        ImmutableList.copyOf(Splitter.on(' ').omitEmptyStrings().split(command)), output, store);
  }

  private static Base base(String text) {
    if (text.equals("scratch")) {
      return Base.scratch();
    }
    int colon = text.indexOf(':');
    Path path = Path.of(text.substring(colon + 1));
    return switch (text.substring(0, Math.max(0, colon))) {
      case "oci" -> OciLayout.at(path);
      case "oci-archive" -> OciArchive.at(path);
      case "docker-archive" -> DockerArchive.at(path);
      default -> throw new InvalidValueException(
          "quickstart.base '" + text + "' is neither 'scratch' nor a path behind 'oci:', 'oci-archive:' or 'docker-archive:'");
    };
  }

  private static Optional<Path> path(Properties properties, String name) {
    return text(properties, name).map(Path::of);
  }

  /** Maven hands an unset property over as an empty one. */
  private static Optional<String> text(Properties properties, String name) {
    return Optional.ofNullable(properties.getProperty(name)).filter(text -> !text.isBlank());
  }
}
