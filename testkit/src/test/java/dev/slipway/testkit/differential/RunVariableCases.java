package dev.slipway.testkit.differential;

import static dev.slipway.testkit.differential.RunCases.after;
import static dev.slipway.testkit.differential.RunCases.busybox;
import static dev.slipway.testkit.differential.RunCases.lines;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.image.Command;
import dev.slipway.image.Instruction;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;

/** What a command finds in its environment: ENV, ARG, proxies and platforms. */
final class RunVariableCases {
  /** Everything but the name of the container and what the shell itself sets. */
  private static final String ENVIRONMENT = "env | grep -v ^HOSTNAME= | sort > /seen";

  private RunVariableCases() {}

  static ImmutableList<Case> all() {
    return ImmutableList.<Case>builder().addAll(variables()).addAll(arguments()).addAll(predefined()).build();
  }

  private static ImmutableList<Case> variables() {
    return ImmutableList.of(
        lines("run-env/nothing set", ENVIRONMENT),
        Case.named("run-env/exec form, nothing set")
            .dockerfile("FROM " + RunBases.BUSYBOX,
                "RUN [\"awk\", \"BEGIN { for (k in ENVIRON) if (k != \\\"HOSTNAME\\\") print k \\\"=\\\" ENVIRON[k] | \\\"sort > /seen\\\" }\"]")
            .stage(() -> busybox().run(
                Command.exec("awk", "BEGIN { for (k in ENVIRON) if (k != \"HOSTNAME\") print k \"=\" ENVIRON[k] | \"sort > /seen\" }"))),
        after("ENV A=1 B=\"two words\" C=$PATH:/c", Stage.from(RunBases.base(RunBases.BUSYBOX)).env(
            ImmutableMap.of("A", "1", "B", "two words", "C", "$PATH:/c")), "run-env/set", ENVIRONMENT),
        after("ENV PATH=/nowhere:/bin", busybox().env("PATH", "/nowhere:/bin"), "run-env/PATH", ENVIRONMENT),
        after("ENV Q='$x \"y\" `z` \\\\ ; & | * ~'", busybox().with(new Instruction.Env(
            ImmutableList.of(new Instruction.Pair(Word.of("Q"), Word.literal("$x \"y\" `z` \\\\ ; & | * ~"))))),
            "run-env/characters of the shell",
            ENVIRONMENT, "printf %s \"$Q\" > /value"),
        after("ENV EMPTY=\"\"", busybox().env("EMPTY", ""), "run-env/empty", ENVIRONMENT, "echo ${EMPTY-unset} > /value"),
        Case.named("run-env/changed later")
            .dockerfile("FROM " + RunBases.BUSYBOX, "ENV A=1", "RUN echo $A > /one", "ENV A=2", "RUN echo $A > /two")
            .stage(() -> busybox().env("A", "1").run("echo $A > /one").env("A", "2").run("echo $A > /two")),
        lines("run-env/export is forgotten", "export A=1; echo $A > /one", "echo \"<$A>\" > /two"));
  }

  private static ImmutableList<Case> arguments() {
    return ImmutableList.of(
        after("ARG A=default", busybox().arg("A", "default"), "run-arg/default", ENVIRONMENT),
        after("ARG A=default", busybox().arg("A", "default"), "run-arg/given", ENVIRONMENT).argument("A", "given value"),
        after("ARG A", busybox().arg("A"), "run-arg/without a value", ENVIRONMENT),
        after("ARG A", busybox().arg("A"), "run-arg/empty", ENVIRONMENT).argument("A", ""),
        lines("run-arg/given, but not declared", ENVIRONMENT).argument("A", "given"),
        Case.named("run-arg/declared later").argument("A", "given")
            .dockerfile("FROM " + RunBases.BUSYBOX, "RUN echo \"<$A>\" > /before", "ARG A=default", "RUN echo \"<$A>\" > /after")
            .stage(() -> busybox().run("echo \"<$A>\" > /before").arg("A", "default").run("echo \"<$A>\" > /after")),
        Case.named("run-arg/ENV wins").argument("A", "given")
            .dockerfile("FROM " + RunBases.BUSYBOX, "ENV A=env", "ARG A=default", "RUN " + ENVIRONMENT)
            .stage(() -> busybox().env("A", "env").arg("A", "default").run(ENVIRONMENT)),
        Case.named("run-arg/ENV after it wins").argument("A", "given")
            .dockerfile("FROM " + RunBases.BUSYBOX, "ARG A=default", "ENV A=env-$A", "RUN " + ENVIRONMENT)
            .stage(() -> busybox().arg("A", "default").env("A", "env-$A").run(ENVIRONMENT)),
        Case.named("run-arg/of an earlier stage").argument("A", "given")
            .dockerfile("FROM " + RunBases.BUSYBOX + " AS one", "ARG A", "ARG B=b", "RUN echo $A > /one", "FROM one", "RUN " + ENVIRONMENT)
            .stage(() -> Stage.from(busybox().arg("A").arg("B", "b").run("echo $A > /one")).run(ENVIRONMENT)),
        Case.named("run-arg/of another stage").argument("A", "given")
            .dockerfile("FROM " + RunBases.BUSYBOX + " AS one", "ARG A", "RUN echo $A > /one", "FROM " + RunBases.BUSYBOX,
                "COPY --from=one /one /",
                "RUN " + ENVIRONMENT)
            .stage(() -> busybox().copy(busybox().arg("A").run("echo $A > /one").file("/one"), "/").run(ENVIRONMENT)),
        Case.named("run-arg/one from another").dockerfile("FROM " + RunBases.BUSYBOX, "ARG A=1", "ARG B=$A-2", "RUN " + ENVIRONMENT)
            .stage(() -> busybox().arg("A", "1").arg("B", "$A-2").run(ENVIRONMENT)),
        after("ARG PATH=/bin:/data", busybox().arg("PATH", "/bin:/data"), "run-arg/PATH", ENVIRONMENT));
  }

  /** Each with a line of its own: BuildKit takes commands for equal that differ in proxies only, and runs one of them. */
  private static ImmutableList<Case> predefined() {
    String platforms = "env | grep -E '^(TARGET|BUILD)' | sort > /seen";
    return ImmutableList.of(
        lines("run-proxy/given, but not declared", ENVIRONMENT + " # 1").argument("HTTP_PROXY", "http://user:word@proxy.example:3128")
            .argument("no_proxy", "a.example,b.example"),
        lines("run-proxy/all of them", ENVIRONMENT + " # 2").argument("HTTP_PROXY", "1").argument("HTTPS_PROXY", "2").argument("FTP_PROXY", "3")
            .argument("NO_PROXY", "4"),
        lines("run-proxy/in small letters", ENVIRONMENT + " # 3").argument("http_proxy", "1").argument("https_proxy", "2").argument("ftp_proxy", "3")
            .argument("no_proxy", "4"),
        lines("run-proxy/for all protocols", "env | grep -i proxy | sort > /seen").argument("ALL_PROXY", "5")
            .olderDockerfile("FROM " + RunBases.BUSYBOX, "RUN (echo ALL_PROXY=5; echo all_proxy=5) > /seen"),
        after("ARG HTTP_PROXY", busybox().arg("HTTP_PROXY"), "run-proxy/declared", ENVIRONMENT + " # 4").argument("HTTP_PROXY",
            "http://proxy.example"),
        after("ENV HTTP_PROXY=http://env.example", busybox().env("HTTP_PROXY", "http://env.example"), "run-proxy/of the image", ENVIRONMENT + " # 5")
            .argument("HTTP_PROXY", "http://given.example"),
        lines("run-platform/not declared", platforms),
        Case.named("run-platform/declared")
            .dockerfile("FROM " + RunBases.BUSYBOX, "ARG TARGETPLATFORM", "ARG TARGETOS", "ARG TARGETARCH", "ARG TARGETVARIANT",
                "ARG BUILDPLATFORM", "ARG BUILDOS", "ARG BUILDARCH", "ARG BUILDVARIANT", "RUN " + platforms)
            .stage(() -> busybox().arg("TARGETPLATFORM").arg("TARGETOS").arg("TARGETARCH").arg("TARGETVARIANT").arg("BUILDPLATFORM")
                .arg("BUILDOS").arg("BUILDARCH").arg("BUILDVARIANT").run(platforms)),
        after("ARG TARGETARCH", busybox().arg("TARGETARCH"), "run-platform/given", platforms).argument("TARGETARCH", "other"));
  }
}
