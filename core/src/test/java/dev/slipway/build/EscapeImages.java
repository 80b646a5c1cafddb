package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.image.BindMount;
import dev.slipway.image.CacheMount;
import dev.slipway.image.Command;
import dev.slipway.image.Run;
import dev.slipway.image.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Working directories, users, variables, labels, volumes and triggers that mean something else outside of an image. */
final class EscapeImages {
  /** A variable of the Java that builds, which nothing of a build may see. */
  static final String VARIABLE = "SLIPWAY_CANARY";
  static final String VALUE = "the-value-of-the-host-3f9a";

  private static final ErrorCode[] REFUSED = {ErrorCode.NOT_FOUND, ErrorCode.PATH_ESCAPES, ErrorCode.INVALID_VALUE,
      ErrorCode.LIMIT_EXCEEDED,
      ErrorCode.STEP_FAILED, ErrorCode.NOT_ALLOWED, ErrorCode.ENTRY_REFUSED};

  private final List<EscapeCase> cases = new ArrayList<>();

  private EscapeImages() {}

  static ImmutableList<EscapeCase> all() {
    EscapeImages all = new EscapeImages();
    all.workingDirectories();
    all.users();
    all.settings();
    all.triggers();
    return ImmutableList.copyOf(all.cases);
  }

  private void add(String id, String name, EscapeCase.Attempt attempt) {
    cases.add(new EscapeCase(id, name, attempt));
  }

  private void workingDirectories() {
    String look = "for up in . .. ../.. ../../.. ../../../../../..; do ls $up/CANARY && echo ESCAPED; ls $up/canary/secret && echo ESCAPED; done";
    add("D11", "WORKDIR /proc/self/fd/3 to 99", bench -> {
      for (int i = 3; i < 100; i++) {
        bench.refused(bench.base().workdir("/proc/self/fd/" + i).run("true"), ErrorCode.PATH_ESCAPES);
      }
    });
    for (String place : List.of("/proc/self/cwd", "/proc/1/root", "/proc/1/cwd/..", "/sys/fs", "/dev/fd/5", "/proc/self/fd/../fd/7")) {
      add("D11", "WORKDIR " + place, bench -> bench.refused(bench.base().workdir(place).run("true"), ErrorCode.PATH_ESCAPES));
      add("D11", "WORKDIR through a link to " + place, bench -> bench.refused(
          bench.base().run("ln -s " + place + " /w").workdir("/w").run("true"), REFUSED));
    }
    // what the model takes for a directory is a link in what is mounted over it
    for (int i = 3; i < 16; i++) {
      String link = "/proc/self/fd/" + i;
      add("D11", "WORKDIR in a mount in which it is a link to " + link, bench -> inMount(bench, link, EscapeActions.filled(bench, look)));
    }
    for (String link : List.of("/proc/self/cwd", "/proc/1/root", "/proc/1/cwd", "/", "..", "CANARY", "/proc/self/task/1/cwd",
        "/dev/fd/4")) {
      add("D11", "WORKDIR in a mount in which it is a link to " + link,
          bench -> inMount(bench, EscapeActions.filled(bench, link), EscapeActions.filled(bench, look)));
    }
    for (String kernels : List.of("/dev", "/proc", "/sys")) {
      for (String swap : List.of("ln -s / X", "ln -s CANARY X", "echo x > X", "mkfifo X")) {
        add("D11", swap.replace("X", kernels), bench -> bench.refused(
            bench.base().run("rmdir " + kernels + " && " + EscapeActions.filled(bench, swap).replace("X", kernels)).run("true"), REFUSED));
      }
    }
  }

  private static void inMount(EscapeBench bench, String link, String look) {
    Stage tree = bench.base().run("mkdir /t && ln -s " + link + " /t/x");
    CacheMount cache = CacheMount.at("/w").id(bench.fresh("workdir"));
    bench.build(bench.base().run("ln -s " + link + " /w/x", cache));
    for (var mount : List.of(BindMount.of(tree.file("/t"), "/w"), cache)) {
      Stage stage = bench.base().workdir("/w/x").run(look + " > /out/o 2>&1; pwd >> /out/o; echo x > " + EscapeCanary.MARKER
          + "; rm -f " + EscapeCanary.MARKER, mount);
      try {
        assertThat(bench.read(bench.build(stage), "/out/o")).doesNotContain(EscapeBench.ESCAPED);
      } catch (SlipwayException refused) {
        assertThat(refused.code()).as(refused.toString()).isIn((Object[]) REFUSED);
      }
    }
  }

  private void users() {
    for (String user : List.of("2147483648", "4294967296", "4294967295", "-1", "0x0", "1:99999999999", "0:-1", "1:4294967296", "+0", "00x",
        ":", "a:b:c",
        "root\u0000", "٠")) {
      add("D12", "USER " + user.replace("\0", "\\0"), bench -> {
        assertThatThrownBy(() -> bench.build(bench.base().user(user).run("id -u > /out/u"))).isInstanceOf(SlipwayException.class);
        assertThatThrownBy(() -> bench.build(bench.base().arg("U", user).user("$U").run("id -u > /out/u")))
            .isInstanceOf(SlipwayException.class);
      });
    }
    for (String passwd : List.of("ln -s /dev/zero X", "mkfifo X", "ln -s CANARY/secret X", "dd of=X bs=1 count=0 seek=20000000",
        "ln -s X X", "mkdir X",
        "printf 'app:x:4294967296:0::/:\\napp:x:-1:0::/:\\n' > X", "ln -s /proc/self/mem X", "busybox yes app: | head -c 5000000 > X")) {
      for (String file : List.of("/etc/passwd", "/etc/group")) {
        add("D12", passwd.replace("X", file), bench -> {
          String user = file.equals("/etc/passwd") ? "somebody" : "1:somebody";
          Stage stage = bench.base().run("rm -f " + file + "; " + EscapeActions.filled(bench, passwd).replace("X", file));
          bench.build(stage);
          long start = System.nanoTime();
          bench.refused(stage.user(user).run("true"), ErrorCode.NOT_FOUND, ErrorCode.LIMIT_EXCEEDED, ErrorCode.INVALID_VALUE,
              ErrorCode.PATH_ESCAPES, ErrorCode.STEP_FAILED);
          assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(2000);
        });
      }
    }
  }

  private void settings() {
    add("D14", "a variable of the host is in no layer, configuration or key", bench -> {
      bench.build(bench.base().run("env > /out/env; cp /proc/1/environ /out/1; true").env("A", "${" + VARIABLE + ":-none}"));
      assertThat(EscapeMounts.holders(bench.store(), VALUE)).isEmpty();
    });
    String evil = "{\"Env\":[\"PATH=/evil:/bin\",\"LD_PRELOAD=/evil.so\",\"LD_LIBRARY_PATH=/evil\",\"GCONV_PATH=/evil\",\"TAR_OPTIONS=--checkpoint=1 "
        + "--checkpoint-action=exec=/evil\",\"ENV=/evil\",\"BASH_ENV=/evil\",\"TMPDIR=CANARY\",\"IFS=x\",\"XDG_RUNTIME_DIR=CANARY\"],\"Volumes\":"
        + "{\"/../../etc\":{},\"CANARY\":{}},\"WorkingDir\":\"/../../work\",\"User\":\"0:0\",\"Labels\":{\"run.oci.keep_original_groups\":\"1\","
        + "\"run.oci.hooks.stdout\":\"CANARY/x\",\"org.criu.config\":\"CANARY\",\"run.oci.mount_context_type\":\"x\","
        + "\"io.containers.autoupdate\":\"registry\",\"run.oci.handler\":\"wasm\"},\"Entrypoint\":[\"/evil\"],\"Shell\":[\"/bin/sh\",\"-c\"],"
        + "\"StopSignal\":\"SIGKILL\",\"Healthcheck\":{\"Test\":[\"CMD\",\"/evil\"]}}";
    add("D15", "variables, volumes and labels of a base mean nothing outside", bench -> {
      Stage base = layout(bench, EscapeActions.filled(bench, evil));
      BuiltImage image = bench.build(base.run(Command.exec("/bin/busybox", "sh", "-c", "env > /e; pwd >> /e")).run("true"));
      assertThat(bench.read(image, "/e")).contains("LD_PRELOAD=/evil.so").contains("PATH=/evil:/bin");
    });
    for (String volume : List.of("/../../etc", "CANARY", "/proc", "../x")) {
      add("D15", "VOLUME " + volume, bench -> bench.build(bench.base().volume(EscapeActions.filled(bench, volume)).run("true")));
    }
    for (String directory : List.of("/../../CANARY", "/proc/self/fd/7", "/proc/1/root", "relative/../../..")) {
      add("D15", "a base whose WorkingDir is " + directory, bench -> bench.refusedOrBuilt(
          layout(bench, "{\"Env\":[\"PATH=/bin\"],\"WorkingDir\":\"" + EscapeActions.filled(bench, directory) + "\"}")
              .run("echo x > MARKER; rm MARKER"),
          REFUSED));
    }
  }

  private static Stage layout(EscapeBench bench, String settings) throws IOException {
    Path directory = Files.createDirectories(bench.inner().resolve(bench.fresh("layout")));
    return EscapeLayout.write(directory, settings, List.of(EscapeLayers.root()));
  }

  private void triggers() {
    add("D16", "triggers of a stage are told and stay inside", bench -> {
      Stage parent = bench.base()
          .onbuild(Run.shell("echo x > " + bench.target() + "/data/" + EscapeCanary.MARKER + "; echo t > /out/t; true"));
      assertThat(Stage.from(parent).inheritedTriggers()).hasSize(1);
      BuiltImage image = bench.build(Stage.from(parent).run("true"));
      assertThat(Workbench.outcomes(image).toString()).contains("/out/t");
      assertThat(bench.read(image, "/out/t")).isEqualTo("t\n");
    });
    for (String trigger : List.of("RUN echo x > CANARY/data/MARKER; true", "COPY --from=nowhere.invalid/x CANARY /x",
        "ADD CANARY/secret /x",
        "COPY ../canary/secret /x", "RUN --security=insecure true", "RUN --network=host true", "ONBUILD RUN true", "FROM scratch",
        "RUN --mount=type=bind,source=CANARY,target=/x cat /x/secret", "nonsense")) {
      add("D16", "a base with ONBUILD " + trigger, bench -> bench.refusedOrBuilt(layout(bench,
          "{\"Env\":[\"PATH=/bin\"],\"OnBuild\":[\"" + EscapeActions.filled(bench, trigger) + "\"]}").run("true")));
    }
  }
}
