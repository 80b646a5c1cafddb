package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Command;
import dev.slipway.image.Heredoc;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Run;
import dev.slipway.image.Stage;
import dev.slipway.layer.FileTree;
import dev.slipway.oci.HistoryEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What commands see, and what becomes of what they do. */
class RunTest extends RunFixture {
  /** The lines of the files in the last layer. */
  private List<String> lastLayer(BuiltImage image) {
    List<String> lines = new ArrayList<>();
    var layer = image.layers().get(image.layers().size() - 1).read(bench.engine().store());
    bench.files(FileTree.of(List.of(layer))).forEach(lines::add);
    return lines;
  }

  @Test
  void aWorkingDirectoryThatWasDeletedIsMadeAnewForTheUser() {
    Stage gone = base.workdir("/w/a/b").run("rm -r /w; mkdir -m 777 /out").user("app");
    BuiltImage image = bench.build(gone.run("pwd > /out/o; stat -c '%a %u:%g' /w /w/a . >> /out/o"));
    assertThat(bench.files(image)).contains("/out/o 644 1000:1001 = /w/a/b\n" + "755 1000:1001\n".repeat(3), "/w/ 755 1000:1001",
        "/w/a/b/ 755 1000:1001");
    Stage linked = base.run("mkdir /real; ln -s /real /l").workdir("/l/x").run("rm -r /real");
    assertThat(bench.files(bench.build(linked.run("pwd > seen")))).contains("/real/x/seen 644 0:0 = /real/x\n");
    Stage away = base.workdir("/e/x").run("rm -r /e; ln -s ../../../../../tmp/w /e").run("touch here");
    assertThat(bench.files(bench.build(away))).contains("/tmp/w/x/here 644 0:0 = ");
    assertThatThrownBy(() -> bench.build(base.workdir("/f/x").run("rm -r /f; touch /f").run("true"))).isInstanceOf(BuildException.class)
        .hasMessageContaining("'/f' is no directory").extracting("code").isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void filesThatEveryCommandSeesAreNotMountedOverTheKernels() {
    for (String name : List.of("hosts", "resolv.conf")) {
      bench.link(name + "-away/" + name, "/proc/sys/kernel/hostname").link(name + "-elsewhere/" + name, "/tmp/x");
      assertThatThrownBy(() -> bench.build(base.copy(name + "-away", "/etc").run("true"))).isInstanceOf(BuildException.class)
          .hasMessageContaining("'/etc/" + name + "'").extracting("code").isEqualTo(ErrorCode.PATH_ESCAPES);
      assertThat(bench.build(base.copy(name + "-elsewhere", "/etc").run("true")).layers()).hasSize(2);
    }
  }

  @Test
  void whatACommandMakesIsALayer() {
    BuiltImage image = bench.build(base.run("mkdir -p /srv/a && echo hello > /srv/a/f && chmod 640 /srv/a/f && ln -s f /srv/a/l"));
    assertThat(read(image, "/srv/a/f")).isEqualTo("hello\n");
    assertThat(lastLayer(image)).containsExactly("/srv/ 755 0:0", "/srv/a/ 755 0:0", "/srv/a/f 640 0:0 = hello\n", "/srv/a/l -> f");
    assertThat(image.config().history()).last().extracting(HistoryEntry::createdBy, HistoryEntry::emptyLayer)
        .containsExactly(
            Optional.of("RUN mkdir -p /srv/a && echo hello > /srv/a/f && chmod 640 /srv/a/f && ln -s f /srv/a/l # slipway"),
            false);
  }

  @Test
  void whatACommandRemovesIsGone() {
    BuiltImage image = bench.build(base.run("mkdir /d && touch /d/a /d/b").run("rm /d/a && rm /etc/group"));
    assertThat(image.tree().lookup(ImagePath.of("/d/a"))).isEmpty();
    assertThat(image.tree().lookup(ImagePath.of("/d/b"))).isPresent();
    assertThat(image.tree().lookup(ImagePath.of("/etc/group"))).isEmpty();
    assertThat(image.tree().lookup(ImagePath.of("/etc/passwd"))).isPresent();
  }

  @Test
  void aCommandThatChangesNothingMakesNoLayer() {
    BuiltImage image = bench.build(base.run("mkdir /tmp/x && rmdir /tmp/x && touch /etc/passwd"));
    assertThat(image.layers()).hasSize(1);
    assertThat(image.config().history()).last().extracting(HistoryEntry::emptyLayer).isEqualTo(true);
  }

  @Test
  void aCommandSeesItsUserDirectoryAndVariables() {
    BuildOptions options = BuildOptions.defaults().argument("GIVEN", "1").argument("http_proxy", "http://p:1");
    BuiltImage image = bench.build(base.arg("GIVEN").arg("DEFAULT", "2").arg("HIDDEN", "arg").env("HIDDEN", "env").workdir("/w")
        .run("mkdir -m 777 /out").user("app").run("id > /out/id; pwd > /out/pwd; env | sort > /out/env; hostname > /out/host"), options);
    assertThat(read(image, "/out/id")).isEqualTo("uid=1000(app) gid=1001(app) groups=29(audio),44(video)\n");
    assertThat(read(image, "/out/pwd")).isEqualTo("/w\n");
    assertThat(read(image, "/out/env").lines()).containsExactly("DEFAULT=2", "GIVEN=1", "HIDDEN=env", "HOME=/home/app",
        "HTTP_PROXY=http://p:1", "PATH=/bin", "PWD=/w", "SHLVL=1", "http_proxy=http://p:1");
    assertThat(read(image, "/out/host")).isEqualTo("slipway\n");
    assertThat(image.config().history().toString()).doesNotContain("http://p:1");
  }

  @Test
  void commandsHaveFourForms() {
    Stage stage = base.run("echo \"$((1 + 1))\" > /shell")
        .run(Command.exec("/bin/touch", "/exec $((1 + 1))"))
        .run(Command.script("#!/bin/cat\nunused > /script\n"))
        .run(Command.script("x=3\necho \"$x\" > /script\n"))
        .run(new Command.ShellForm("cat <<A > /a && cat <<'B' > /b",
            com.google.common.collect.ImmutableList.of(new Heredoc("A", "$((2 + 2))\n", true), new Heredoc("B", "$((2 + 2))\n", false))))
        .shell("/bin/sh", "-e", "-c").run("echo \"$-\" > /flags");
    BuiltImage image = bench.build(stage);
    assertThat(read(image, "/shell")).isEqualTo("2\n");
    assertThat(image.tree().lookup(ImagePath.of("/exec $((1 + 1))"))).isPresent();
    assertThat(read(image, "/script")).isEqualTo("3\n");
    assertThat(read(image, "/a")).isEqualTo("4\n");
    assertThat(read(image, "/b")).isEqualTo("$((2 + 2))\n");
    assertThat(read(image, "/flags")).contains("e");
    assertThat(image.tree().lookup(ImagePath.of("/dev/pipes"))).isEmpty();
  }

  @Test
  void aFailureTellsTheStepTheCodeAndTheLastLines() {
    Stage stage = base.named("app").workdir("/w").run("echo one; echo two >&2; exit 7");
    assertThatThrownBy(() -> bench.build(stage)).isInstanceOfSatisfying(RunFailedException.class, failure -> {
      assertThat(failure.code()).isEqualTo(ErrorCode.STEP_FAILED);
      assertThat(failure).hasMessage("""
          'app 3/3 RUN echo one; echo two >&2; exit 7' failed: exit code 7
          the last lines that it printed:
            | one
            | two
          to look into it: build with RunOptions.keepFailed(), load the files() of this failure into Docker as 'failed' and run \
          docker run --rm -it --workdir /w --entrypoint /bin/sh failed -c 'echo one; echo two >&2; exit 7'""");
      assertThat(failure.failure().exitCode()).isEqualTo(7);
      assertThat(failure.failure().lastLines()).containsExactly("one", "two");
      assertThat(failure.files()).isEmpty();
    });
  }

  @Test
  void theFilesOfAFailedCommandCanBeKept() {
    BuildOptions options = BuildOptions.defaults().runs(RunOptions.defaults().keepFailed());
    Stage stage = base.run("echo half > /result; false").run("echo never");
    assertThatThrownBy(() -> bench.build(stage, options)).isInstanceOfSatisfying(RunFailedException.class, failure -> {
      BuiltImage left = failure.files().orElseThrow();
      assertThat(read(left, "/result")).isEqualTo("half\n");
      assertThat(left.config().history()).last().extracting(HistoryEntry::createdBy)
          .isEqualTo(Optional.of("RUN echo half > /result; false # slipway"));
    });
  }

  @Test
  void aCommandMayTakeSomeTimeOnly() {
    BuildOptions options = BuildOptions.defaults().runs(RunOptions.defaults().timeout(Duration.ofMillis(300)));
    assertThatThrownBy(() -> bench.build(base.run("echo begun; sleep 60"), options))
        .isInstanceOf(RunFailedException.class).hasMessageContaining("it was ended after PT0.3S").hasMessageContaining("| begun");
  }

  @Test
  void whatIsPrintedIsTold() {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    BuildListener listener = event -> {
      if (event instanceof BuildEvent.StepOutput output) {
        lines.add(output.stage() + ": " + output.line());
      }
    };
    bench.build(base.named("app").run("echo a; printf 'b\\rc\\n'; printf d >&2"), BuildOptions.defaults().progress(listener));
    assertThat(lines).containsExactly("app: a", "app: c", "app: d");
  }

  @Test
  void moreThanASandboxGivesMustBeAllowed() {
    assertThatThrownBy(() -> bench.build(base.with(Run.shell("true").network(Run.Network.HOST))))
        .isInstanceOf(BuildException.class).hasMessageContaining("RunOptions.allow(Grant.HOST_NETWORK)")
        .extracting("code").isEqualTo(ErrorCode.NOT_ALLOWED);
    assertThatThrownBy(() -> bench.build(base.with(Run.shell("true").security(Run.Security.INSECURE))))
        .isInstanceOf(BuildException.class).hasMessageContaining("RunOptions.allow(Grant.INSECURE)");
    assertThatThrownBy(() -> bench.build(base.with(Run.shell("true").device(new Run.Device("vendor.example/class=gpu", true)))))
        .isInstanceOf(BuildException.class).hasMessageContaining("vendor.example/class=gpu").extracting("code")
        .isEqualTo(ErrorCode.UNSUPPORTED);
    bench.build(base.with(Run.shell("true").network(Run.Network.HOST).security(Run.Security.INSECURE)),
        BuildOptions.defaults().runs(RunOptions.defaults().allow(Grant.HOST_NETWORK, Grant.INSECURE)));
  }

  @Test
  void triggersOfAStageRunInTheStagesOnIt() {
    Stage parent = base.onbuild(Run.shell("echo triggered > /t")).onbuild(Run.shell("cat /t /t > /u"));
    BuiltImage image = bench.build(Stage.from(parent).run("cat /u > /v"));
    assertThat(read(image, "/v")).isEqualTo("triggered\ntriggered\n");
  }

  @Test
  void aUserWhoIsNotThereIsAnError() {
    assertThatThrownBy(() -> bench.build(base.user("nobody-here").run("true"))).isInstanceOf(BuildException.class)
        .hasMessageContaining("'nobody-here' is not in the image's /etc/passwd");
    assertThat(read(bench.build(base.run("echo late:x:77:78::/:/bin/sh >> /etc/passwd; mkdir -m 777 /o").user("late").run("id -u > /o/u")),
        "/o/u")).isEqualTo("77\n");
  }

  @Test
  void kernelDirectoriesThatAreLinksAreRefused() {
    assertThatThrownBy(() -> bench.build(base.run("rmdir /sys && ln -s / /sys").run("true"))).isInstanceOf(BuildException.class);
    assertThatThrownBy(() -> bench.build(base.run("ln -s /proc/self/fd /w").workdir("/w/7").run("true")))
        .isInstanceOf(BuildException.class);
  }
}
