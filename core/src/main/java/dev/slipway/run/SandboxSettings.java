package dev.slipway.run;

import dev.slipway.InvalidValueException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a sandbox is made of, where it is not to be found by itself.
 *
 * @param runtime the OCI runtime, crun or runc, by its absolute path; without, the first in the system's directories
 * @param privileges what it may use
 * @param networkHelper pasta or slirp4netns by its absolute path; without, the first in the system's directories
 */
public record SandboxSettings(Optional<Path> runtime, Privileges privileges, Optional<Path> networkHelper) {
  /** Everything found by itself. */
  public static final SandboxSettings DEFAULT = new SandboxSettings(Optional.empty(), Privileges.AUTO, Optional.empty());

  /**
   * Checks the paths.
   *
   * @throws InvalidValueException if one is relative: programs are never searched for
   */
  public SandboxSettings {
    runtime.ifPresent(path -> check("runtime", path));
    networkHelper.ifPresent(path -> check("network helper", path));
  }

  private static void check(String what, Path path) {
    if (!path.isAbsolute()) {
      throw new InvalidValueException("the " + what + " '" + path + "' must be an absolute path, such as /usr/bin/" + path.getFileName());
    }
  }

  /** The same with a certain runtime. */
  public SandboxSettings withRuntime(Path path) {
    return new SandboxSettings(Optional.of(path), privileges, networkHelper);
  }

  /** The same with certain privileges. */
  public SandboxSettings withPrivileges(Privileges some) {
    return new SandboxSettings(runtime, some, networkHelper);
  }

  /** The same with a certain network helper. */
  public SandboxSettings withNetworkHelper(Path path) {
    return new SandboxSettings(runtime, privileges, Optional.of(path));
  }
}
