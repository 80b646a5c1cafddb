package dev.slipway.run;

import dev.slipway.BuildException;

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
    return new NamespaceSandbox(Detection.find(settings));
  }
}
