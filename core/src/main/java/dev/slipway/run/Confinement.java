package dev.slipway.run;

/** How much of the kernel a command may use. */
public enum Confinement {
  /** Docker's default capabilities and hidden paths, and a list of refused system calls. */
  SANDBOX,
  /** Every capability that the sandbox itself has, nothing hidden, nothing refused: to be granted by the caller of a build only. */
  INSECURE
}
