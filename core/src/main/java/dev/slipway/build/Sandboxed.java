package dev.slipway.build;

import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Platform;
import dev.slipway.run.Sandbox;
import dev.slipway.run.SandboxSettings;
import dev.slipway.run.Sandboxes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The sandboxes of an engine, each looked for once. */
final class Sandboxed {
  private static final Path FOREIGN = Path.of("/proc/sys/fs/binfmt_misc");

  private final Map<SandboxSettings, Found> known = new ConcurrentHashMap<>();

  /** A sandbox, or why there is none. */
  private record Found(Optional<Sandbox> sandbox, String problem) {}

  /** The sandbox of some settings; empty if this machine has none. */
  Optional<Sandbox> find(SandboxSettings settings) {
    return look(settings).sandbox();
  }

  /**
   * The sandbox of some settings, for the files of caches.
   *
   * @throws BuildException with {@link ErrorCode#UNSUPPORTED} and the reason if there is none
   */
  Sandbox require(SandboxSettings settings) {
    Found found = look(settings);
    return found.sandbox().orElseThrow(() -> new BuildException(ErrorCode.UNSUPPORTED,
        "the files of caches can only be reached where RUN works. " + found.problem()));
  }

  /**
   * The sandbox of some settings for commands of a platform.
   *
   * @throws BuildException with {@link ErrorCode#UNSUPPORTED} if there is none, or this machine cannot start such commands
   */
  Sandbox require(SandboxSettings settings, Platform platform, String stage) {
    Found found = look(settings);
    Sandbox sandbox = found.sandbox()
        .orElseThrow(() -> new BuildException(ErrorCode.UNSUPPORTED, "stage '" + stage + "' has a RUN. " + found.problem()));
    if (!canStart(platform)) {
      throw new BuildException(ErrorCode.UNSUPPORTED, "stage '" + stage + "' has a RUN for " + platform + ", and this machine is "
          + HostPlatform.linux() + ": run it on the platform of the build ($BUILDPLATFORM) and compile across, build on such a machine, "
          + "or install an emulator such as qemu-user-static");
    }
    return sandbox;
  }

  private Found look(SandboxSettings settings) {
    return known.computeIfAbsent(settings, missing -> {
      try {
        return new Found(Optional.of(Sandboxes.find(settings)), "");
      } catch (BuildException none) {
        if (none.code() != ErrorCode.UNSUPPORTED) {
          throw none; // interrupted, perhaps: the next build looks again
        }
        return new Found(Optional.empty(), String.valueOf(none.getMessage()));
      }
    });
  }

  private static boolean canStart(Platform platform) {
    String own = HostPlatform.linux().architecture();
    String wanted = platform.architecture();
    boolean related = own.equals("amd64") && wanted.equals("386") || own.equals("arm64") && wanted.equals("arm");
    return own.equals(wanted) || related || Files.exists(FOREIGN.resolve("qemu-" + emulated(wanted)));
  }

  /** What QEMU calls a processor. */
  private static String emulated(String architecture) {
    return switch (architecture) {
      case "amd64" -> "x86_64";
      case "arm64" -> "aarch64";
      case "386" -> "i386";
      default -> architecture;
    };
  }
}
