package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.CacheMount;
import dev.slipway.image.Command;
import dev.slipway.image.Mount;
import dev.slipway.image.Reuse;
import dev.slipway.image.Run;
import dev.slipway.image.TmpfsMount;
import dev.slipway.run.Privileges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a command does to the kernel's files, devices, processes and mounts while it runs. */
final class EscapeActions {
  private final List<EscapeCase> cases = new ArrayList<>();

  private EscapeActions() {}

  static ImmutableList<EscapeCase> all() {
    EscapeActions all = new EscapeActions();
    all.devices();
    all.settings();
    all.processes();
    all.mounts();
    all.identity();
    all.machine();
    return ImmutableList.copyOf(all.cases);
  }

  /** A script in which CANARY, VICTIM and MARKER are replaced. */
  private void script(String name, String script, Mount... mounts) {
    cases.add(new EscapeCase("RUN", name, bench -> bench.harmless(bench.base(), filled(bench, script), mounts)));
  }

  static String filled(EscapeBench bench, String script) {
    return script.replace("CANARY", bench.target()).replace("VICTIM", Long.toString(bench.canary().victim()))
        .replace("MARKER", EscapeCanary.MARKER);
  }

  private void devices() {
    for (String directory : List.of("/", "/tmp/", "/dev/", "/dev/shm/", "/m/", "/c/")) {
      String script = """
          while read -r major minor blocks name; do
            mknod DIRn b $major $minor && head -c 512 DIRn > /dev/null && echo ESCAPED reads $name
            rm -f DIRn
          done < /proc/partitions
          for node in "b 7 0" "b 8 0" "b 253 0" "b 259 0" "c 1 1" "c 1 2" "c 1 4" "c 1 11" "c 5 1" "c 10 200" "c 10 229" "c 4 0"; do
            mknod DIRn $node && head -c 1 DIRn > /dev/null && echo ESCAPED reads $node
            rm -f DIRn
          done""".replace("DIR", directory);
      script("device nodes in " + directory, script, TmpfsMount.at("/m"), CacheMount.at("/c").id("devices"));
    }
    script("device nodes as a setuid program opens them",
        "mknod /tmp/n c 1 1; chmod 4777 /tmp/n; cat /tmp/n && echo ESCAPED; rm -f /tmp/n");
    script("/dev has nothing of the host", "ls -d /dev/sd* /dev/vd* /dev/loop* /dev/mem /dev/kmsg /dev/fuse /dev/kvm && echo ESCAPED");
    script("files in /dev/shm stay in it", "echo x > /dev/shm/MARKER; echo x > /dev/MARKER; ls /dev/shm/slipway-canary* && echo ESCAPED");
    script("memory in /dev/shm is limited", "dd if=/dev/zero of=/dev/shm/f bs=1M count=100 && echo ESCAPED");
    script("memory of a tmpfs is limited", "dd if=/dev/zero of=/m/f bs=1M count=50 && echo ESCAPED",
        TmpfsMount.at("/m").limitedTo(1 << 20));
  }

  private void settings() {
    for (String setting : List.of("kernel/hostname", "kernel/domainname", "kernel/core_pattern", "kernel/modprobe", "kernel/sysrq",
        "kernel/randomize_va_space", "vm/overcommit_memory", "net/ipv4/ip_forward", "net/ipv4/conf/all/forwarding",
        "fs/binfmt_misc/register", "kernel/ns_last_pid", "fs/suid_dumpable")) {
      // what stands there is written again: if it works, nothing is broken but the promise
      script("sets " + setting, "f=/proc/sys/" + setting + "; v=$(cat $f); echo \"$v\" > $f && echo ESCAPED");
    }
    script("/proc/sysrq-trigger", "echo h > /proc/sysrq-trigger && echo ESCAPED");
    script("/proc/kcore", "test $(head -c 100 /proc/kcore | wc -c) = 0 || echo ESCAPED");
    script("/proc/keys and timers are empty", "cat /proc/keys /proc/timer_list /proc/sched_debug | grep . && echo ESCAPED");
    script("/proc/kmsg", "busybox timeout 1 head -c 1 /proc/kmsg | grep . && echo ESCAPED");
    script("/proc/irq, /proc/bus and /proc/fs", "for f in $(find /proc/irq /proc/bus /proc/fs -type f); do "
        + "(v=$(head -n 1 $f) && echo \"$v\" > $f) && echo ESCAPED $f; done");
    script("all of /sys is for reading", "for f in /sys/kernel/uevent_helper /sys/kernel/mm/transparent_hugepage/enabled /sys/power/state "
        + "/sys/class/net/lo/mtu /sys/module/*/parameters/*; do test -f $f && (echo -n > $f) && echo ESCAPED $f; done");
    script("no control groups are in sight",
        "ls /sys/fs/cgroup/* && echo ESCAPED; find / -xdev -name release_agent | grep . && echo ESCAPED");
    script("/sys/fs holds nothing of the build", "ls /sys/fs/root /sys/fs/state /sys/fs/secrets /sys/fs/files && echo ESCAPED");
    script("firmware and power are hidden", "ls /sys/firmware/* /sys/devices/virtual/powercap/* && echo ESCAPED");
  }

  private void processes() {
    script("kills the process of another", "kill -9 VICTIM && echo ESCAPED");
    script("kills everything", "kill -9 -1; true");
    script("sees the process of another",
        "ls -d /proc/VICTIM && echo ESCAPED; grep -l ^sleep /proc/[0-9]*/cmdline && echo ESCAPED; test $(ls -d /proc/[0-9]* | wc -l) -gt 4 && echo ESCAPED");
    script("the root of process 1 is its own", "ls /proc/1/root/CANARY /proc/1/cwd/CANARY /proc/self/root/CANARY && echo ESCAPED");
    script("upwards from process 1", "ls /proc/1/root/../../../../CANARY /proc/1/cwd/../../../../CANARY && echo ESCAPED");
    script("open files of process 1", "for f in /proc/[0-9]*/fd/*; do test -d $f/. && echo ESCAPED $f; done");
    script("a step up from an open file", "for f in /proc/[0-9]*/fd/*; do ls $f/../CANARY $f/../../../../../CANARY && echo ESCAPED; done");
    // the shell's own are above nine
    script("only three files are open", "for f in 3 4 5 6 7 8 9; do test -e /proc/1/fd/$f && echo ESCAPED $f; done");
    script("names of processes lead nowhere",
        "ls -l /proc/1/exe; echo x > /proc/1/exe && echo ESCAPED; echo x >> /proc/self/exe && echo ESCAPED");
    script("the environment of process 1", "tr '\\0' '\\n' < /proc/1/environ | grep -e MARKER -e LIBMOUNT -e unshare && echo ESCAPED");
    script("there is no terminal of the host",
        "(echo x > /dev/tty) && echo ESCAPED; set -- $(cat /proc/1/stat); test $7 = 0 || echo ESCAPED $7");
    cases.add(new EscapeCase("RUN", "the session is its own, so that no terminal can be reached", bench -> {
      // field 6 is the session: 0 is one outside of the namespace
      String[] fields = bench.output(bench.base(), "cat /proc/1/stat").split(" ", -1);
      assertThat(fields[5]).isEqualTo("1");
    }));
    script("leaves processes behind", "for i in 1 2 3 4 5; do (setsid sh -c 'sleep 5; echo x > /work/late' > /dev/null 2>&1 &); done");
    script("stops its own parent", "kill -STOP 1; kill -KILL 1; (sleep 0.01; kill -STOP 1; kill -CONT 1) & wait; true");
  }

  private void mounts() {
    for (String attempt : List.of("mount -t proc proc /work", "mount -t sysfs sysfs /work", "mount -t tmpfs none /work",
        "mount --bind / /work", "mount --rbind /proc /work", "mount -o remount,rw /proc/sys", "mount -o remount,rw /sys",
        "mount -o remount,bind,dev /", "mount -t cgroup none /work", "mount -t cgroup2 none /work", "mount -t debugfs none /work",
        "mount -t devtmpfs none /work", "mount -t overlay -o lowerdir=/,upperdir=/work,workdir=/out none /tmp", "mount --make-rshared /",
        "mount -t binfmt_misc none /work", "busybox umount /proc/kcore", "busybox umount -l /proc", "busybox umount /etc/hosts",
        "busybox umount -l /", "busybox pivot_root / /work", "busybox switch_root / /bin/true")) {
      script(attempt, attempt + " && echo ESCAPED");
    }
    for (String namespace : List.of("-m", "-U", "-Ur", "-p -f", "-n", "-i", "-u")) {
      script("unshare " + namespace, "busybox unshare " + namespace + " true && echo ESCAPED");
    }
    script("nsenter", "busybox nsenter -t 1 -m -u -n -i true && echo ESCAPED");
    script("mounts name no path of the host", "grep -e CANARY /proc/self/mountinfo && echo ESCAPED");
  }

  private void identity() {
    cases.add(new EscapeCase("D13", "capabilities are Docker's fourteen", bench -> assertThat(
        bench.output(bench.base(), "grep -e Cap -e NoNewPrivs -e Seccomp: -e Groups /proc/self/status")).isEqualTo("""
            Groups:\t\s
            CapInh:\t0000000000000000
            CapPrm:\t00000000a80425fb
            CapEff:\t00000000a80425fb
            CapBnd:\t00000000a80425fb
            CapAmb:\t0000000000000000
            NoNewPrivs:\t0
            Seccomp:\t2
            """)));
    cases.add(new EscapeCase("D13", "a user has its groups and no capabilities", bench -> assertThat(
        bench.output(bench.base().user("app"), "id -u; id -g; id -G; grep -e CapPrm -e CapEff -e CapAmb -e CapInh /proc/self/status"))
        .isEqualTo("""
            1000
            1001
            1001 29 44
            CapInh:\t0000000000000000
            CapPrm:\t0000000000000000
            CapEff:\t0000000000000000
            CapAmb:\t0000000000000000
            """)));
    cases.add(new EscapeCase("D13", "a number has no groups", bench -> assertThat(
        bench.output(bench.base().user(4711, 4712), "id -u; id -g; id -G")).isEqualTo("4711\n4712\n4712\n")));
    cases.add(new EscapeCase("D13", "a program with the setuid bit is root's inside only", bench -> {
      var setuid = bench.perl().run("cp /usr/bin/perl /suid && chmod 4755 /suid");
      String reach = "foreach my $f ('CANARY/secret', 'CANARY/data/open', '/proc/sys/kernel/sysrq') { "
          + "if (open(my $h, '+<', $f)) { print \"ESCAPED $f\\n\" } }";
      String output = bench.output(setuid.user("app"), "/suid -e \"print qq(euid \\$>\\n)\"; " + "cat > /work/p << 'END'\n"
          + filled(bench, reach) + "\nEND\n/suid /work/p");
      assertThat(output).startsWith("euid 0\n").doesNotContain(EscapeBench.ESCAPED);
    }));
    cases.add(new EscapeCase("D13", "capabilities of files give no more than the command may have", bench -> {
      // version 2 of the attribute, all bits, effective
      String everything = "my ($f, $n, $v) = ('/work/c', 'security.capability', pack('V5', 0x02000001, 0xffffffff, 0xffffffff, 0xff, 0xff)); print syscall(188, $f, $n, $v, 20, 0)";
      var stage = bench.perl().run("cp /usr/bin/perl /work/c").run(EscapeBench.perlProgram(everything));
      assertThat(bench.output(stage.user("app"), "/work/c -e 'print syscall(165, 0, 0, 0, 0, 0), qq(\\n)' || true"))
          .doesNotContain("\n0\n");
    }));
  }

  private void machine() {
    script("the name of the machine", "hostname evil && echo ESCAPED");
    script("the time of the machine", "date -s '2001-01-01 00:00:00'; test $(date +%Y) = 2001 && echo ESCAPED");
    script("the network's devices", "busybox ip link set lo mtu 65536 && echo ESCAPED; busybox ip link add d0 type dummy && echo ESCAPED");
    script("routes and tables", "busybox ip route add 203.0.113.0/24 dev lo && echo ESCAPED");
    script("reboot", "busybox dmesg -n 1 && echo ESCAPED; busybox swapoff -a; busybox nice -n -20 true 2>/dev/null; true");
    script("limits stay", "ulimit -l unlimited && echo ESCAPED");
    cases.add(new EscapeCase("RUN", "without a network there is none", bench -> {
      String script = "ls /sys/class/net | grep -v -x lo && echo ESCAPED; cat /proc/net/dev | grep -c : > /out/n";
      var run = new Run(Command.shell(script), ImmutableList.of(), Optional.of(Run.Network.NONE), Optional.empty(),
          ImmutableList.of(), Reuse.BY_CONTENT);
      assertThat(bench.read(bench.build(bench.base().with(run.network(Run.Network.NONE)).run("true")), "/out/n")).isEqualTo("1\n");
    }));
    cases.add(new EscapeCase("D14", "the command's environment is the image's", bench -> {
      String names = bench.output(bench.base(), "env | while IFS== read -r name rest; do echo $name; done | sort");
      assertThat(names.lines()).isSubsetOf("HOME", "PATH", "PWD", "SHLVL", "OLDPWD", "HOSTNAME");
      for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
        if (variable.getValue().length() > 20) {
          assertThat(bench.output(bench.base(), "env; tr '\\0' '\\n' < /proc/1/environ")).doesNotContain(variable.getValue());
        }
      }
    }));
    cases.add(new EscapeCase("F16", "a flood of output stays out of memory", bench -> {
      System.gc();
      String flood = "busybox yes 0123456789abcdef0123456789abcdef0123456789abcdef | head -c 100000000";
      Runtime machine = Runtime.getRuntime();
      bench.build(bench.base().run(flood));
      System.gc();
      assertThat(machine.totalMemory() - machine.freeMemory()).isLessThan(600L << 20);
    }));
    cases.add(new EscapeCase("U10", "fifty thousand files", bench -> {
      String many = "mkdir /many && cd /many && seq 50000 | busybox xargs touch";
      BuiltImage image = bench.build(bench.base().run(many).run("ls /many | wc -l > /out/n"));
      assertThat(bench.read(image, "/out/n")).isEqualTo("50000\n");
    }));
    cases.add(new EscapeCase("RUN", "root of the build is root nowhere else", bench -> {
      String map = bench.output(bench.base(), "cat /proc/self/uid_map").strip().replaceAll("\\s+", " ");
      assertThat(map.startsWith("0 0 4294967295")).isEqualTo(bench.privileges() == Privileges.ROOT);
    }));
  }
}
