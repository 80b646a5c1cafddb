package dev.slipway.run;

/** What a command sees of the network. */
public enum RunNetwork {
  /** The machine's own. */
  HOST,
  /** Only a loopback interface. */
  NONE,
  /** A network of its own that reaches the outside through a helper (pasta or slirp4netns), but not the machine's loopback. */
  ISOLATED
}
