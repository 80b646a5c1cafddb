package dev.slipway.testkit.differential;

import static dev.slipway.testkit.differential.RunCases.lines;

import com.google.common.collect.ImmutableList;

/** What a command finds around itself: limits, rights, devices, what is hidden of the machine. */
final class RunProcessCases {
  private RunProcessCases() {}

  static ImmutableList<Case> all() {
    String protectedPaths = "/proc/asound /proc/acpi /proc/kcore /proc/keys /proc/latency_stats /proc/timer_list /proc/timer_stats "
        + "/proc/sched_debug /proc/scsi /sys/firmware";
    return ImmutableList.of(
        lines("run-process/umask", "umask > /seen; : > /f; mkdir /d"),
        lines("run-process/capabilities of root", "grep ^Cap /proc/self/status > /seen"),
        RunCases.after("USER app", RunCases.busybox().user("app"), "run-process/capabilities of a user",
            "grep ^Cap /proc/self/status > /tmp/seen"),
        lines("run-process/input is empty", "wc -c > /seen", "cat > /seen2; tty >> /seen2; true"),
        lines("run-process/open files", "ls /proc/self/fd | wc -l > /seen"),
        lines("run-process/is the first of its name space", "echo $$ > /seen; ls -d /proc/[0-9]* | head -n 1 >> /seen"),
        lines("run-process/cannot kill itself, being the first", "kill -9 $$; kill -TERM $$; echo on > /seen"),
        lines("run-process/leaves one in the background", "sleep 300 & echo started > /seen"),
        lines("run-process/leaves one that ignores signals", "(trap '' TERM HUP INT; sleep 300) & sleep 0.1; echo started > /seen"),
        lines("run-process/orphans are waited for", "sh -c 'sleep 0.1 &'; sleep 0.2; echo on > /seen"),
        lines("run-process/masked paths", "for p in " + protectedPaths
            + "; do if [ -d $p ]; then echo $p dir $(ls -A $p | wc -l); elif [ -e $p ]; then echo $p $(head -c 1 $p | wc -c); fi; done > /seen"),
        lines("run-process/paths that are read only",
            "for p in /proc/sys/kernel/hostname /proc/sysrq-trigger /proc/irq/default_smp_affinity /proc/bus /proc/fs /sys/kernel; "
                + "do if [ -e $p ]; then echo $p $(touch $p/x 2>/dev/null || (echo x > $p) 2>/dev/null && echo written || echo refused); fi; done > /seen"),
        lines("run-process/list of devices", "cd /dev && for f in *; do if [ -L $f ]; then echo l $f $(readlink $f); "
            + "elif [ -d $f ]; then echo d $f $(stat -c %a $f); else echo $(stat -c '%F %a %u:%g %t:%T' $f) $f; fi; done | sort > /seen"),
        lines("run-process/devices work",
            "head -c 3 /dev/zero | wc -c > /seen; head -c 5 /dev/urandom | wc -c >> /seen; echo x > /dev/null; echo e > /dev/stderr; echo x | cat /dev/stdin >> /seen; echo f > /dev/shm/f && cat /dev/shm/f >> /seen"),
        lines("run-process/devices of the machine are not there", "ls /dev | grep -E '^(sd|vd|nvme|kmsg|mem|kvm|loop)' > /seen; true"),
        lines("run-process/may mount nothing",
            "mkdir /n; mount -t tmpfs none /n 2>/dev/null && echo mounted > /seen || echo refused > /seen; rmdir /n"),
        lines("run-process/files in the runtime's directories are dropped", "echo x > /dev/shm/x; touch /dev/x; mkdir -p /dev/d; true"),
        lines("run-process/changes of hosts and names are dropped", "echo 1.2.3.4 extra >> /etc/hosts; true"),
        lines("run-process/much output", "yes out | head -n 20000; yes err | head -n 20000 >&2"),
        lines("run-process/output that is not text", "head -c 100000 /dev/urandom; printf '\\033[31m\\377\\000'"));
  }
}
