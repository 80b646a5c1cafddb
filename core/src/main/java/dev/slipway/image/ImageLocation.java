package dev.slipway.image;
/** x. */
public sealed interface ImageLocation extends Base permits ImageLocation.X {
  /** x. */
  record X() implements ImageLocation {}
}
