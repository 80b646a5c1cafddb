package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.dockerfile.FileStage;
import dev.slipway.image.Image;
import java.util.Optional;

/**
 * What is checked: a file, or an image that was made in code.
 *
 * @param file the file; empty for an image that has none
 * @param stages all stages of the file in its order; those that {@link CheckOptions} asks for are {@linkplain
 *     #checked checked}
 * @param image the image; empty if the file has problems, so that it is none
 * @param options what is known besides
 */
public record Subject(Optional<Dockerfile> file, ImmutableList<FileStage> stages, Optional<Image> image, CheckOptions options) {
  /** The stages that are to be checked, in the order of the file. */
  public ImmutableList<FileStage> checked() {
    return stages.stream().filter(stage -> options.everyStage() || stage.built()).collect(ImmutableList.toImmutableList());
  }
}
