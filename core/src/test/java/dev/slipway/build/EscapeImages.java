package dev.slipway.build;

import com.google.common.collect.ImmutableList;

final class EscapeImages {
  static final String VARIABLE = "SLIPWAY_CANARY";
  static final String VALUE = "the-value-of-the-host-3f9a";
  static ImmutableList<EscapeCase> all() {
    return ImmutableList.of();
  }
}
