package dev.slipway.compose.load;

import com.google.common.collect.ImmutableList;
import dev.slipway.yaml.YamlFile;
import dev.slipway.yaml.YamlValue;

/**
 * One compose file as it stands: nothing replaced, nothing merged.
 *
 * @param path where it lies
 * @param syntax its text, of which parts can be exchanged
 * @param documents what its documents say, tags included
 */
public record LoadedFile(String path, YamlFile syntax, ImmutableList<YamlValue> documents) {}
