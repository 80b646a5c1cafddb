package dev.slipway.registry;

import dev.slipway.image.Platform;
import dev.slipway.layout.BaseImage;

/**
 * An image of a registry, for one platform: manifest and configuration are in the store, layers come when they are needed.
 *
 * @param resolved what was asked for
 * @param platform what the image is for, as its index says, which may know a variant that the configuration leaves out
 * @param image the image
 */
public record PulledImage(ResolvedImage resolved, Platform platform, BaseImage image) {}
