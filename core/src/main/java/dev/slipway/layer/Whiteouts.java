package dev.slipway.layer;

/** The names that mark what a layer removes (OCI image specification, "Layer", Whiteouts). */
final class Whiteouts {
  static final String PREFIX = ".wh.";
  static final String OPAQUE = ".wh..wh..opq";

  private Whiteouts() {}
}
