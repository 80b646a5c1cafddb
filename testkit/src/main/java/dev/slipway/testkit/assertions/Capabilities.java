package dev.slipway.testkit.assertions;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import dev.slipway.layer.XattrValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The capabilities that a file gives: the attribute {@value #ATTRIBUTE}, Linux's {@code vfs_cap_data}, capabilities(7). */
final class Capabilities {
  static final String ATTRIBUTE = "security.capability";

  private static final int REVISION_1 = 0x0100_0000;
  private static final int REVISION_2 = 0x0200_0000;
  private static final int REVISION_3 = 0x0300_0000;

  /** In the order of their numbers. */
  private static final ImmutableList<String> NAMES = ImmutableList.of("chown", "dac_override", "dac_read_search", "fowner", "fsetid",
      "kill",
      "setgid", "setuid", "setpcap", "linux_immutable", "net_bind_service", "net_broadcast", "net_admin", "net_raw", "ipc_lock",
      "ipc_owner", "sys_module", "sys_rawio", "sys_chroot", "sys_ptrace", "sys_pacct", "sys_admin", "sys_boot", "sys_nice", "sys_resource",
      "sys_time", "sys_tty_config", "mknod", "lease", "audit_write", "audit_control", "setfcap", "mac_override", "mac_admin", "syslog",
      "wake_alarm", "block_suspend", "audit_read", "perfmon", "bpf", "checkpoint_restore");

  private Capabilities() {}

  static void check(String name) {
    if (!name.startsWith("cap_") || !NAMES.contains(name.substring(4))) {
      throw new InvalidValueException("'" + name + "' is no capability; write it as getcap does, such as 'cap_net_bind_service'");
    }
  }

  /** The names of what a process gets that executes the file. */
  static ImmutableSet<String> permitted(XattrValue attribute) {
    byte[] bytes = attribute.toBytes();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int revision = bytes.length < 4 ? 0 : buffer.getInt(0) & 0xFF00_0000;
    int length = switch (revision) {
      case REVISION_1 -> 12;
      case REVISION_2 -> 20;
      case REVISION_3 -> 24;
      default -> -1;
    };
    if (bytes.length != length) {
      return ImmutableSet.of("unreadable: " + attribute);
    }
    long bits = Integer.toUnsignedLong(buffer.getInt(4));
    bits |= revision == REVISION_1 ? 0 : Integer.toUnsignedLong(buffer.getInt(12)) << 32;
    ImmutableSet.Builder<String> names = ImmutableSet.builder();
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if ((bits >>> bit & 1) != 0) {
        names.add(bit < NAMES.size() ? "cap_" + NAMES.get(bit) : "capability " + bit);
      }
    }
    return names.build();
  }
}
