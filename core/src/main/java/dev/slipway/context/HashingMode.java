package dev.slipway.context;

/** How far the content of a file is believed to be known. */
public enum HashingMode {
  /** A file that looks unchanged is not read again; {@link ContentHasher} says what that cannot see. */
  INDEXED,
  /** Every file is read every time. */
  EVERYTHING
}
