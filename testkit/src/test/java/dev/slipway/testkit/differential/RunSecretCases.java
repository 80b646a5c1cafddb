package dev.slipway.testkit.differential;

import static dev.slipway.testkit.differential.RunCases.busybox;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.image.Mount;
import dev.slipway.image.Mount.Access;
import dev.slipway.image.SecretMount;
import dev.slipway.image.SshMount;
import dev.slipway.image.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** RUN with secrets and with the socket of an agent. Both sides are given the same of them for every case. */
final class RunSecretCases {
  /** What each build is given, by id. */
  static final ImmutableMap<String, String> SECRETS = ImmutableMap.of("token", "s3cret-of-the-test", "lines", "one\ntwo\n\n$x 'q'\n");

  /** The agents that each build may use. */
  static final ImmutableList<String> AGENTS = ImmutableList.of("default", "second");

  private static final Access OWNED = Access.DEFAULT.withMode(0640).withOwner(1000, 100);
  private static final String SEE_SOCKET = "stat -c '%F %a %u:%g' $SSH_AUTH_SOCK > /seen; [ -n \"$SSH_AUTH_SOCK\" ] && echo set >> /seen";

  private RunSecretCases() {}

  static ImmutableList<Case> all() {
    return ImmutableList.<Case>builder().addAll(secrets()).addAll(agents()).build();
  }

  private static ImmutableList<Case> secrets() {
    String see = "stat -c '%F %a %u:%g' /run/secrets/token > /seen; sha256sum < /run/secrets/token >> /seen";
    return ImmutableList.of(
        run("run-secret/default place", "--mount=type=secret,id=token", see, SecretMount.of("token").optional()),
        run("run-secret/required", "--mount=type=secret,id=token,required=true", see, SecretMount.of("token")),
        run("run-secret/several lines", "--mount=type=secret,id=lines,required=true", "sha256sum < /run/secrets/lines > /seen",
            SecretMount.of("lines")),
        run("run-secret/another place", "--mount=type=secret,id=token,target=/a/new/place",
            "wc -c < /a/new/place > /seen; ls -A /run > /seen2", SecretMount.of("token").at("/a/new/place").optional())
            .olderDockerfile("FROM " + RunBases.BUSYBOX, "RUN echo 18 > /seen; ls -A /run > /seen2"),
        run("run-secret/over a file of the base", "--mount=type=secret,id=token,target=/data/b", "sha256sum < /data/b > /seen",
            SecretMount.of("token").at("/data/b").optional()),
        run("run-secret/relative place", "--mount=type=secret,id=token,target=here", "wc -c < here > /seen",
            SecretMount.of("token").at("here").optional()),
        run("run-secret/owner and mode", "--mount=type=secret,id=token,mode=0640,uid=1000,gid=100", see,
            SecretMount.of("token").optional().access(OWNED)),
        run("run-secret/two", "--mount=type=secret,id=token --mount=type=secret,id=lines,target=/run/secrets/l", "ls /run/secrets > /seen",
            SecretMount.of("token").optional(),
            SecretMount.of("lines").at("/run/secrets/l").optional()),
        run("run-secret/missing", "--mount=type=secret,id=absent",
            "ls /run/secrets/absent 2>/dev/null && echo there > /seen || echo missing > /seen", SecretMount.of("absent").optional()),
        run("run-secret/cannot be changed for good", "--mount=type=secret,id=token", "(echo x > /run/secrets/token) 2>/dev/null; true",
            SecretMount.of("token").optional()),
        Case.named("run-secret/not for a user").dockerfile("FROM " + RunBases.BUSYBOX, "USER app",
            "RUN --mount=type=secret,id=token cat /run/secrets/token >/dev/null 2>&1 && echo read > /tmp/seen || echo refused > /tmp/seen")
            .stage(() -> busybox().user("app").run(
                "cat /run/secrets/token >/dev/null 2>&1 && echo read > /tmp/seen || echo refused > /tmp/seen",
                SecretMount.of("token").optional())),
        Case.named("run-secret/of a user")
            .dockerfile("FROM " + RunBases.BUSYBOX, "USER app",
                "RUN --mount=type=secret,id=token,uid=1000 sha256sum < /run/secrets/token > /tmp/seen")
            .stage(() -> busybox().user("app").run("sha256sum < /run/secrets/token > /tmp/seen",
                SecretMount.of("token").optional().access(new Access(Optional.empty(), Optional.of(1000), Optional.empty())))),
        older("run-secret/variable", "--mount=type=secret,id=token,env=TOKEN", "printf %s \"$TOKEN\" | sha256sum > /seen; ls /run > /seen2",
            "printf %s " + SECRETS.get("token") + " | sha256sum > /seen; ls /run > /seen2",
            SecretMount.of("token").as("TOKEN").optional()),
        older("run-secret/variable and file", "--mount=type=secret,id=token,env=TOKEN,target=/t",
            "printf %s \"$TOKEN\" | sha256sum > /seen; sha256sum < /t >> /seen",
            "for i in 1 2; do printf %s " + SECRETS.get("token") + " | sha256sum >> /seen; done",
            SecretMount.of("token").as("TOKEN").at("/t").optional()),
        older("run-secret/missing variable", "--mount=type=secret,id=absent,env=TOKEN", "echo \"<${TOKEN-unset}>\" > /seen",
            "echo '<unset>' > /seen", SecretMount.of("absent").as("TOKEN").optional()),
        Case.named(RunCases.DEBIAN + "a secret leaves no trace")
            .dockerfile("FROM " + RunBases.DEBIAN,
                "RUN --mount=type=secret,id=token wc -c < /run/secrets/token > /seen; ls -A /run/secrets > /seen2")
            .olderDockerfile("FROM " + RunBases.DEBIAN, "RUN echo 18 > /seen; echo token > /seen2")
            .stage(() -> Stage.from(RunBases.base(RunBases.DEBIAN)).run("wc -c < /run/secrets/token > /seen; ls -A /run/secrets > /seen2",
                SecretMount.of("token").optional())),
        run(RunCases.FAILING + "required secret is missing", "--mount=type=secret,id=absent,required=true", "true",
            SecretMount.of("absent")));
  }

  private static ImmutableList<Case> agents() {
    return ImmutableList.of(
        run("run-ssh/default", "--mount=type=ssh", SEE_SOCKET, SshMount.agent().optional()),
        run("run-ssh/name of the socket", "--mount=type=ssh", "echo $SSH_AUTH_SOCK > /seen; ls -A /run > /seen2",
            SshMount.agent().optional()),
        run("run-ssh/another place", "--mount=type=ssh,target=/a/new/agent.sock", SEE_SOCKET + "; echo $SSH_AUTH_SOCK >> /seen",
            SshMount.agent().at("/a/new/agent.sock").optional())
            .olderDockerfile("FROM " + RunBases.BUSYBOX, "RUN printf 'socket 600 0:0\\nset\\n/a/new/agent.sock\\n' > /seen"),
        run("run-ssh/owner and mode", "--mount=type=ssh,mode=0660,uid=1000,gid=100", SEE_SOCKET,
            SshMount.agent().optional().access(OWNED.withMode(0660))),
        run("run-ssh/by id", "--mount=type=ssh,id=second,required=true", SEE_SOCKET, SshMount.agent("second")),
        Case.named("run-ssh/somebody answers")
            .dockerfile("FROM " + RunBases.TOOLS, "RUN --mount=type=ssh ssh-add -l > /seen; echo $? >> /seen")
            .stage(
                () -> Stage.from(RunBases.base(RunBases.TOOLS)).run("ssh-add -l > /seen; echo $? >> /seen", SshMount.agent().optional())),
        run("run-ssh/missing", "--mount=type=ssh,id=absent", "echo \"<${SSH_AUTH_SOCK-unset}>\" > /seen",
            SshMount.agent("absent").optional()),
        run(RunCases.FAILING + "required agent is missing", "--mount=type=ssh,id=absent,required=true", "true", SshMount.agent("absent")));
  }

  private static Case run(String name, String flags, String line, Mount... mounts) {
    List<String> text = new ArrayList<>(List.of("FROM " + RunBases.BUSYBOX, "RUN " + flags + " " + line));
    return Case.named(name).dockerfile(text.toArray(String[]::new)).stage(() -> busybox().run(line, mounts));
  }

  private static Case older(String name, String flags, String line, String olderLine, Mount... mounts) {
    return run(name, flags, line, mounts).olderDockerfile("FROM " + RunBases.BUSYBOX, "RUN " + olderLine);
  }
}
