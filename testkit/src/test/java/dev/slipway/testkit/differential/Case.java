package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableMap;
import dev.slipway.image.Image;
import dev.slipway.image.Stage;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One thing to build twice: files, the Dockerfile that Docker builds, and the equal value that Slipway builds.
 *
 * @param name group and what is special, such as {@code copy/file-to-directory}
 * @param context the files of the build context
 * @param dockerfile the text that is meant; it is not derived from the image, so that both sides are written down
 * @param standIn what the daemon builds in its place: the same in older words, where its frontend is too old
 * @param arguments values of build arguments
 * @param image made when it is needed, since a wrong value fails when it is made; empty where only a Dockerfile is there
 */
record Case(String name, CaseFiles context, String dockerfile, Optional<String> standIn, ImmutableMap<String, String> arguments,
    Optional<Supplier<Image>> image) {

  static Case named(String name) {
    return new Case(name, FileSet.empty(), "", Optional.empty(), ImmutableMap.of(), Optional.empty());
  }

  Case context(CaseFiles files) {
    return new Case(name, files, dockerfile, standIn, arguments, image);
  }

  Case dockerfile(String... lines) {
    return new Case(name, context, String.join("\n", lines) + "\n", standIn, arguments, image);
  }

  /** The same in words that an old frontend understands. */
  Case olderDockerfile(String... lines) {
    return new Case(name, context, dockerfile, Optional.of(String.join("\n", lines) + "\n"), arguments, image);
  }

  Case argument(String argument, String value) {
    ImmutableMap<String, String> more = ImmutableMap.<String, String>builder().putAll(arguments).put(argument, value).buildOrThrow();
    return new Case(name, context, dockerfile, standIn, more, image);
  }

  Case image(Supplier<Image> model) {
    return new Case(name, context, dockerfile, standIn, arguments, Optional.of(model));
  }

  Case stage(Supplier<Stage> target) {
    return image(() -> target.get().toImage());
  }
}
