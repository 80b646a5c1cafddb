package dev.slipway.context;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** The two ways to reach files; both must behave alike. */
enum Opening {
  NATIVE, PORTABLE;

  ContextDirectory open(Path root) {
    if (this == PORTABLE) {
      return ContextDirectory.openPortably(root);
    }
    ContextDirectory directory = ContextDirectory.open(root);
    if (!directory.isNative()) {
      directory.close();
      assumeTrue(false, "no native file access on this platform");
    }
    return directory;
  }
}
