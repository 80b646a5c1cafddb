package dev.slipway.run;

/** What a sandbox may use to make root directories. */
public enum Privileges {
  /** The first of the others that works here. */
  AUTO,
  /** Root's capabilities. */
  ROOT,
  /** A user namespace with the subordinate ids of {@code /etc/subuid} and {@code /etc/subgid}. */
  SUBORDINATE,
  /** A user namespace with one id: every file belongs to root, and no other user can be used. */
  SINGLE
}
