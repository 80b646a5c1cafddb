package dev.slipway.testkit.registry;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.slipway.InvalidValueException;
import java.util.Arrays;

/**
 * How a registry behaves where the distribution specification leaves a choice.
 *
 * @param features what it does
 * @param minChunkLength the least length of a chunk but the last, in bytes; 0 for no limit
 * @param pageSize at most so many entries in one answer of a list; 0 for no limit
 */
public record RegistryRules(ImmutableSet<Feature> features, long minChunkLength, int pageSize) {
  private static final RegistryRules DEFAULTS = new RegistryRules(ImmutableSet.copyOf(Sets.difference(Sets.immutableEnumSet(Arrays.asList(
      Feature.values())),
      ImmutableSet.of(Feature.SPARSE_INDEXES, Feature.MOUNT_FROM_ANYWHERE, Feature.ABSOLUTE_LOCATIONS, Feature.LOCATION_STATE))), 0, 0);

  /** Checks the numbers. */
  public RegistryRules {
    if (minChunkLength < 0 || pageSize < 0) {
      throw new InvalidValueException("least chunk length '" + minChunkLength + "' and page size '" + pageSize + "' must not be negative");
    }
  }

  /**
   * Everything but sparse indexes and mounts from anywhere; locations are paths without a query; neither a least chunk
   * length nor pages.
   */
  public static RegistryRules defaults() {
    return DEFAULTS;
  }

  /** The same with further features. */
  public RegistryRules with(Feature... more) {
    return new RegistryRules(ImmutableSet.<Feature>builder().addAll(features).add(more).build(), minChunkLength, pageSize);
  }

  /** The same without some features. */
  public RegistryRules without(Feature... fewer) {
    return new RegistryRules(ImmutableSet.copyOf(Sets.difference(features, ImmutableSet.copyOf(fewer))), minChunkLength, pageSize);
  }

  /** The same with a least length of chunks in bytes, which {@code OCI-Chunk-Min-Length} tells. */
  public RegistryRules withMinChunkLength(long newMinChunkLength) {
    return new RegistryRules(features, newMinChunkLength, pageSize);
  }

  /** The same with pages of so many entries, in lists of tags, referrers and repositories. */
  public RegistryRules withPageSize(int newPageSize) {
    return new RegistryRules(features, minChunkLength, newPageSize);
  }

  boolean has(Feature feature) {
    return features.contains(feature);
  }

  void require(Feature feature, String what) {
    if (!has(feature)) {
      throw new Refusal(ProtocolError.UNSUPPORTED, what + " is switched off");
    }
  }
}
