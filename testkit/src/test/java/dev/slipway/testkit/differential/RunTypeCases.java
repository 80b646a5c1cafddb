package dev.slipway.testkit.differential;

import static dev.slipway.testkit.differential.RunCases.lines;
import static dev.slipway.testkit.differential.RunCases.on;

import com.google.common.collect.ImmutableList;

/** What RUN does to other things than files: types changed, links, devices, attributes. */
final class RunTypeCases {
  private RunTypeCases() {}

  static ImmutableList<Case> all() {
    return ImmutableList.<Case>builder().addAll(types()).addAll(special()).addAll(attributes()).build();
  }

  private static ImmutableList<Case> types() {
    return ImmutableList.of(
        lines("run-type/file to directory", "rm /data/b && mkdir /data/b && echo x > /data/b/x"),
        lines("run-type/directory to file", "rm -r /data/dir && echo x > /data/dir"),
        lines("run-type/directory to file and back", "rm -r /data/dir && echo x > /data/dir",
            "rm /data/dir && mkdir /data/dir && echo y > /data/dir/y"),
        lines("run-type/link to directory", "rm /data/dirlink && mkdir /data/dirlink && echo x > /data/dirlink/one"),
        lines("run-type/directory to link", "mv /data/dir /data/real && ln -s real /data/dir && echo x > /data/dir/x"),
        lines("run-type/directory to link elsewhere", "rm -r /data/dir && ln -s /home /data/dir && echo x > /data/dir/x"),
        lines("run-type/link to directory in the next step", "rm -r /data/dir && ln -s empty /data/dir && echo x > /data/dir/x",
            "rm /data/dir && mkdir /data/dir && echo y > /data/dir/y"),
        lines("run-type/file to link", "rm /data/b && ln -s a /data/b"),
        lines("run-type/link to file", "cp /data/link /l && rm /data/link && mv /l /data/link"),
        lines("run-type/link to another target", "ln -sfn /nowhere /data/link; ln -sfn empty /data/dirlink; echo x > /data/dirlink/x"),
        lines("run-type/fifo to file", "rm /data/fifo && echo x > /data/fifo"),
        lines("run-type/hard link to directory", "rm /data/a && mkdir /data/a && echo x > /data/a/x"),
        lines("run-type/written through links", "echo x > /data/link; echo y > /data/dirlink/new; rm /data/dirlink/one"));
  }

  private static ImmutableList<Case> special() {
    return ImmutableList.of(
        lines("run-special/links of every kind",
            "mkdir /k && cd /k && ln -s nowhere dangling; ln -s loop loop; ln -s /etc/passwd absolute; ln -s ../../../../etc/passwd above; ln -s . self; ln -s 'a b' blank; ln -s /proc/self/exe proc"),
        lines("run-special/fifo", "mkfifo /p && mkfifo -m 600 /data/q && chown 5:6 /p"),
        lines("run-special/character device", "mknod /null c 1 3 && chmod 666 /null && mknod /data/tty c 4 64"),
        lines("run-special/block device", "mknod -m 640 /loop b 7 0 && chown 0:6 /loop"),
        lines("run-special/device with large numbers", "mknod /big c 300 70000"),
        on(RunBases.TOOLS, "run-special/socket",
            "ssh-agent -a /sock > /dev/null; mkdir /s; ssh-agent -a /s/sock > /dev/null; ls -l / | grep -c ^s > /seen"));
  }

  private static ImmutableList<Case> attributes() {
    String file = "cp /bin/busybox /b && chmod 755 /b && ";
    return ImmutableList.of(
        on(RunBases.TOOLS, "run-capability/set", file + "setcap cap_net_bind_service=+ep /b && getcap /b > /caps"),
        on(RunBases.TOOLS, "run-capability/of a file of an earlier step", "cp /bin/busybox /b", "setcap cap_chown,cap_net_raw=eip /b"),
        on(RunBases.TOOLS, "run-capability/removed", file + "setcap cap_net_raw=+p /b", "setcap -r /b"),
        on(RunBases.TOOLS, "run-capability/lost by a change of the owner", file + "setcap cap_net_raw=+p /b", "chown 1000 /b"),
        on(RunBases.TOOLS, "run-capability/lost by writing", file + "setcap cap_net_raw=+p /b", "echo x >> /b"),
        on(RunBases.TOOLS, "run-capability/renamed and linked", file + "setcap cap_net_raw=+p /b",
            "mv /b /e && ln /e /d && getcap /d > /caps"));
  }
}
