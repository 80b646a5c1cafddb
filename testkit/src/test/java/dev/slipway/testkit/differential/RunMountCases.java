package dev.slipway.testkit.differential;

import static dev.slipway.testkit.differential.RunCases.busybox;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Base;
import dev.slipway.image.BindMount;
import dev.slipway.image.Mount;
import dev.slipway.image.Stage;
import dev.slipway.image.TmpfsMount;
import java.util.ArrayList;
import java.util.List;

/** RUN with files of the context, of stages and images, and with memory. */
final class RunMountCases {
  private static final FileSet FILES = FileSet.empty().file("f", "f\n", 0640).file("run", "#!/bin/sh\necho ran\n", 0755)
      .directory("d", 0750)
      .file("d/one", "1\n").file("d/two", "2\n", 0600).directory("d/sub").file("d/sub/three", "3\n").symlink("d/link", "one")
      .symlink("d/up", "../f").symlink("dl", "d").symlink("fl", "f").symlink("out", "../../../etc/passwd")
      .directory("closed", 0700).file("closed/x", "x\n", 0600).file("ignored", "i\n").directory("skip").file("skip/x", "x\n")
      .file("skip/kept", "k\n")
      .file(".dockerignore", "ignored\nskip/*\n!skip/kept\n");
  private static final String LIST = "(cd /m && find . | sort | while read f; do stat -c '%n %F %a %u:%g' $f; done; find . -type f | sort | xargs cat) > /seen";

  /** What listing the directory {@code d} prints. */
  private static final String LISTED = "printf 'link\\none\\nsub\\ntwo\\nup\\n' > ";
  private static final String BASE = "FROM " + RunBases.BUSYBOX;

  private RunMountCases() {}

  static ImmutableList<Case> all() {
    return ImmutableList.<Case>builder().addAll(context()).addAll(targets()).addAll(stages()).addAll(memory()).build();
  }

  private static ImmutableList<Case> context() {
    return ImmutableList.of(
        run("run-bind/whole context", "--mount=target=/m", LIST, BindMount.of(".", "/m")),
        run("run-bind/directory", "--mount=type=bind,source=d,target=/m", LIST, BindMount.of("d", "/m")),
        run("run-bind/directory that is closed", "--mount=type=bind,source=closed,target=/m", "stat -c '%a %u:%g' /m /m/x > /seen",
            BindMount.of("closed", "/m")),
        run("run-bind/absolute source", "--mount=type=bind,source=/d/sub,target=/m", LIST, BindMount.of("/d/sub", "/m")),
        run("run-bind/file", "--mount=type=bind,source=f,target=/mf", "cat /mf > /seen; stat -c '%F %a %u:%g' /mf >> /seen",
            BindMount.of("f", "/mf")),
        run("run-bind/program", "--mount=type=bind,source=run,target=/bin/run", "/bin/run > /seen", BindMount.of("run", "/bin/run")),
        run("run-bind/ignored files", "--mount=type=bind,target=/m", "ls -A /m /m/skip > /seen", BindMount.of(".", "/m")),
        run(RunCases.FAILING + "bind of an ignored file", "--mount=type=bind,source=ignored,target=/m", "cat /m",
            BindMount.of("ignored", "/m")),
        run(RunCases.FAILING + "bind of a missing file", "--mount=type=bind,source=none,target=/m", "true", BindMount.of("none", "/m")),
        run("run-bind/link to a directory", "--mount=type=bind,source=dl,target=/m", LIST, BindMount.of("dl", "/m")),
        run("run-bind/link to a file", "--mount=type=bind,source=fl,target=/mf", "cat /mf > /seen", BindMount.of("fl", "/mf")),
        run("run-bind/link on the way", "--mount=type=bind,source=dl/sub,target=/m", LIST, BindMount.of("dl/sub", "/m")),
        run("run-bind/read only", "--mount=type=bind,source=d,target=/m",
            "touch /m/x 2>/dev/null && echo written > /seen || echo refused > /seen; rm /m/one 2>/dev/null || echo refused >> /seen",
            BindMount.of("d", "/m")),
        run("run-bind/writes are dropped", "--mount=type=bind,source=d,target=/m,rw",
            "echo x > /m/new; rm /m/one; echo y >> /m/two; ls /m > /seen; cat /m/two >> /seen",
            BindMount.of("d", "/m").asWritable()),
        Case.named("run-bind/writes are dropped before the next step").context(FILES)
            .dockerfile(BASE, "RUN --mount=type=bind,source=d,target=/m,rw rm -r /m/*",
                "RUN --mount=type=bind,source=d,target=/m ls /m > /seen")
            .stage(() -> busybox().run("rm -r /m/*", BindMount.of("d", "/m").asWritable()).run("ls /m > /seen", BindMount.of("d", "/m"))));
  }

  private static ImmutableList<Case> targets() {
    return ImmutableList.of(
        run("run-bind/target in directories that are missing", "--mount=type=bind,source=d,target=/not/there/yet",
            "ls /not/there/yet > /seen", BindMount.of("d", "/not/there/yet"))
            .olderDockerfile(BASE, "RUN " + LISTED + "/seen"),
        run("run-bind/file in directories that are missing", "--mount=type=bind,source=f,target=/not/there/f", "cat /not/there/f > /seen",
            BindMount.of("f", "/not/there/f"))
            .olderDockerfile(BASE, "RUN echo f > /seen"),
        run("run-bind/beside what the command makes", "--mount=type=bind,source=d,target=/n/t", "echo x > /n/x", BindMount.of("d", "/n/t"))
            .olderDockerfile(BASE, "RUN mkdir /n && echo x > /n/x"),
        run("run-bind/over a directory of the base", "--mount=type=bind,source=d,target=/data", "ls -A /data > /seen",
            BindMount.of("d", "/data")),
        run("run-bind/over an empty directory", "--mount=type=bind,source=d,target=/data/empty", "ls -A /data/empty > /seen",
            BindMount.of("d", "/data/empty")),
        run("run-bind/over a file of the base", "--mount=type=bind,source=f,target=/data/b", "cat /data/b > /seen",
            BindMount.of("f", "/data/b")),
        run("run-bind/behind a link", "--mount=type=bind,source=d,target=/data/dirlink/m", "ls /data/dir/m > /seen",
            BindMount.of("d", "/data/dirlink/m"))
            .olderDockerfile(BASE, "RUN " + LISTED + "/seen"),
        run("run-bind/over a link to a directory", "--mount=type=bind,source=d,target=/data/dirlink",
            "ls /data/dir > /seen; ls -l /data | grep -c -e '->' >> /seen", BindMount.of("d", "/data/dirlink")),
        Case.named("run-bind/relative target").context(FILES)
            .dockerfile(BASE, "WORKDIR /w", "RUN --mount=type=bind,source=d,target=m/n ls m/n > seen")
            .olderDockerfile(BASE, "WORKDIR /w", "RUN " + LISTED + "seen").stage(
                () -> busybox().workdir("/w").run("ls m/n > seen", BindMount.of("d", "m/n"))),
        two("run-bind/one in another", "--mount=type=bind,source=d,target=/m --mount=type=bind,source=f,target=/m/one",
            "cat /m/one > /seen; ls /m >> /seen",
            BindMount.of("d", "/m"), BindMount.of("f", "/m/one")),
        two("run-bind/two beside each other", "--mount=type=bind,source=d,target=/x/a --mount=type=bind,source=f,target=/x/b",
            "ls /x /x/a > /seen", BindMount.of("d", "/x/a"),
            BindMount.of("f", "/x/b"))
            .olderDockerfile(BASE, "RUN " + LISTED + "/list; (printf '/x:\\na\\nb\\n\\n/x/a:\\n'; cat /list) > /seen; rm /list"),
        Case.named("run-bind/as a user").context(FILES).dockerfile(BASE, "USER app",
            "RUN --mount=type=bind,source=.,target=/m (cat /m/run; cat /m/f; ls /m/d) > /tmp/seen 2>/dev/null; true").stage(
                () -> busybox().user("app").run("(cat /m/run; cat /m/f; ls /m/d) > /tmp/seen 2>/dev/null; true", BindMount.of(".", "/m"))));
  }

  private static ImmutableList<Case> stages() {
    Stage source = busybox().run(
        "mkdir -p /s/d && echo 1 > /s/d/one && ln -s d /s/l && ln -s /s/d /abs && ln -s ../../../s/d /s/up && chown 1000:100 /s/d/one && chmod 4750 /s/d");
    String made = "RUN mkdir -p /s/d && echo 1 > /s/d/one && ln -s d /s/l && ln -s /s/d /abs && ln -s ../../../s/d /s/up && chown 1000:100 /s/d/one && chmod 4750 /s/d";
    ImmutableList.Builder<Case> cases = ImmutableList.builder();
    for (String path : List.of("/s", "/s/d", "/s/d/one", "/s/l", "/abs", "/s/up", "/s/l/one")) {
      String target = path.endsWith("one") ? "/mf" : "/m";
      String line = path.endsWith("one") ? "stat -c '%F %a %u:%g' /mf > /seen; cat /mf >> /seen" : LIST;
      cases.add(Case.named("run-from/stage [" + path + "]")
          .dockerfile(BASE + " AS s", made, BASE, "RUN --mount=from=s,source=" + path + ",target=" + target + " " + line)
          .stage(() -> busybox().run(line, BindMount.of(source.file(path), target))));
    }
    return cases.add(
        Case.named("run-from/image")
            .dockerfile(BASE, "RUN --mount=from=" + RunBases.TOOLS + ",source=/usr,target=/m find /m -type f > /seen; id >> /seen")
            .stage(() -> busybox().run("find /m -type f > /seen; id >> /seen",
                BindMount.of(RunBases.base(RunBases.TOOLS).file("/usr"), "/m"))),
        Case.named("run-from/whole stage").dockerfile(BASE + " AS s", made, BASE, "RUN --mount=from=s,target=/m ls -A /m /m/s > /seen")
            .stage(() -> busybox().run("ls -A /m /m/s > /seen", BindMount.of(source.file("/"), "/m"))),
        Case.named("run-from/stage, writes are dropped").dockerfile(BASE + " AS s", made, BASE,
            "RUN --mount=from=s,source=/s,target=/m,rw rm -r /m/d; echo x > /m/x; ls /m > /seen", "COPY --from=s /s /kept")
            .stage(() -> busybox().run("rm -r /m/d; echo x > /m/x; ls /m > /seen", BindMount.of(source.file("/s"), "/m").asWritable())
                .copy(source.file("/s"), "/kept")),
        Case.named(RunCases.FAILING + "mount of what a stage has not").dockerfile(BASE + " AS s", BASE,
            "RUN --mount=from=s,source=/none,target=/m true")
            .stage(() -> busybox().run("true", BindMount.of(((Base) busybox()).file("/none"), "/m"))))
        .build();
  }

  private static ImmutableList<Case> memory() {
    return ImmutableList.of(
        run("run-tmpfs/new directory", "--mount=type=tmpfs,target=/m",
            "echo x > /m/x; stat -c '%a %u:%g' /m > /seen; stat -f -c %T /m >> /seen; ls /m >> /seen", TmpfsMount.at("/m")),
        run("run-tmpfs/over files of the base", "--mount=type=tmpfs,target=/data", "ls -A /data > /seen; echo x > /data/x; rm -f /data/b",
            TmpfsMount.at("/data")),
        run("run-tmpfs/below the temporary directory", "--mount=type=tmpfs,target=/tmp/a/b", "echo x > /tmp/a/b/x; echo y > /tmp/y",
            TmpfsMount.at("/tmp/a/b"))
            .olderDockerfile(BASE, "RUN echo y > /tmp/y"),
        Case.named("run-tmpfs/limited").dockerfile(BASE,
            "RUN --mount=type=tmpfs,target=/m,size=1048576 dd if=/dev/zero of=/m/x bs=1024 count=2048 2>/dev/null; stat -c %s /m/x > /seen")
            .olderDockerfile(BASE, "RUN echo 1048576 > /seen")
            .stage(() -> busybox().run("dd if=/dev/zero of=/m/x bs=1024 count=2048 2>/dev/null; stat -c %s /m/x > /seen",
                TmpfsMount.at("/m").limitedTo(1 << 20))),
        Case.named("run-tmpfs/as a user")
            .dockerfile(BASE, "USER app",
                "RUN --mount=type=tmpfs,target=/m (echo x > /m/x) 2>/dev/null && echo written > /tmp/seen || echo refused > /tmp/seen")
            .stage(() -> busybox().user("app").run("(echo x > /m/x) 2>/dev/null && echo written > /tmp/seen || echo refused > /tmp/seen",
                TmpfsMount.at("/m"))));
  }

  private static Case run(String name, String flag, String line, Mount mount) {
    return two(name, flag, line, mount);
  }

  private static Case two(String name, String flags, String line, Mount... mounts) {
    List<String> text = new ArrayList<>(List.of(BASE, "RUN " + flags + " " + line));
    return Case.named(name).context(FILES).dockerfile(text.toArray(String[]::new)).stage(() -> busybox().run(line, mounts));
  }
}
