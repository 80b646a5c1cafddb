package dev.slipway.build;

import com.google.common.collect.ImmutableList;

final class EscapeUppers {
  static final String VARIABLE = "SLIPWAY_CANARY";
  static final String VALUE = "v";
  static ImmutableList<EscapeCase> all() {
    return ImmutableList.of();
  }
}
