package dev.slipway.dockerfile.check;

import java.util.Locale;

/** How much a finding matters, from least to most. */
public enum Severity {
  /** Worth knowing; nothing needs to be done. Never makes a check fail. */
  NOTE,
  /** Should be changed. */
  WARNING,
  /** Is wrong, or will be refused by a later builder. */
  ERROR;

  /** The name in small letters, which is also the level in SARIF. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
