package dev.slipway.registry;

import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.layer.Compression;
import java.util.HashMap;
import java.util.Map;

/**
 * How an image is sent.
 *
 * @param compression of layers that were made here; those of a base keep the form in which they came
 * @param annotations of the index of several platforms, or of the only manifest
 * @param foreignLayers whether layers are sent that say of themselves that registries may not distribute them
 */
public record PushOptions(Compression compression, ImmutableSortedMap<String, String> annotations, boolean foreignLayers) {
  private static final PushOptions DEFAULTS = new PushOptions(Compression.GZIP, ImmutableSortedMap.of(), false);

  /** Compressed with gzip, no annotations, no foreign layers. */
  public static PushOptions defaults() {
    return DEFAULTS;
  }

  /** The same with another compression. */
  public PushOptions compression(Compression newCompression) {
    return new PushOptions(newCompression, annotations, foreignLayers);
  }

  /** The same with one more annotation. */
  public PushOptions annotation(String key, String value) {
    Map<String, String> all = new HashMap<>(annotations);
    all.put(key, value);
    return new PushOptions(compression, ImmutableSortedMap.copyOf(all), foreignLayers);
  }

  /** The same, sending foreign layers too. */
  public PushOptions withForeignLayers() {
    return new PushOptions(compression, annotations, true);
  }
}
