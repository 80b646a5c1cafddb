package dev.slipway.compose.load;

import dev.slipway.yaml.YamlMap;

/**
 * A file whose services others extend.
 *
 * @param path where it lies
 * @param model its documents as one, in long forms, its own {@code extends} still in it
 * @param resets what its last document resets
 */
record ExtendedFile(String path, YamlMap model, Resets resets) {}
