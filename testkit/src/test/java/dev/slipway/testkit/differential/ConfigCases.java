package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Command;
import dev.slipway.image.Copy;
import dev.slipway.image.Healthcheck;
import dev.slipway.image.Instruction;
import dev.slipway.image.Port;
import dev.slipway.image.Run;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Everything that only changes the configuration. */
final class ConfigCases {
  private final ImmutableList.Builder<Case> cases = ImmutableList.builder();

  private ConfigCases() {}

  static ImmutableList<Case> all() {
    ConfigCases group = new ConfigCases();
    group.environment();
    group.arguments();
    group.labelsAndPorts();
    group.commands();
    group.healthchecks();
    group.triggers();
    group.inheritance();
    return group.cases.build();
  }

  private void environment() {
    config("env/default PATH", s -> s.env("A", "1"), "ENV A=1");
    config("env/own PATH", s -> s.env("PATH", "/opt/bin:$PATH"), "ENV PATH=/opt/bin:$PATH");
    config("env/order is that of first mention", s -> s.env("B", "1").env("A", "2").env("B", "3"), "ENV B=1", "ENV A=2", "ENV B=3");
    config("env/one instruction sees what was before", s -> s.env("A", "old").with(env("A", "new", "B", "$A")), "ENV A=old",
        "ENV A=new B=$A");
    config("env/refers to itself", s -> s.env("P", "a").env("P", "${P}:b"), "ENV P=a", "ENV P=${P}:b");
    config("env/twice in one instruction", s -> s.with(env("A", "1", "A", "2")), "ENV A=1 A=2");
    config("env/old form", s -> s.env("A", "some words  here"), "ENV A some words  here");
    config("env/quotes and escapes", s -> s.with(env("A", "x y", "B", "a\"b", "C", "\\$D", "E", "tab\\t")),
        "ENV A=\"x y\" B='a\"b' C=\\$D E=\"tab\\t\"");
    config("env/empty value", s -> s.with(env("A", "", "B", "")), "ENV A= B=\"\"");
    config("env/unset variable", s -> s.env("A", "<$NOPE>"), "ENV A=<$NOPE>");
    config("env/operators", s -> s.env("S", "a/b/c.d").with(env("D", "${N:-d}", "E", "${S:+set}", "F", "${S:-no}")), "ENV S=a/b/c.d",
        "ENV D=${N:-d} E=${S:+set} F=${S:-no}");
    cases.add(Case.named("env/operators of a newer frontend").dockerfile("FROM scratch", "ENV S=a/b/c.d",
        "ENV D=${N-d} E=${S+set} F=${S##*/} G=${S#*/} H=${S%/*} I=${S%%/*} J=${S/b/x} K=${S//[ac]/x}")
        .olderDockerfile("FROM scratch", "ENV S=a/b/c.d", "ENV D=d E=set F=c.d G=b/c.d H=a/b I=a J=a/x/c.d K=a/b/c.d")
        .stage(() -> Stage.scratch()
            .env("S", "a/b/c.d")
            .with(env("D", "${N-d}", "E", "${S+set}", "F", "${S##*/}", "G", "${S#*/}", "H", "${S%/*}", "I", "${S%%/*}", "J",
                "${S/b/x}", "K", "${S//[ac]/x}"))));
    config("env/variable in the name", s -> s.env("K", "key").env("$K", "v"), "ENV K=key", "ENV $K=v");
    config("env/unicode and equals", s -> s.env("A", "ü=日本"), "ENV A=ü=日本");
    config("env/names with odd characters", s -> s.with(env("a.b-c", "1", "1x", "2")), "ENV a.b-c=1 1x=2");
    config("env/names that differ in case", s -> s.env("a", "1").env("A", "2"), "ENV a=1", "ENV A=2");
  }

  private void arguments() {
    config("arg/default", s -> s.arg("X", "d").env("A", "$X"), "ARG X=d", "ENV A=$X");
    config("arg/without a value", s -> s.arg("X").env("A", "<$X>"), "ARG X", "ENV A=<$X>");
    config("arg/env beats arg", s -> s.env("X", "env").arg("X", "arg").env("A", "$X"), "ENV X=env", "ARG X=arg", "ENV A=$X");
    config("arg/env after arg", s -> s.arg("X", "arg").env("X", "env").env("A", "$X"), "ARG X=arg", "ENV X=env", "ENV A=$X");
    config("arg/default refers to earlier", s -> s.arg("X", "1").arg("Y", "${X}2").env("A", "$Y"), "ARG X=1", "ARG Y=${X}2", "ENV A=$Y");
    config("arg/declared twice", s -> s.arg("X", "1").arg("X", "2").env("A", "$X"), "ARG X=1", "ARG X=2", "ENV A=$X");
    config("arg/declared again without default", s -> s.arg("X", "1").arg("X").env("A", "<$X>"), "ARG X=1", "ARG X", "ENV A=<$X>");
    config("arg/not visible before", s -> s.env("A", "<$X>").arg("X", "1"), "ENV A=<$X>", "ARG X=1");
    config("arg/automatic platform", s -> s.arg("TARGETARCH").arg("TARGETOS").env("A", "$TARGETOS/$TARGETARCH"), "ARG TARGETARCH",
        "ARG TARGETOS",
        "ENV A=$TARGETOS/$TARGETARCH");
    config("arg/automatic platform undeclared", s -> s.env("A", "<$TARGETARCH>"), "ENV A=<$TARGETARCH>");
    config("arg/proxy undeclared", s -> s.env("A", "<$HTTP_PROXY>"), "ENV A=<$HTTP_PROXY>");
    cases.add(Case.named("arg/given").argument("X", "given").dockerfile("FROM scratch", "ARG X=d", "ENV A=$X")
        .stage(() -> Stage.scratch().arg("X", "d").env("A", "$X")));
    cases.add(Case.named("arg/given, env beats it").argument("X", "given").dockerfile("FROM scratch", "ENV X=env", "ARG X", "ENV A=$X")
        .stage(() -> Stage.scratch().env("X", "env").arg("X").env("A", "$X")));
    cases.add(Case.named("arg/given empty").argument("X", "").dockerfile("FROM scratch", "ARG X=d", "ENV A=<$X> B=<${X:-unset}>")
        .stage(() -> Stage.scratch().arg("X", "d").with(env("A", "<$X>", "B", "<${X:-unset}>"))));
    cases.add(Case.named("arg/given but not declared").argument("X", "given").dockerfile("FROM scratch", "ENV A=<$X>")
        .stage(() -> Stage.scratch().env("A", "<$X>")));
    cases.add(Case.named("arg/global does not reach a stage").argument("X", "given").dockerfile("ARG X=d", "FROM scratch", "ENV A=<$X>")
        .image(() -> Stage.scratch().env("A", "<$X>").toImage().argument("X", "d")));
    cases.add(Case.named("arg/global imported").dockerfile("ARG X=d", "FROM scratch", "ARG X", "ENV A=<$X>")
        .image(() -> Stage.scratch().arg("X").env("A", "<$X>").toImage().argument("X", "d")));
    cases.add(Case.named("arg/global imported, given").argument("X", "given").dockerfile("ARG X=d", "FROM scratch", "ARG X", "ENV A=<$X>")
        .image(() -> Stage.scratch().arg("X").env("A", "<$X>").toImage().argument("X", "d")));
    cases.add(Case.named("arg/global imported with own default").dockerfile("ARG X=d", "FROM scratch", "ARG X=own", "ENV A=<$X>")
        .image(() -> Stage.scratch().arg("X", "own").env("A", "<$X>").toImage().argument("X", "d")));
    cases.add(Case.named("arg/inherited by a stage").argument("X", "given").dockerfile("FROM scratch AS a", "ARG X=d", "ARG Y=y", "FROM a",
        "ENV A=<$X$Y>").stage(() -> Stage.from(Stage.scratch().arg("X", "d").arg("Y", "y")).env("A", "<$X$Y>")));
    cases.add(
        Case.named("arg/automatic given").argument("TARGETARCH", "other").dockerfile("FROM scratch", "ARG TARGETARCH", "ENV A=$TARGETARCH")
            .stage(() -> Stage.scratch().arg("TARGETARCH").env("A", "$TARGETARCH")));
  }

  private void labelsAndPorts() {
    config("label/several", s -> s.label("b", "1").label("a", "2").label("b", "3"), "LABEL b=1 a=2", "LABEL b=3");
    config("label/quotes, variables, newline", s -> s.env("V", "v").label("my key", "x $V y"), "ENV V=v", "LABEL \"my key\"=\"x $V y\"");
    config("label/empty value", s -> s.label("a", ""), "LABEL a=");
    config("expose/forms", s -> s.expose("80").expose("53/udp").expose("90/sctp").expose("7000-7002"), "EXPOSE 80 53/udp 90/sctp",
        "EXPOSE 7000-7002");
    config("expose/upper case protocol", s -> s.expose("80/TCP"), "EXPOSE 80/TCP");
    config("expose/range with protocol", s -> s.expose("100-102/udp").expose(Port.tcp(80)), "EXPOSE 100-102/udp 80/tcp");
    config("expose/by variable", s -> s.env("P", "8080").expose("$P"), "ENV P=8080", "EXPOSE $P");
    config("expose/several in one variable", s -> s.env("P", "80 81").expose("$P"), "ENV P=\"80 81\"", "EXPOSE $P");
    for (String wrong : ImmutableList.of("0", "65536", "80/none", "9-8", "127.0.0.1:80:80", "80:8080", "x", "-1")) {
      config("expose/[" + wrong + "]", s -> s.expose(wrong), "EXPOSE " + wrong);
    }
    config("volume/forms", s -> s.volume("/a", "/b c").volume("rel", "/d/"), "VOLUME [\"/a\", \"/b c\"]", "VOLUME rel /d/");
    config("volume/by variable", s -> s.env("V", "/v").volume("$V/x"), "ENV V=/v", "VOLUME $V/x");
    config("stopsignal/name", s -> s.stopSignal("SIGQUIT"), "STOPSIGNAL SIGQUIT");
    config("stopsignal/number", s -> s.stopSignal("9"), "STOPSIGNAL 9");
    config("stopsignal/short name", s -> s.stopSignal("KILL"), "STOPSIGNAL KILL");
    config("stopsignal/lower case", s -> s.stopSignal("sigterm"), "STOPSIGNAL sigterm");
    config("stopsignal/real time", s -> s.stopSignal("SIGRTMIN+3"), "STOPSIGNAL SIGRTMIN+3");
    config("stopsignal/wrong", s -> s.stopSignal("SIGNOPE"), "STOPSIGNAL SIGNOPE");
    config("stopsignal/number too large", s -> s.stopSignal("1000"), "STOPSIGNAL 1000");
    config("maintainer/name", s -> s.with(new Instruction.Maintainer("Jane <j@example.org>")), "MAINTAINER Jane <j@example.org>");
  }

  private void commands() {
    config("cmd/exec form", s -> s.command("a", "b c"), "CMD [\"a\", \"b c\"]");
    config("cmd/shell form", s -> s.command(Command.shell("echo $A && x")), "CMD echo $A && x");
    config("cmd/empty exec form", s -> s.command(), "CMD []");
    config("cmd/last one counts", s -> s.command("a").command("b"), "CMD [\"a\"]", "CMD [\"b\"]");
    config("entrypoint/exec form", s -> s.entrypoint("a"), "ENTRYPOINT [\"a\"]");
    config("entrypoint/shell form", s -> s.entrypoint(Command.shell("run it")), "ENTRYPOINT run it");
    config("entrypoint/empty exec form", s -> s.entrypoint("a").entrypoint(), "ENTRYPOINT [\"a\"]", "ENTRYPOINT []");
    config("entrypoint/after cmd of the same stage", s -> s.command("c").entrypoint("e"), "CMD [\"c\"]", "ENTRYPOINT [\"e\"]");
    config("shell/cmd in shell form", s -> s.shell("/bin/bash", "-c").command(Command.shell("x y")), "SHELL [\"/bin/bash\", \"-c\"]",
        "CMD x y");
    config("shell/entrypoint in shell form", s -> s.shell("/bin/bash", "-eo", "pipefail", "-c").entrypoint(Command.shell("x")),
        "SHELL [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\"]", "ENTRYPOINT x");
    config("shell/after the command", s -> s.command(Command.shell("x")).shell("/bin/bash", "-c"), "CMD x",
        "SHELL [\"/bin/bash\", \"-c\"]");
    config("shell/healthcheck", s -> s.shell("/bin/bash", "-c").healthcheck(Healthcheck.shell("ok")), "SHELL [\"/bin/bash\", \"-c\"]",
        "HEALTHCHECK CMD ok");
    config("cmd/continuation lines", s -> s.command(Command.shell("a   b     c")), "CMD a \\", "  b \\", "    c");
  }

  private void healthchecks() {
    config("healthcheck/all options",
        s -> s.healthcheck(Healthcheck.command(Command.exec("curl", "x")).every(Duration.ofSeconds(30)).within(Duration.ofMillis(1500))
            .startingIn(Duration.ofMinutes(1)).retries(5)),
        "HEALTHCHECK --interval=30s --timeout=1.5s --start-period=1m --retries=5 CMD [\"curl\", \"x\"]");
    config("healthcheck/shell form", s -> s.healthcheck(Healthcheck.shell("exit 0 || exit 1")), "HEALTHCHECK CMD exit 0 || exit 1");
    config("healthcheck/none", s -> s.healthcheck(Healthcheck.none()), "HEALTHCHECK NONE");
    config("healthcheck/none after one", s -> s.healthcheck(Healthcheck.shell("x")).healthcheck(Healthcheck.none()), "HEALTHCHECK CMD x",
        "HEALTHCHECK NONE");
    config("healthcheck/replaced wholly", s -> s.healthcheck(Healthcheck.shell("x").retries(3)).healthcheck(Healthcheck.shell("y")),
        "HEALTHCHECK --retries=3 CMD x", "HEALTHCHECK CMD y");
  }

  private void triggers() {
    config("onbuild/kept as written", s -> s.onbuild(Run.shell("make  install")).onbuild(Copy.of(".", "/src/")).onbuild(env("A", "$B c")),
        "ONBUILD RUN make  install", "ONBUILD COPY . /src/", "ONBUILD ENV A=\"${B} c\"");
    config("onbuild/json and flags",
        s -> s.onbuild(new Instruction.Cmd(Command.exec("a", "b c"))).onbuild(Copy.of("x", "/y").owner("1:2"))
            .onbuild(new Instruction.User(Word.of("app"))),
        "ONBUILD CMD [\"a\", \"b c\"]", "ONBUILD COPY --chown=1:2 x /y", "ONBUILD USER app");
    cases.add(Case.named("onbuild/runs in a stage on it").context(FileSet.empty().file("x", "x\n"))
        .dockerfile("FROM scratch AS a", "ONBUILD COPY x /x", "ONBUILD ENV A=1", "ONBUILD WORKDIR /w", "FROM a", "ENV B=$A")
        .stage(() -> Stage
            .from(Stage.scratch().onbuild(Copy.of("x", "/x")).onbuild(env("A", "1")).onbuild(new Instruction.Workdir(Word.of("/w"))))
            .env("B", "$A")));
    cases.add(Case.named("onbuild/does not run for a copy").context(FileSet.empty().file("x", "x\n"))
        .dockerfile("FROM scratch AS a", "COPY x /x", "ONBUILD ENV A=1", "FROM scratch", "COPY --from=a /x /x").stage(
            () -> Stage.scratch().copy(Stage.scratch().copy("x", "/x").onbuild(env("A", "1")).file("/x"), "/x")));
  }

  private void inheritance() {
    child("inherit/entrypoint clears inherited cmd", s -> s.command("c"), s -> s.entrypoint("e"), "CMD [\"c\"]", "ENTRYPOINT [\"e\"]");
    child("inherit/entrypoint keeps own cmd", s -> s.command("old"), s -> s.command("c").entrypoint("e"), "CMD [\"old\"]",
        "CMD [\"c\"]\nENTRYPOINT [\"e\"]");
    child("inherit/cmd keeps inherited entrypoint", s -> s.entrypoint("e").command("c"), s -> s.command("d"),
        "ENTRYPOINT [\"e\"]\nCMD [\"c\"]", "CMD [\"d\"]");
    child("inherit/entrypoint again", s -> s.entrypoint("e").command("c"), s -> s.entrypoint("f"), "ENTRYPOINT [\"e\"]\nCMD [\"c\"]",
        "ENTRYPOINT [\"f\"]");
    child("inherit/shell", s -> s.shell("/bin/ash", "-c"), s -> s.command(Command.shell("x")), "SHELL [\"/bin/ash\", \"-c\"]", "CMD x");
    child("inherit/everything",
        s -> s.env("A", "1").label("l", "1").expose(80).volume("/v").user("5").workdir("/w").stopSignal("SIGINT")
            .healthcheck(Healthcheck.shell("h")),
        s -> s.env("B", "$A").label("m", "2").expose(81).volume("/u"),
        "ENV A=1\nLABEL l=1\nEXPOSE 80\nVOLUME /v\nUSER 5\nWORKDIR /w\nSTOPSIGNAL SIGINT\nHEALTHCHECK CMD h",
        "ENV B=$A\nLABEL m=2\nEXPOSE 81\nVOLUME /u");
    child("inherit/healthcheck none", s -> s.healthcheck(Healthcheck.shell("h")), s -> s.healthcheck(Healthcheck.none()),
        "HEALTHCHECK CMD h",
        "HEALTHCHECK NONE");
    child("inherit/maintainer", s -> s.with(new Instruction.Maintainer("a")), s -> s.env("A", "1"), "MAINTAINER a", "ENV A=1");
  }

  private static Instruction.Env env(String... namesAndValues) {
    ImmutableList.Builder<Instruction.Pair> pairs = ImmutableList.builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      pairs.add(new Instruction.Pair(Word.of(namesAndValues[i]), Word.of(namesAndValues[i + 1])));
    }
    return new Instruction.Env(pairs.build());
  }

  private void config(String name, UnaryOperator<Stage> steps, String... lines) {
    cases.add(Case.named(name).dockerfile(ImmutableList.<String>builder().add("FROM scratch").add(lines).build().toArray(String[]::new))
        .stage(() -> Stage.scratch().apply(steps)));
  }

  private void child(String name, UnaryOperator<Stage> parent, UnaryOperator<Stage> child, String parentLines, String childLines) {
    cases.add(Case.named(name).dockerfile("FROM scratch AS parent", parentLines, "FROM parent", childLines)
        .stage(() -> Stage.from(Stage.scratch().apply(parent)).apply(child)));
  }
}
