package dev.slipway.build;

import dev.slipway.image.Platform;

/** What this machine is, as far as images are concerned. */
final class HostPlatform {
  private HostPlatform() {}

  /** Linux on this machine's processor: images are for Linux, whatever system builds them. */
  static Platform linux() {
    return Platform.of("linux", System.getProperty("os.arch", "amd64"));
  }
}
