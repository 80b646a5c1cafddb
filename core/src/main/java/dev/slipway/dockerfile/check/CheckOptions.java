package dev.slipway.dockerfile.check;

import dev.slipway.dockerfile.ReadOptions;
import java.util.Optional;

/**
 * What a check is told besides the file.
 *
 * @param read what the file is read for: target, arguments, platforms and contexts. The argument {@value
 *     #CHECK_ARGUMENT} stands for the {@code # check} directive of the file
 * @param everyStage whether stages that the target does not need are checked too
 * @param context what is known of the directory that is copied from; empty if nothing is
 * @param images where configurations of base images are looked up
 */
public record CheckOptions(ReadOptions read, boolean everyStage, Optional<CheckedContext> context, BaseImage.Lookup images) {
  /** The build argument that says what the {@code # check} directive says, and goes before it. */
  public static final String CHECK_ARGUMENT = "BUILDKIT_DOCKERFILE_CHECK";

  /** Every stage, nothing known of context and base images. */
  public static final CheckOptions DEFAULT = new CheckOptions(ReadOptions.DEFAULT, true, Optional.empty(), BaseImage.Lookup.NONE);

  /** The same for other options of reading; with a target, only what it needs is checked. */
  public CheckOptions reading(ReadOptions newRead) {
    return new CheckOptions(newRead, newRead.target().isEmpty() && everyStage, context, images);
  }

  /** The same for a target stage, by name or number: only what it needs is checked. */
  public CheckOptions target(String target) {
    return reading(read.target(target));
  }

  /** The same with a build argument. */
  public CheckOptions argument(String name, String value) {
    return reading(read.argument(name, value));
  }

  /** The same for only those stages that the target, or the last stage, needs: what a build looks at. */
  public CheckOptions onlyBuilt() {
    return new CheckOptions(read, false, context, images);
  }

  /** The same with a context. */
  public CheckOptions context(CheckedContext newContext) {
    return new CheckOptions(read, everyStage, Optional.of(newContext), images);
  }

  /** The same with a place where images are looked up. */
  public CheckOptions images(BaseImage.Lookup newImages) {
    return new CheckOptions(read, everyStage, context, newImages);
  }
}
