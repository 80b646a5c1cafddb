package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.slipway.image.Base;

/**
 * An image written as a Dockerfile.
 *
 * @param text the Dockerfile
 * @param contexts the further build contexts that the build must be given ({@code docker build --build-context
 *     name=…}): images on disk, under names made for them, and named contexts under their own
 * @param features what the text uses that the frontend built into old daemons cannot read
 */
public record DockerfileText(String text, ImmutableMap<String, Base> contexts, ImmutableSet<DockerfileFeature> features) {
  /** The text of the Dockerfile. */
  @Override
  public String toString() {
    return text;
  }
}
