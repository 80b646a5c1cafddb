package dev.slipway.run;

import com.google.common.collect.ImmutableSet;
import java.util.Optional;

/**
 * What was found out about this machine.
 *
 * @param capabilities those that commands can be given, such as {@code CHOWN}
 * @param architecture as Java names it, such as {@code amd64}
 * @param openFiles how many files a command may raise its limit to
 * @param networkHelper what connects networks of their own with the outside
 */
record Host(
    Tools tools, OciRuntime runtime, Ownership ownership, IdMap ids, ImmutableSet<String> capabilities, String architecture,
    long openFiles,
    Optional<NetworkHelper> networkHelper) {

  /** Whether containers run in a user namespace. */
  boolean inUserNamespace() {
    return ownership.kind() != Ownership.Kind.ROOT;
  }

  /** Whether only one id exists. */
  boolean hasOneId() {
    return ownership.kind() == Ownership.Kind.SINGLE;
  }
}
