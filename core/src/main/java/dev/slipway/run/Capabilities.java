package dev.slipway.run;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.math.BigInteger;
import java.util.stream.IntStream;

/** Linux capabilities by number and name. */
final class Capabilities {
  private static final ImmutableList<String> NAMES = ImmutableList.of(
      "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP", "LINUX_IMMUTABLE",
      "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER", "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT",
      "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE",
      "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP", "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ",
      "PERFMON", "BPF", "CHECKPOINT_RESTORE");

  /** What Docker gives a container. */
  private static final ImmutableSet<String> DOCKERS = ImmutableSet.of(
      "CHOWN", "DAC_OVERRIDE", "FSETID", "FOWNER", "MKNOD", "NET_RAW", "SETGID", "SETUID", "SETFCAP", "SETPCAP", "NET_BIND_SERVICE",
      "SYS_CHROOT", "KILL", "AUDIT_WRITE");

  /** What mounting, making device nodes for whiteouts and files of any owner, and starting a container take. */
  private static final ImmutableList<String> NEEDED = ImmutableList.of(
      "SYS_ADMIN", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "MKNOD", "SETUID", "SETGID", "SETFCAP", "SETPCAP", "SYS_CHROOT");

  private Capabilities() {}

  /** The names in a set of bits, as {@code /proc/PID/status} prints it. */
  static ImmutableSet<String> inMask(String hexadecimal) {
    BigInteger mask = new BigInteger(hexadecimal, 16);
    return IntStream.range(0, NAMES.size()).filter(mask::testBit).mapToObj(NAMES::get).collect(ImmutableSet.toImmutableSet());
  }

  /** Those that a sandbox of root's lacks. */
  static ImmutableList<String> missing(ImmutableSet<String> held) {
    return NEEDED.stream().filter(name -> !held.contains(name)).collect(ImmutableList.toImmutableList());
  }

  /** What a command gets of what there is, named as the runtime specification does. */
  static ImmutableList<String> granted(Confinement confinement, ImmutableSet<String> held) {
    return held.stream()
        .filter(name -> confinement == Confinement.INSECURE || DOCKERS.contains(name))
        .sorted()
        .map("CAP_"::concat)
        .collect(ImmutableList.toImmutableList());
  }
}
