package dev.slipway.testkit.differential;

import static dev.slipway.testkit.differential.RunCases.busybox;
import static dev.slipway.testkit.differential.RunCases.lines;
import static dev.slipway.testkit.differential.RunCases.on;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.BindMount;
import dev.slipway.image.Command;
import dev.slipway.image.Heredoc;
import dev.slipway.image.Instruction;
import dev.slipway.image.Run;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;

/** The forms of a command, and how it ends. */
final class RunCommandCases {
  private static final String BASE = "FROM " + RunBases.BUSYBOX;

  private RunCommandCases() {}

  static ImmutableList<Case> all() {
    return ImmutableList.<Case>builder().addAll(forms()).addAll(heredocs()).addAll(stages()).addAll(failures()).build();
  }

  private static ImmutableList<Case> forms() {
    return ImmutableList.of(
        Case.named("run-form/exec").dockerfile(BASE, "RUN [\"touch\", \"/a b\", \"/$HOME\", \"/*\"]").stage(
            () -> busybox().run(Command.exec("touch", "/a b", "/$HOME", "/*"))),
        Case.named("run-form/exec with special characters")
            .dockerfile(BASE,
                "RUN [\"sh\", \"-c\", \"printf '%s\\\\n' \\\"$@\\\" > /seen\", \"\", \"\", \"a\\tb\", \"\\\"\", \"é\", \"$x\", \"\\\\\", \"a\\nb\"]")
            .stage(() -> busybox().run(
                Command.exec("sh", "-c", "printf '%s\\n' \"$@\" > /seen", "", "", "a\tb", "\"", "é", "$x", "\\", "a\nb"))),
        Case.named("run-form/exec by path").dockerfile(BASE, "WORKDIR /bin", "RUN [\"./touch\", \"/x\"]").stage(
            () -> busybox().workdir("/bin").run(Command.exec("./touch", "/x"))),
        Case.named("run-form/shell changed")
            .dockerfile(BASE, "SHELL [\"/bin/sh\", \"-e\", \"-u\", \"-c\"]", "RUN echo $- > /seen; echo $0 >> /seen")
            .stage(() -> busybox().shell("/bin/sh", "-e", "-u", "-c").run("echo $- > /seen; echo $0 >> /seen")),
        Case.named("run-form/shell that is none")
            .dockerfile(BASE, "SHELL [\"/bin/touch\"]", "RUN /a $b").stage(() -> busybox().shell("/bin/touch").run("/a $b")),
        Case.named("run-form/shell of a stage below")
            .dockerfile(BASE + " AS b", "SHELL [\"/bin/sh\", \"-xc\"]", "FROM b", "RUN echo $- > /seen")
            .stage(() -> Stage.from(busybox().shell("/bin/sh", "-xc")).run("echo $- > /seen")),
        Case.named("run-form/several lines")
            .dockerfile(BASE, "RUN echo one > /seen && \\", "    # a comment", "    echo two >> /seen && \\", "", "  echo three >> /seen")
            .stage(() -> busybox().run("echo one > /seen &&     echo two >> /seen &&   echo three >> /seen")),
        lines("run-form/quotes and dollars", "x='a  b'; echo \"$x\" '$x' \\$x `echo sub` $((1+2)) > /seen",
            "echo \"it's # no comment\" > /also"),
        lines("run-form/pipes and lists", "false || echo a | tr a b > /seen; (cd /data; pwd) >> /seen; { true && echo c; } >> /seen"),
        lines("run-form/unicode", "echo 'äöü → 日本語 🚢' > '/ü🚢'"));
  }

  private static ImmutableList<Case> heredocs() {
    return ImmutableList.of(
        Case.named("run-heredoc/for the shell")
            .dockerfile(BASE, "RUN <<EOF", "x=1", "echo \"$x $-\" > /seen", "cd /data", "echo $0 > here", "EOF")
            .olderDockerfile(BASE, "RUN x=1; echo \"$x $-\" > /seen; cd /data; echo $0 > here").stage(() -> busybox()
                .run(Command.script("x=1\necho \"$x $-\" > /seen\ncd /data\necho $0 > here\n"))),
        Case.named("run-heredoc/goes on after a failure").dockerfile(BASE, "RUN <<EOF", "false", "echo on > /seen", "EOF")
            .olderDockerfile(BASE, "RUN false; echo on > /seen").stage(() -> busybox().run(Command.script("false\necho on > /seen\n"))),
        Case.named("run-heredoc/with an interpreter")
            .dockerfile(BASE, "RUN <<EOF", "#!/bin/awk -f", "BEGIN { print \"awk\", 1+1 > \"/seen\" }", "EOF")
            .olderDockerfile(BASE, "RUN awk 'BEGIN { print \"awk\", 1+1 > \"/seen\" }'")
            .stage(() -> busybox().run(Command.script("#!/bin/awk -f\nBEGIN { print \"awk\", 1+1 > \"/seen\" }\n"))),
        Case.named("run-heredoc/with an interpreter, as a user")
            .dockerfile(BASE, "USER app", "WORKDIR /tmp", "RUN <<EOF", "#!/bin/sh", "id -u > seen", "ls -l /dev/pipes | wc -l >> seen",
                "EOF")
            .olderDockerfile(BASE, "USER app", "WORKDIR /tmp", "RUN (echo 1000; echo 2) > seen")
            .stage(() -> busybox().user("app").workdir("/tmp")
                .run(Command.script("#!/bin/sh\nid -u > seen\nls -l /dev/pipes | wc -l >> seen\n"))),
        Case.named("run-heredoc/as input").dockerfile(BASE, "ENV V=v", "RUN cat > /seen <<EOF", "a $V $(echo sub)", "EOF")
            .olderDockerfile(BASE, "ENV V=v", "RUN echo 'a v sub' > /seen").stage(() -> busybox().env("V", "v")
                .run(new Command.ShellForm("cat > /seen <<EOF", ImmutableList.of(new Heredoc("EOF", "a $V $(echo sub)\n", true))))),
        Case.named("run-heredoc/quoted").dockerfile(BASE, "ENV V=v", "RUN cat > /seen <<'EOF'", "a $V \\$V 'q' \"d\" `b`", "EOF")
            .olderDockerfile(BASE, "RUN printf '%s\\n' 'a $V \\$V '\"'q'\"' \"d\" `b`' > /seen", "ENV V=v")
            .stage(() -> busybox().env("V", "v")
                .run(new Command.ShellForm("cat > /seen <<'EOF'", ImmutableList.of(Heredoc.file("EOF", "a $V \\$V 'q' \"d\" `b`\n"))))),
        Case.named("run-heredoc/several").dockerfile(BASE, "RUN cat > /one <<A && cat > /two <<'B'", "1", "A", "2", "B")
            .olderDockerfile(BASE, "RUN echo 1 > /one; echo 2 > /two")
            .stage(() -> busybox().run(new Command.ShellForm("cat > /one <<A && cat > /two <<'B'",
                ImmutableList.of(new Heredoc("A", "1\n", true), Heredoc.file("B", "2\n"))))),
        Case.named("run-heredoc/with a mount").context(FileSet.empty().file("f", "f\n"))
            .dockerfile(BASE, "RUN --mount=type=bind,source=f,target=/mf <<EOF", "cat /mf > /seen", "EOF")
            .olderDockerfile(BASE, "RUN echo f > /seen")
            .stage(() -> busybox().run(Command.script("cat /mf > /seen\n"), BindMount.of("f", "/mf"))));
  }

  private static ImmutableList<Case> stages() {
    return ImmutableList.of(
        Case.named("run-stage/copied from")
            .dockerfile(BASE + " AS b", "RUN mkdir /out && echo x > /out/x && ln /out/x /out/y && chmod 4755 /out/x",
                "FROM scratch", "COPY --from=b /out /")
            .stage(
                () -> Stage.scratch()
                    .copy(busybox().run("mkdir /out && echo x > /out/x && ln /out/x /out/y && chmod 4755 /out/x").file("/out"), "/")),
        Case.named("run-stage/two of them").dockerfile(BASE + " AS a", "RUN echo a > /x", BASE + " AS b", "RUN echo b > /x", BASE,
            "COPY --from=a /x /a", "COPY --from=b /x /b", "RUN cat /a /b > /e").stage(
                () -> busybox().copy(busybox().run("echo a > /x").file("/x"), "/a").copy(busybox().run("echo b > /x").file("/x"), "/b")
                    .run("cat /a /b > /e")),
        Case.named("run-stage/trigger of the stage below")
            .dockerfile(BASE + " AS b", "ONBUILD RUN echo $WHO > /by", "ONBUILD ENV WHO=later",
                "ENV WHO=base", "FROM b", "RUN echo $WHO > /after")
            .stage(
                () -> Stage.from(busybox().onbuild(Run.shell("echo $WHO > /by"))
                    .onbuild(new Instruction.Env(ImmutableList.of(new Instruction.Pair(Word.of("WHO"), Word.of("later")))))
                    .env("WHO", "base")).run("echo $WHO > /after")),
        Case.named("run-stage/deletes what a stage below made")
            .dockerfile(BASE + " AS b", "RUN echo x > /x; mkdir /d; echo y > /d/y", "FROM b",
                "RUN rm -r /x /d && mkdir /d")
            .stage(
                () -> Stage.from(busybox().run("echo x > /x; mkdir /d; echo y > /d/y")).run("rm -r /x /d && mkdir /d")),
        Case.named("run-stage/network").dockerfile(BASE, "RUN --network=none ls /sys/class/net > /seen").olderDockerfile(BASE,
            "RUN echo lo > /seen").stage(() -> busybox().with(Run.shell("ls /sys/class/net > /seen").network(Run.Network.NONE))),
        on(RunBases.BARE, "run-stage/base without any directory",
            "busybox mkdir -p /x && busybox echo x > /x/y; busybox ls -d /dev/null /proc/self /sys/kernel"));
  }

  private static ImmutableList<Case> failures() {
    String fails = RunCases.FAILING;
    return ImmutableList.of(
        lines(fails + "exit code", "exit 7"),
        lines(fails + "second step", "echo x > /x", "false"),
        lines(fails + "command of a line not found", "no-such-command"),
        Case.named(fails + "program not found").dockerfile(BASE, "RUN [\"no-such-program\"]")
            .stage(() -> busybox().run(Command.exec("no-such-program"))),
        Case.named(fails + "program is a directory").dockerfile(BASE, "RUN [\"/data\"]").stage(() -> busybox().run(Command.exec("/data"))),
        Case.named(fails + "program may not be run").dockerfile(BASE, "RUN [\"/data/b\"]")
            .stage(() -> busybox().run(Command.exec("/data/b"))),
        lines(fails + "killed by a signal", "sh -c 'kill -9 $$'; exit $?"),
        lines(fails + "shell deleted before", "rm /bin/sh", "true"),
        Case.named(fails + "base without a shell").dockerfile("FROM scratch", "RUN true").stage(() -> Stage.scratch().run("true")));
  }
}
