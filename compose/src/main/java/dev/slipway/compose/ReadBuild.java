package dev.slipway.compose;

import dev.slipway.build.BuildOptions;
import dev.slipway.build.Context;
import dev.slipway.image.Image;

/**
 * A build of a service as the core's engine takes it: {@code engine.build(build.image(), build.context(), build.options())}.
 *
 * @param image what is built
 * @param context where files are copied from
 * @param options arguments, secrets, agents and network; nothing that the file asks for is granted by it
 */
public record ReadBuild(Image image, Context context, BuildOptions options) {}
