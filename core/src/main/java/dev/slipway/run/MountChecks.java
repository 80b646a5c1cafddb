package dev.slipway.run;

import dev.slipway.InvalidValueException;
import dev.slipway.image.ImagePath;
import java.nio.file.Path;
import java.util.Locale;

/** What must hold for mounts of any kind. */
final class MountChecks {
  private static final int MODES = 07777;

  private MountChecks() {}

  static void target(ImagePath target) {
    if (target.isRoot() || RunRequest.isKernels(target)) {
      throw new InvalidValueException(
          "nothing can be mounted at '" + target + "'; choose a path other than / and not in /proc or /sys");
    }
  }

  static void absolute(String what, Path path) {
    if (!path.isAbsolute()) {
      throw new InvalidValueException("the " + what + " '" + path + "' of a mount is not absolute");
    }
  }

  static void permissions(ImagePath target, int mode, long uid, long gid) {
    if (mode < 0 || mode > MODES) {
      throw new InvalidValueException(
          String.format(Locale.ROOT, "mode %o of the mount at '%s' is not between 0 and 7777", mode, target));
    }
    RunUser.check("user", uid);
    RunUser.check("group", gid);
  }
}
