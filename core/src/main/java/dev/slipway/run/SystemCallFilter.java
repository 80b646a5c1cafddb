package dev.slipway.run;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * The system calls that a confined command is refused.
 *
 * <p>A list of what is refused, not of what is allowed: a list of allowed calls has to be kept up with every kernel and C
 * library, or new programs fail in strange ways on old lists. A build step is not a boundary that nothing else guards (its
 * capabilities are Docker's, its mounts allow no devices), so this list holds only what reaches the kernel itself or steps out
 * of the namespaces: modules, other kernels, BPF, profiling, keys that namespaces do not separate, mounts, new namespaces, file
 * handles, nodes of disks, the machine's clock and log. Calls that programs probe for are answered "not implemented", so that they take
 * another way; {@code clone3} is one, because its flags cannot be looked at.
 */
final class SystemCallFilter {
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;

  private static final ImmutableList<String> REFUSED = ImmutableList.of(
      "init_module", "finit_module", "delete_module", "create_module", "query_module", "get_kernel_syms", "kexec_load", "kexec_file_load",
      "reboot", "bpf", "perf_event_open", "lookup_dcookie", "userfaultfd", "add_key", "request_key", "keyctl", "mount", "umount", "umount2",
      "move_mount", "open_tree", "open_tree_attr", "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr", "pivot_root", "setns",
      "open_by_handle_at", "fanotify_init", "swapon", "swapoff", "acct", "quotactl", "quotactl_fd", "nfsservctl", "syslog", "settimeofday",
      "stime", "clock_settime", "clock_settime64", "iopl", "ioperm", "vm86", "vm86old", "uselib", "vhangup", "kcmp");

  private static final ImmutableList<String> UNKNOWN = ImmutableList.of("clone3", "io_uring_setup", "io_uring_enter", "io_uring_register");

  /** Flags of {@code clone} and {@code unshare}: mount, cgroup, uts, ipc, user, pid and network namespaces. */
  private static final ImmutableList<Long> NAMESPACES = ImmutableList.of(0x0002_0000L, 0x0200_0000L, 0x0400_0000L, 0x0800_0000L,
      0x1000_0000L, 0x2000_0000L, 0x4000_0000L);

  /** The part of a mode that tells the type, and disks' type: that their nodes cannot be opened is for mounts to see to as well. */
  private static final long FILE_TYPE = 0170000;
  private static final long BLOCK_DEVICE = 0060000;

  /** The sets of calls that a machine's kernel offers: without the 32-bit one, 32-bit programs would be killed. */
  private static final ImmutableMap<String, ImmutableList<String>> ARCHITECTURES = ImmutableMap.of(
      "amd64", ImmutableList.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"),
      "aarch64", ImmutableList.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM"));

  private SystemCallFilter() {}

  /** The filter as the runtime specification writes it (config-linux, section seccomp). */
  static Map<String, Object> forMachine(String architecture) {
    ImmutableList.Builder<Object> rules = ImmutableList.builder();
    rules.add(rule(REFUSED, EPERM), rule(UNKNOWN, ENOSYS));
    // s390 has the arguments of clone the other way round
    int flagsOfClone = architecture.startsWith("s390") ? 1 : 0;
    for (long flag : NAMESPACES) {
      rules.add(rule("clone", flagsOfClone, flag, flag), rule("unshare", 0, flag, flag));
    }
    ImmutableMap.Builder<String, Object> filter = ImmutableMap.builder();
    filter.put("defaultAction", "SCMP_ACT_ALLOW");
    ImmutableList<String> architectures = ARCHITECTURES.getOrDefault(architecture, ImmutableList.of());
    if (!architectures.isEmpty()) {
      filter.put("architectures", architectures);
    }
    rules.add(rule("mknod", 1, FILE_TYPE, BLOCK_DEVICE), rule("mknodat", 2, FILE_TYPE, BLOCK_DEVICE));
    return filter.put("syscalls", rules.build()).buildOrThrow();
  }

  private static Map<String, Object> rule(ImmutableList<String> calls, int error) {
    return ImmutableMap.of("names", calls, "action", "SCMP_ACT_ERRNO", "errnoRet", error);
  }

  private static Map<String, Object> rule(String call, int argument, long mask, long value) {
    return ImmutableMap.of(
        "names", ImmutableList.of(call), "action", "SCMP_ACT_ERRNO", "errnoRet", EPERM, "args",
        ImmutableList.of(ImmutableMap.of("index", argument, "value", mask, "valueTwo", value, "op", "SCMP_CMP_MASKED_EQ")));
  }
}
