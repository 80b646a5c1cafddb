package dev.slipway.build;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Base;
import dev.slipway.image.Digest;
import dev.slipway.image.Image;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Platform;
import java.util.function.Function;

/** Pins the images in registries that an image names, with the values that a build gives to arguments in their names. */
final class Pins {
  private final GlobalArguments arguments;
  private final ImmutableSet<Platform> platforms;

  Pins(GlobalArguments arguments, ImmutableSet<Platform> platforms) {
    this.arguments = arguments;
    this.platforms = platforms;
  }

  /** The image with each name pinned to the digest that a function says. */
  Image pin(Function<ImageReference, Digest> digests) {
    return arguments.image().withReferences(reference -> {
      ImageReference meant = meant(reference);
      return meant.digest().isPresent() ? reference : Base.image(meant.withDigest(digests.apply(meant)));
    });
  }

  private ImageReference meant(Base.Reference reference) {
    ImmutableSet<ImageReference> meant = platforms.stream().map(platform -> arguments.reference(reference, platform))
        .collect(ImmutableSet.toImmutableSet());
    if (meant.size() > 1) {
      throw new BuildException(ErrorCode.UNSUPPORTED, "'" + reference.name() + "' means another image for each of " + platforms + " ("
          + String.join(", ", meant.stream().map(ImageReference::familiar).toList())
          + "), so that one digest cannot pin it: pin an image for one platform at a time");
    }
    return Iterables.getOnlyElement(meant);
  }
}
