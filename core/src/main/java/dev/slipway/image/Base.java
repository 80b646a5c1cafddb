package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;

/**
 * What a file system can come from: the thing that a stage stands on, and that {@code COPY --from} and mounts take files
 * from. A stage is held by value; nothing is referred to by a name that might dangle.
 */
public sealed interface Base permits Stage, Base.Scratch, Base.Reference, Base.DockerImage, Base.NamedContext, ImageLocation {
  /** The empty file system, {@code FROM scratch}. */
  static Scratch scratch() {
    return Scratch.INSTANCE;
  }

  /** An image in a registry. */
  static Reference image(ImageReference reference) {
    return new Reference(Word.literal(reference.familiar()));
  }

  /** An image that a Docker daemon has, by the name under which it has it. */
  static DockerImage docker(String name) {
    return docker(ImageReference.parse(name));
  }

  /** As {@link #docker(String)}. */
  static DockerImage docker(ImageReference name) {
    return new DockerImage(name);
  }

  /** A further build context that the build is given under a name. */
  static NamedContext context(String name) {
    return new NamedContext(name);
  }

  /** A file or directory in here, to be copied: an absolute path, with {@code * ? […]} as wildcards. */
  default Files file(String path) {
    return files(path);
  }

  /** Several files or directories in here. */
  default Files files(String... paths) {
    return new Files(this, ImmutableList.copyOf(paths).stream().map(Word::of).collect(ImmutableList.toImmutableList()));
  }

  /** The empty file system. */
  enum Scratch implements Base {
    /** The only value. */
    INSTANCE
  }

  /**
   * An image in a registry, by a name in which arguments may stand ({@code rust:${RUST_VERSION}}).
   *
   * @param name what {@link ImageReference#parse} reads once its variables are replaced
   */
  record Reference(Word name) implements Base {
    /** Checks a name without variables at once. */
    public Reference {
      if (name.isEmpty()) {
        throw new InvalidValueException(
            "the reference of an image is empty; write for example 'debian:bookworm-slim', or start from scratch");
      }
      if (name.constant().map(text -> text.equals("scratch")).orElse(false)) {
        throw new InvalidValueException("'scratch' is no image but the empty file system; write Base.scratch() or Stage.scratch()");
      }
      name.constant().ifPresent(text -> {
        var unused = ImageReference.parse(text);
      });
    }
  }

  /**
   * An image that a Docker daemon has: that of the build's options, by default the one of this machine. What a registry
   * has under the name does not matter. A Dockerfile has no way to say so: there it is an image like any other, which the
   * daemon that builds it finds among its own.
   *
   * @param name as in {@code docker images}; without tag and digest it means {@code latest}
   */
  record DockerImage(ImageReference name) implements Base {}

  /**
   * A further build context, given to the build under this name.
   *
   * @param name lower-case letters, digits, {@code -}, {@code _} and {@code .}, beginning with a letter or digit; not
   *     digits only, which Dockerfiles take for the number of a stage, and neither {@code scratch} nor {@code context}
   */
  record NamedContext(String name) implements Base {
    /** Checks the name. */
    public NamedContext {
      Names.checkStageName(name, "named context");
      if (name.chars().allMatch(Names::isDigit) || name.equals("scratch") || name.equals("context")) {
        throw new InvalidValueException(
            "'" + name + "' cannot name a context: digits alone number the stages of a Dockerfile, 'scratch' and 'context' are taken");
      }
    }
  }

  /**
   * Files of a base, as sources of a copy.
   *
   * @param base what they lie in
   * @param paths absolute paths or wildcard patterns
   */
  record Files(Base base, ImmutableList<Word> paths) {
    /** Checks that there is at least one. */
    public Files {
      if (paths.isEmpty()) {
        throw new InvalidValueException("at least one path to copy is needed, such as '/app/server'");
      }
    }
  }
}
