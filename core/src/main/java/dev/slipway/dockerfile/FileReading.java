package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.Problem;
import dev.slipway.image.Image;
import java.util.Optional;

/**
 * All that a file says, as far as it can be read.
 *
 * @param stages all stages in order
 * @param image the image of the target stage; there is one if there are no problems
 * @param problems what is wrong with the file, in its order; what is wrong only in stages that are not built is no problem
 */
public record FileReading(ImmutableList<FileStage> stages, Optional<Image> image, ImmutableList<Problem> problems) {}
