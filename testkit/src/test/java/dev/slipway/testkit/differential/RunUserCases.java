package dev.slipway.testkit.differential;

import static dev.slipway.testkit.differential.RunCases.after;
import static dev.slipway.testkit.differential.RunCases.busybox;
import static dev.slipway.testkit.differential.RunCases.lines;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Command;
import dev.slipway.image.Stage;
import java.util.List;

/** As whom and where a command runs: USER, groups, HOME, WORKDIR. */
final class RunUserCases {
  private static final List<String> USERS = List.of("app", "1000", "1000:100", "app:users", "app:100", "odd", "1001", "root", "0", "0:1000",
      "4242", "4242:4343", "4242:extra", "1000:0", "root:app");
  /** All that a command may say about who and where it is; made where anybody may write. */
  private static final String ALL = "(id; id -u; id -g; id -G; echo \"$HOME\"; pwd; umask; grep Groups /proc/self/status) > /tmp/seen";

  private RunUserCases() {}

  static ImmutableList<Case> all() {
    ImmutableList.Builder<Case> cases = ImmutableList.builder();
    for (String user : USERS) {
      cases.add(after("USER " + user, busybox().user(user), "run-user/[" + user + "]", ALL));
    }
    return cases.addAll(users()).addAll(workdirs()).build();
  }

  private static ImmutableList<Case> users() {
    return ImmutableList.of(
        lines("run-user/none", ALL),
        Case.named("run-user/added by the step before")
            .dockerfile("FROM " + RunBases.BUSYBOX,
                "RUN echo 'new:x:3000:3001::/home/new:/bin/sh' >> /etc/passwd; echo 'new:x:3001:' >> /etc/group; echo 'club:x:3002:new' >> /etc/group",
                "USER new", "RUN " + ALL)
            .stage(() -> busybox().run(
                "echo 'new:x:3000:3001::/home/new:/bin/sh' >> /etc/passwd; echo 'new:x:3001:' >> /etc/group; echo 'club:x:3002:new' >> /etc/group")
                .user("new").run(ALL)),
        Case.named("run-user/with another number than before")
            .dockerfile("FROM " + RunBases.BUSYBOX, "RUN sed -i s/1000/1234/g /etc/passwd /etc/group", "USER app", "RUN " + ALL)
            .stage(() -> busybox().run("sed -i s/1000/1234/g /etc/passwd /etc/group").user("app").run(ALL)),
        Case.named("run-user/no longer there")
            .dockerfile("FROM " + RunBases.BUSYBOX, "RUN rm /etc/passwd /etc/group", "USER 1000:1000", "RUN " + ALL)
            .stage(() -> busybox().run("rm /etc/passwd /etc/group").user("1000:1000").run(ALL)),
        Case.named("run-user/passwd behind a link")
            .dockerfile("FROM " + RunBases.BUSYBOX, "RUN mv /etc/passwd /data/p && ln -s /data/p /etc/passwd", "USER app", "RUN " + ALL)
            .stage(() -> busybox().run("mv /etc/passwd /data/p && ln -s /data/p /etc/passwd").user("app").run(ALL)),
        after("USER app", busybox().user("app"), "run-user/files belong to the user", "mkdir -p ~/x/y && echo f > ~/x/f && ln -s f ~/x/l"),
        Case.named("run-user/and back to root")
            .dockerfile("FROM " + RunBases.BUSYBOX, "USER app", "RUN echo a > /tmp/a", "USER root", "RUN echo r > /tmp/r; " + ALL)
            .stage(() -> busybox().user("app").run("echo a > /tmp/a").user("root").run("echo r > /tmp/r; " + ALL)),
        after("ENV HOME=/elsewhere", busybox().env("HOME", "/elsewhere"), "run-user/HOME that is set", ALL),
        Case.named("run-user/HOME that is set, and a user")
            .dockerfile("FROM " + RunBases.BUSYBOX, "ENV HOME=/elsewhere", "USER app", "RUN " + ALL)
            .stage(() -> busybox().env("HOME", "/elsewhere").user("app").run(ALL)),
        Case.named("run-user/numbers of a base without users").dockerfile("FROM " + RunBases.BARE, "USER 7:8",
            "RUN [\"/bin/busybox\", \"id\"]").stage(
                () -> Stage.from(RunBases.base(RunBases.BARE)).user("7:8")
                    .run(Command.exec("/bin/busybox", "id"))),
        after("USER app", busybox().user("app"), RunCases.FAILING + "what a user may not do", "touch /etc/passwd"),
        after("USER ghost", busybox().user("ghost"), RunCases.FAILING + "user without an entry", "true"),
        after("USER app:ghosts", busybox().user("app:ghosts"), RunCases.FAILING + "group without an entry", "true"));
  }

  private static ImmutableList<Case> workdirs() {
    String where = "pwd > /tmp/seen; pwd -P >> /tmp/seen; echo $PWD >> /tmp/seen; ls -ld . >> /tmp/seen; echo x > here";
    return ImmutableList.of(
        after("WORKDIR /new/deep", busybox().workdir("/new/deep"), "run-workdir/made", where.replace("ls -ld .", "stat -c '%a %u %g' .")),
        Case.named("run-workdir/relative")
            .dockerfile("FROM " + RunBases.BUSYBOX, "WORKDIR /data", "WORKDIR dir/sub", "WORKDIR ../x", "RUN pwd > seen; echo x > here")
            .stage(() -> busybox().workdir("/data").workdir("dir/sub").workdir("../x").run("pwd > seen; echo x > here")),
        after("WORKDIR /data/dirlink", busybox().workdir("/data/dirlink"), "run-workdir/through a link",
            "pwd > seen; pwd -P >> seen; ls >> seen"),
        after("WORKDIR /data/dirlink/new", busybox().workdir("/data/dirlink/new"), "run-workdir/made through a link",
            "pwd > seen; pwd -P >> seen"),
        after("WORKDIR /data/missing", busybox().workdir("/data/missing"), "run-workdir/deleted", "rmdir /data/missing",
            "pwd > /tmp/seen; echo x > here"),
        Case.named("run-workdir/deleted, and a user")
            .dockerfile("FROM " + RunBases.BUSYBOX, "WORKDIR /tmp/w", "RUN rmdir /tmp/w", "USER app",
                "RUN pwd > /tmp/seen; stat -c '%a %u %g' . >> /tmp/seen")
            .stage(() -> busybox().workdir("/tmp/w").run("rmdir /tmp/w").user("app")
                .run("pwd > /tmp/seen; stat -c '%a %u %g' . >> /tmp/seen")),
        Case.named("run-workdir/deleted with all above it, and a user with a group")
            .dockerfile("FROM " + RunBases.BUSYBOX, "WORKDIR /w/a/b", "RUN rm -r /w", "USER app:100",
                "RUN pwd > here; stat -c '%a %u %g' . .. / /w >> here")
            .stage(() -> busybox().workdir("/w/a/b").run("rm -r /w").user("app:100")
                .run("pwd > here; stat -c '%a %u %g' . .. / /w >> here")),
        Case.named("run-workdir/deleted, behind a link")
            .dockerfile("FROM " + RunBases.BUSYBOX, "RUN mkdir -p /real/d && ln -s /real/d /l && ln -s ../../../../real /up",
                "WORKDIR /l/x",
                "RUN rm -r /real", "RUN pwd > seen", "WORKDIR /up/y", "RUN rm -r /real/y", "RUN pwd > seen")
            .stage(() -> busybox().run("mkdir -p /real/d && ln -s /real/d /l && ln -s ../../../../real /up").workdir("/l/x")
                .run("rm -r /real").run("pwd > seen").workdir("/up/y").run("rm -r /real/y").run("pwd > seen")),
        Case.named("run-workdir/replaced by a link that leads to nothing")
            .dockerfile("FROM " + RunBases.BUSYBOX, "WORKDIR /e/x", "RUN rm -r /e && ln -s ../../../tmp/new /e", "RUN pwd > seen")
            .stage(() -> busybox().workdir("/e/x").run("rm -r /e && ln -s ../../../tmp/new /e").run("pwd > seen")),
        after("WORKDIR /e/x", busybox().workdir("/e/x"), RunCases.FAILING + "working directory below a file", "rm -r /e; echo x > /e",
            "true"),
        Case.named("run-workdir/made by a user")
            .dockerfile("FROM " + RunBases.BUSYBOX, "USER app", "WORKDIR /srv/w", "RUN echo x > here; pwd > seen")
            .stage(() -> busybox().user("app").workdir("/srv/w").run("echo x > here; pwd > seen")),
        after("WORKDIR /data", busybox().workdir("/data"), "run-workdir/cd is forgotten", "cd dir && echo x > x", "echo y > y"),
        after("WORKDIR /data/a", busybox().workdir("/data/a"), RunCases.FAILING + "working directory is a file", "true"));
  }
}
