package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * System calls that a command must be refused, made by number; arguments are such that nothing breaks if one is let through.
 * Numbers are those of x86-64.
 */
final class EscapeSystemCalls {
  private static final int EPERM = 1;
  private static final int ESRCH = 3;
  private static final int ENOSYS = 38;

  /** A call, its number, its arguments as Perl writes them, and the errors that it may fail with. */
  private record Call(String name, int number, String arguments, ImmutableList<Integer> errors) {}

  private final List<Call> calls = new ArrayList<>();

  private EscapeSystemCalls() {}

  private void refused(String name, int number, String arguments) {
    calls.add(new Call(name, number, arguments, ImmutableList.of(EPERM)));
  }

  private void fails(String name, int number, String arguments, Integer... errors) {
    calls.add(new Call(name, number, arguments, ImmutableList.copyOf(errors)));
  }

  static ImmutableList<EscapeCase> all() {
    EscapeSystemCalls all = new EscapeSystemCalls();
    all.mounts();
    all.namespaces();
    all.kernel();
    all.processes();
    ImmutableList.Builder<EscapeCase> cases = ImmutableList.builder();
    all.calls.forEach(call -> cases.add(new EscapeCase("RUN", "system call " + call.name(), bench -> make(bench, call))));
    cases.add(new EscapeCase("RUN", "chroot and an open directory", EscapeSystemCalls::chroot));
    cases.add(new EscapeCase("RUN", "attributes of overlays", EscapeSystemCalls::attributes));
    cases.add(new EscapeCase("RUN", "a socket of the host is not in its files", bench -> bench.harmless(bench.perl(),
        "/usr/bin/perl -e 'socket(S,1,1,0); foreach (qw(/run/docker.sock /var/run/docker.sock /run/dbus/system_bus_socket)) "
            + "{ print qq(ESCAPED $_) if connect(S, pack(qq(Sa*), 1, $_)) }'")));
    return cases.build();
  }

  private void mounts() {
    refused("mount", 165, "'none', '/work', 'tmpfs', 0, 0");
    refused("umount2", 166, "'/proc', 2");
    refused("pivot_root", 155, "'/', '/work'");
    refused("open_tree", 428, "-100, '/', 1");
    refused("move_mount", 429, "-1, '', -100, '/work', 4");
    refused("fsopen", 430, "'tmpfs', 0");
    refused("fsconfig", 431, "-1, 0, 0, 0, 0");
    refused("fsmount", 432, "-1, 0, 0");
    refused("fspick", 433, "-100, '/', 0");
    refused("mount_setattr", 442, "-100, '/', 0, 0, 0");
    refused("open_by_handle_at", 304, "-100, pack('VVV', 8, 1, 2), 0");
    refused("quotactl", 179, "0, 0, 0, 0");
    refused("swapon", 167, "'/nothing', 0");
    refused("swapoff", 168, "'/nothing'");
    refused("acct", 163, "'/nothing'");
  }

  private void namespaces() {
    for (long flag : new long[]{0x20000L, 0x2000000L, 0x4000000L, 0x8000000L, 0x10000000L, 0x20000000L, 0x40000000L}) {
      refused("unshare " + Long.toHexString(flag), 272, Long.toString(flag));
      refused("clone " + Long.toHexString(flag), 56, (flag | 17) + ", 0, 0, 0, 0");
    }
    refused("setns", 308, "0, 0");
    fails("clone3", 435, "0, 0", ENOSYS);
    fails("io_uring_setup", 425, "1, 0", ENOSYS);
    refused("sethostname", 170, "'evil', 4");
    refused("setdomainname", 171, "'evil', 4");
  }

  private void kernel() {
    refused("bpf", 321, "0, 0, 0");
    refused("perf_event_open", 298, "0, 0, -1, -1, 0");
    refused("userfaultfd", 323, "0");
    refused("fanotify_init", 300, "0, 0");
    refused("init_module", 175, "0, 0, 0");
    refused("finit_module", 313, "-1, 0, 0");
    refused("delete_module", 176, "'nothing', 0");
    refused("kexec_load", 246, "0, 0, 0, 0");
    refused("kexec_file_load", 320, "-1, -1, 0, 0, 0");
    // with numbers that no kernel takes
    refused("reboot", 169, "1, 2, 3, 4");
    refused("syslog", 103, "10, 0, 0");
    refused("settimeofday", 164, "0, 0");
    refused("clock_settime", 227, "99, 0");
    refused("iopl", 172, "0");
    refused("ioperm", 173, "0, 0, 0");
    refused("add_key", 248, "'user', 'slipway', 'x', 1, -3");
    refused("request_key", 249, "'user', 'slipway', 0, 0");
    refused("keyctl", 250, "0, -3, 0, 0, 0");
    refused("kcmp", 312, "1, 1, 0, 0, 0");
    refused("vhangup", 153, "");
    refused("lookup_dcookie", 212, "0, 0, 0");
  }

  private void processes() {
    fails("ptrace of the process of another", 101, "16, VICTIM, 0, 0", ESRCH, EPERM);
    fails("pidfd_open of the process of another", 434, "VICTIM, 0", ESRCH, EPERM);
    fails("kill of the process of another", 62, "VICTIM, 9", ESRCH, EPERM);
    fails("a signal to the process of another", 129, "VICTIM, 9, 0", ESRCH, EPERM, 14);
    fails("priority of the process of another", 141, "0, VICTIM, -20", ESRCH, EPERM);
    fails("limits of the process of another", 302, "VICTIM, 7, 0, 0", ESRCH, EPERM);
  }

  private static void make(EscapeBench bench, Call call) throws Exception {
    if (!System.getProperty("os.arch", "").equals("amd64")) {
      throw new TestAbortedException("numbers of system calls are known for x86-64 only");
    }
    String arguments = EscapeActions.filled(bench, call.arguments());
    // variables, as Perl passes no constant text to the kernel
    String program = "my @a = (" + arguments + "); my $r = syscall(" + call.number() + places(arguments)
        + "); my $e = $! + 0; open(O, '>', '/out/o'); print O \"$r $e\"; close O";
    BuiltImage image = bench.build(bench.perl().run(EscapeBench.perlProgram(program)));
    String[] result = bench.read(image, "/out/o").split(" ", -1);
    assertThat(result[0]).isEqualTo("-1");
    assertThat(Integer.parseInt(result[1])).isIn(call.errors());
  }

  /** As many arguments as there are commas at the top level, and one. */
  private static String places(String arguments) {
    int depth = 0;
    int count = arguments.isEmpty() ? 0 : 1;
    for (char c : arguments.toCharArray()) {
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      count += c == ',' && depth == 0 ? 1 : 0;
    }
    StringBuilder places = new StringBuilder();
    for (int i = 0; i < count; i++) {
      places.append(", $a[").append(i).append(']');
    }
    return places.toString();
  }

  /** A process that keeps a directory open while it changes its root can leave that root, but not the file system. */
  private static void chroot(EscapeBench bench) throws Exception {
    String program = """
        mkdir '/work/jail'; opendir(D, '/'); chroot '/work/jail' or die; chdir D; chdir '..' for 1..64; chroot '.';
        open(O, '>', 'out/o') or die; print O -e 'CANARY' ? 'ESCAPED' : 'inside', -e '/bin/busybox' ? ' root' : ''; close O;
        open(M, '>', $_ . 'MARKER') foreach ('/tmp/', '/');
        """;
    BuiltImage image = bench.build(bench.perl().run(EscapeBench.perlProgram(EscapeActions.filled(bench, program))));
    assertThat(bench.read(image, "/out/o")).isEqualTo("inside root");
  }

  private static void attributes(EscapeBench bench) throws Exception {
    String program = """
        open(O, '>', '/out/o');
        foreach my $n (qw(trusted.overlay.opaque trusted.overlay.redirect trusted.overlay.metacopy user.overlay.opaque \
        user.overlay.redirect user.overlay.metacopy user.overlay.whiteout user.overlay.overlay.opaque)) {
          mkdir "/work/$n"; open(F, '>', "/work/$n/f"); close F;
          foreach my $v ('y', '/etc', '../../../CANARY') {
            foreach my $f ("/work/$n", "/work/$n/f") { my ($a, $b, $c) = ($f, $n, $v); print O "$n ", syscall(188, $a, $b, $c, length $v, 0), "\\n"; }
          }
        }
        mkdir "/etc/new"; foreach my $n ('user.overlay.opaque', 'trusted.overlay.opaque') { my ($a, $b, $c) = ('/etc', $n, 'y'); syscall(188, $a, $b, $c, 1, 0); }
        """;
    var made = bench.perl().run(EscapeBench.perlProgram(EscapeActions.filled(bench, program)));
    assertThat(bench.read(bench.build(made), "/out/o")).contains("trusted.overlay.opaque -1").doesNotContain("trusted.overlay.opaque 0");
    String looks = "ls -R /work; cat /etc/passwd; for f in /work/*/*; do cat $f; echo x > $f; done; ls -d /work/*/secret && echo ESCAPED";
    assertThat(bench.output(made, looks)).contains("app:x:1000").doesNotContain(EscapeBench.ESCAPED).doesNotContain("canary of");
  }
}
