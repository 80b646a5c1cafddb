package dev.slipway.testkit.differential;

import static dev.slipway.testkit.differential.RunCases.lines;
import static dev.slipway.testkit.differential.RunCases.on;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Stage;

/** RUN on a Debian base: the tools of a distribution on its thousands of files. */
final class RunDebianCases {
  private RunDebianCases() {}

  static ImmutableList<Case> all() {
    String group = RunCases.DEBIAN;
    return ImmutableList.of(
        debian(group + "files deleted",
            "rm -rf /usr/share/doc /usr/share/man /usr/share/locale /var/lib/apt/lists /var/cache/* && mkdir -p /usr/share/doc/new && echo x > /usr/share/doc/new/x"),
        debian(group + "package removed", "dpkg --purge --force-all attr libcap2-bin && rm -rf /var/log /var/cache/ldconfig/aux-cache"),
        debian(group + "capabilities",
            "cp /bin/true /t && setcap cap_net_bind_service=+ep /t && setcap cap_setuid=ep /bin/sleep && getcap /t > /seen"),
        debian(group + "user attributes", "echo x > /x && setfattr -n user.note -v hello /x"),
        debian(group + "tree moved and archived",
            "mv /usr/share/perl5 /opt/p && tar -cf /opt/d.tar -C /usr/share dpkg && mkdir /opt/d && tar -xf /opt/d.tar -C /opt/d && rm /opt/d.tar"),
        debian(group + "owner of many files", "chown -R games:users /usr/share/zoneinfo /etc/apt; chmod -R o-rwx /etc/apt"),
        Case.named(group + "user added, then used").dockerfile("FROM " + RunBases.DEBIAN,
            "RUN groupadd -g 4000 staff2 && useradd -m -u 4001 -g staff2 -G audio,video worker && sed -i 's/:[0-9]*:0:99999/:1:0:99999/' /etc/shadow && rm -rf /etc/*- /var/log/*",
            "USER worker", "WORKDIR /home/worker", "RUN (id; id -G; echo $HOME; ls -A) > seen")
            .stage(() -> Stage.from(RunBases.base(RunBases.DEBIAN))
                .run(
                    "groupadd -g 4000 staff2 && useradd -m -u 4001 -g staff2 -G audio,video worker && sed -i 's/:[0-9]*:0:99999/:1:0:99999/' /etc/shadow && rm -rf /etc/*- /var/log/*")
                .user("worker").workdir("/home/worker").run("(id; id -G; echo $HOME; ls -A) > seen")));
  }

  private static Case debian(String name, String line) {
    return on(RunBases.DEBIAN, name, line);
  }
}
