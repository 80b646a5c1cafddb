package dev.slipway.testkit.quickstart;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Base;
import dev.slipway.image.DockerArchive;
import dev.slipway.image.ImageReference;
import dev.slipway.image.OciArchive;
import dev.slipway.image.OciLayout;
import dev.slipway.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What the quickstart is told by system properties.
 *
 * @param directory what the image is made of: {@code quickstart.directory}; if it has a {@code Dockerfile}, that says how
 * @param base what it stands on: {@code quickstart.base}, which is {@code scratch}, a path with {@code oci:},
 *     {@code oci-archive:} or {@code docker-archive:} before it, as skopeo writes them, an image of the Docker daemon with
 *     {@code docker-daemon:} before it, or an image in a registry
 * @param command what a container runs: {@code quickstart.command}, arguments separated by blanks
 * @param output where everything is written: {@code quickstart.output}
 * @param store where layers are kept for the next time: {@code quickstart.store}
 * @param push where the image is pushed to in the end: {@code quickstart.push}
 * @param target the stage of a Dockerfile that is built: {@code quickstart.target}; absent means the last one
 * @param arguments build arguments: {@code quickstart.arguments}, {@code NAME=VALUE} separated by blanks
 */
record Settings(Path directory, Base base, ImmutableList<String> command, Path output, Path store, Optional<ImageReference> push,
    Optional<String> target, ImmutableMap<String, String> arguments) {
  static Settings of(Properties properties, Path sample) {
    Path directory = path(properties, "quickstart.directory").orElse(sample);
    Path output = path(properties, "quickstart.output").orElse(Path.of("target", "quickstart"));
    Path store = path(properties, "quickstart.store").orElseGet(Store::defaultDirectory);
    String command = text(properties, "quickstart.command").orElse(directory.equals(sample) ? "/app/bin/serve" : "");
    return new Settings(directory, base(text(properties, "quickstart.base").orElse("scratch")),
        ImmutableList.copyOf(Splitter.on(' ').omitEmptyStrings().split(command)), output, store,
        text(properties, "quickstart.push").map(ImageReference::parse), text(properties, "quickstart.target"),
        arguments(text(properties, "quickstart.arguments").orElse("")));
  }

  private static ImmutableMap<String, String> arguments(String text) {
    Map<String, String> arguments = new LinkedHashMap<>();
    for (String argument : Splitter.on(' ').omitEmptyStrings().split(text)) {
      List<String> parts = Splitter.on('=').limit(2).splitToList(argument);
      if (parts.size() != 2) {
        throw new InvalidValueException("'" + argument + "' in quickstart.arguments is not of the form NAME=VALUE");
      }
      arguments.put(parts.get(0), parts.get(1));
    }
    return ImmutableMap.copyOf(arguments);
  }

  /** The Dockerfile that says what the image is, if the directory has one. */
  Optional<Path> dockerfile() {
    return Optional.of(directory.resolve("Dockerfile")).filter(Files::isRegularFile);
  }

  private static Base base(String text) {
    if (text.equals("scratch")) {
      return Base.scratch();
    }
    int colon = text.indexOf(':');
    String rest = text.substring(colon + 1);
    return switch (text.substring(0, Math.max(0, colon))) {
      case "oci" -> OciLayout.at(Path.of(rest));
      case "oci-archive" -> OciArchive.at(Path.of(rest));
      case "docker-archive" -> DockerArchive.at(Path.of(rest));
      case "docker-daemon" -> Base.docker(rest);
      default -> Base.image(ImageReference.parse(text));
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
