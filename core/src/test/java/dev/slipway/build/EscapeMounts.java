package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.image.BindMount;
import dev.slipway.image.CacheMount;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Mount;
import dev.slipway.image.Run;
import dev.slipway.image.SecretMount;
import dev.slipway.image.SecretValue;
import dev.slipway.image.Stage;
import dev.slipway.image.TmpfsMount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Mounts that want to show, or to be made at, places outside of the build. */
final class EscapeMounts {
  private static final ErrorCode[] REFUSED = {ErrorCode.NOT_FOUND, ErrorCode.PATH_ESCAPES, ErrorCode.INVALID_VALUE,
      ErrorCode.LIMIT_EXCEEDED,
      ErrorCode.STEP_FAILED, ErrorCode.NOT_ALLOWED};
  /** Looks at all that is mounted for the canary, and writes wherever it may. */
  private static final String LOOK = "find /in -name secret -o -name open | while read -r f; do grep -l 'canary of' \"$f\" && echo ESCAPED; done; "
      + "grep -r 'canary of' /in && echo ESCAPED; echo x > /in/MARKER; echo x > /in/data/open; true";

  private final List<EscapeCase> cases = new ArrayList<>();

  private EscapeMounts() {}

  static ImmutableList<EscapeCase> all() {
    EscapeMounts all = new EscapeMounts();
    all.sources();
    all.targets();
    all.caches();
    all.stubs();
    all.grants();
    all.stores();
    return ImmutableList.copyOf(all.cases);
  }

  private void add(String id, String name, EscapeCase.Attempt attempt) {
    cases.add(new EscapeCase(id, name, attempt));
  }

  private void sources() {
    for (String target : List.of("CANARY", "../../canary", "../../../../../../../../CANARY", "/proc/self/root", "/proc/1/cwd",
        "/proc/1/root/CANARY",
        "/dev/shm", "/sys", "chain0", "self", "..")) {
      String links = "ln -s 'TARGET' /l; ln -s l /m; ln -s self /self; i=0; while [ $i -lt 40 ]; do ln -s chain$((i+1)) /chain$i; "
          + "i=$((i+1)); done; ln -s CANARY /chain40; mkdir /d; ln -s ../l /d/up";
      for (String source : List.of("/l", "/m", "/d/up", "/l/data", "/l/secret")) {
        add("D3", "bind " + source + " of a stage where l -> " + target, bench -> {
          Stage other = bench.base().run(EscapeActions.filled(bench, links.replace("TARGET", target)));
          Stage stage = bench.base().run(EscapeActions.filled(bench, LOOK) + " > /out/o",
              BindMount.of(other.file(source), "/in").asWritable());
          try {
            assertThat(bench.read(bench.build(stage), "/out/o")).doesNotContain(EscapeBench.ESCAPED);
          } catch (SlipwayException refused) {
            assertThat(refused.code()).as(refused.toString()).isIn((Object[]) REFUSED);
          }
        });
      }
      add("D3", "bind of a context where l -> " + target, bench -> {
        String directory = bench.fresh("links");
        bench.files().link(directory + "/l", target.replace("CANARY", bench.target()));
        for (String source : List.of(directory + "/l", directory + "/l/data", directory)) {
          bench.refusedOrBuilt(bench.base().run(EscapeActions.filled(bench, LOOK.replace("echo ESCAPED", "exit 9")),
              BindMount.of(source, "/in").asWritable()), REFUSED);
        }
      });
    }
    add("D3", "a stage never changes while it is mounted", bench -> {
      Stage other = bench.base().run("mkdir /d && echo first > /d/f");
      Stage swaps = bench.base().run("rm -rf /in/d; ln -s " + bench.target() + " /in/d; echo x > /in/d/MARKER; sleep 0.2",
          BindMount.of(other.file("/"), "/in").asWritable());
      Stage reads = bench.base().run("i=0; while [ $i -lt 50 ]; do cat /in/d/f; i=$((i+1)); sleep 0.01; done | sort -u > /out/o",
          BindMount.of(other.file("/"), "/in"));
      Stage both = bench.base().copy(swaps.file("/etc/passwd"), "/p").copy(reads.file("/out/o"), "/out/o");
      assertThat(bench.read(bench.build(both), "/out/o")).isEqualTo("first\n");
    });
  }

  private void targets() {
    for (String target : List.of("/", "/proc", "/sys", "/dev", "/proc/sys", "/proc/self", "/sys/fs/cgroup", "//proc/", "/x/../proc",
        "../proc",
        "../../../../proc/sys", "", ".", "/.", "/proc/1/root", "/proc/self/fd/3")) {
      add("D4", "target '" + target + "'", bench -> {
        for (String kind : List.of("tmpfs", "cache", "bind")) {
          assertThatThrownBy(() -> bench.build(bench.base().arg("T", target).with(Run.shell("true", mount(kind, target)))),
              kind).isInstanceOf(SlipwayException.class);
          assertThatThrownBy(() -> bench.build(bench.base().arg("T", target).with(Run.shell("true", mount(kind, "$T")))), kind)
              .isInstanceOf(SlipwayException.class);
        }
      });
    }
    for (String link : List.of("/proc", "/proc/sys", "/sys", "/dev", "/", "..", "/proc/self/root", "/proc/1/root/CANARY", "CANARY",
        "/proc/self/fd", "/proc/sys/kernel")) {
      add("D4", "target through a link of the image to " + link, bench -> {
        Stage stage = bench.base().run("ln -s '" + EscapeActions.filled(bench, link) + "' /l");
        for (Mount mount : List.of(TmpfsMount.at("/l/data"), CacheMount.at("/l").id("link"), TmpfsMount.at("/l/sub/deep"))) {
          bench.refusedOrBuilt(stage.run("echo x > /l/MARKER; echo x > /l/data/MARKER; true", mount), REFUSED);
        }
      });
      add("D4", "target through a link in another mount to " + link, bench -> {
        Stage tree = bench.base().run("mkdir /t; ln -s '" + EscapeActions.filled(bench, link) + "' /t/l");
        CacheMount cache = CacheMount.at("/a").id(bench.fresh("nested")).startingWith(tree.file("/t"));
        for (Mount outer : List.of(BindMount.of(tree.file("/t"), "/a").asWritable(), cache)) {
          for (Mount inner : List.of(TmpfsMount.at("/a/l"), TmpfsMount.at("/a/l/data"), BindMount.of(tree.file("/t"), "/a/l/kernel"))) {
            bench.refused(bench.base().run("true", outer, inner), ErrorCode.NOT_ALLOWED);
          }
        }
      });
    }
    for (String option : List.of("rshared", "rw,dev,suid", "/x,bind-propagation=rshared", "/x lowerdir=/etc", "/a\tb", "/a\nb", "/a\\040b",
        "/$(id)",
        "/';touch /tmp/MARKER;'", "/-o remount")) {
      add("D4", "a target that looks like options: " + option, bench -> bench.refusedOrBuilt(
          bench.base().run("true", TmpfsMount.at(EscapeActions.filled(bench, option).replace("$", "\\$"))), REFUSED));
    }
  }

  private static Mount mount(String kind, String target) {
    return switch (kind) {
      case "tmpfs" -> TmpfsMount.at(target);
      case "cache" -> CacheMount.at(target);
      default -> BindMount.of("base/etc", target);
    };
  }

  private void caches() {
    for (String id : List.of("../../..", "/etc", "../../canary", "CANARY", ".", "..", "a/b", "a\nb", "-rf", "i".repeat(4096), "ı", " ",
        "\\", ":,",
        "%2e%2e", "a\u0000b", "slipway/trees", "con")) {
      add("D5", "a cache called " + (id.length() > 99 ? "4 KiB" : id.replace('\0', '0').replace("\n", "\\n")), bench -> {
        try {
          CacheMount cache = CacheMount.at("/c").id(EscapeActions.filled(bench, id).replace("\\", "\\\\"));
          bench.build(bench.base().run("ls -A /c | grep . && exit 9; echo x > /c/MARKER; true", cache));
        } catch (SlipwayException refused) {
          assertThat(refused.code()).as(refused.toString()).isEqualTo(ErrorCode.INVALID_VALUE);
        }
      });
    }
    for (String source : List.of("/l", "/l/data", "/../../canary", "../../../etc")) {
      add("D5", "a cache that starts with " + source, bench -> {
        Stage other = bench.base().run("ln -s " + bench.target() + " /l");
        CacheMount cache = CacheMount.at("/in").id(bench.fresh("initial")).startingWith(other.file(source));
        bench.refusedOrBuilt(bench.base().run(EscapeActions.filled(bench, LOOK.replace("echo ESCAPED", "exit 9")), cache), REFUSED);
      });
    }
    add("D5", "what a command leaves in a cache is harmless to the next", bench -> {
      CacheMount cache = CacheMount.at("/c").id(bench.fresh("left"));
      bench
          .build(bench.base().run("cd /c; ln -s CANARY a; ln -s / b; mkfifo f; mknod d c 1 5; mkdir t; chmod 000 t; ln -s /proc/self/fd e; "
              .replace("CANARY", bench.target()) + "cp /bin/busybox s; chmod 6777 s; touch -- -rf '--checkpoint-action=exec=sh x'", cache));
      assertThat(bench.files().engine().caches().list()).isNotEmpty();
      bench.harmless(bench.base(), "cat /c/a/secret && echo ESCAPED; head -c 1 /c/d && echo ESCAPED; echo x > /c/a/MARKER; true", cache);
      // a directory that is replaced by a link, below which something is to be mounted
      for (String inner : List.of("/c/a/data", "/c/b/canary", "/c/e/7", "/c/f/x", "/c/t/x")) {
        bench.refusedOrBuilt(bench.base().run("true", cache, TmpfsMount.at(inner)), REFUSED);
      }
    });
  }

  private void stubs() {
    for (String swap : List.of("rm -rf /stub; ln -s CANARY /stub", "mv /stub /away; ln -s ../../../../CANARY /stub",
        "rmdir /stub/a; ln -s / /stub/a",
        "ln -s CANARY /stub/a/link", "rm -rf /stub; mkfifo /stub", "rm -rf /stub; echo x > /stub", "mkdir -p /stub/a/b; touch /stub/a/b/f",
        "mv /stub/a /stub/b; ln -s CANARY/data /stub/a")) {
      add("D7", swap, bench -> {
        // the mount itself cannot be moved away, but what is above it and beside it can
        String script = EscapeActions.filled(bench, swap) + "; true";
        for (Mount mount : List.of(TmpfsMount.at("/stub/a/data/open"), CacheMount.at("/stub/data").id("stub"),
            BindMount.of("base/etc/hosts", "/stub/secret"))) {
          bench.refusedOrBuilt(bench.base().run("mkdir -p /stub/a").run(script, mount).run("ls -R /stub; true"), REFUSED);
          bench.refusedOrBuilt(bench.base().run(script, mount).run("echo x > /stub/secret; true"), REFUSED);
        }
      });
    }
  }

  private void grants() {
    add("D8", "more than a sandbox gives is refused", bench -> {
      bench.refused(bench.base().with(Run.shell("true").network(Run.Network.HOST)), ErrorCode.NOT_ALLOWED);
      bench.refused(bench.base().with(Run.shell("true").security(Run.Security.INSECURE)), ErrorCode.NOT_ALLOWED);
      bench.refused(bench.base().with(Run.shell("true").device(new Run.Device("vendor.example/class=gpu", false))), ErrorCode.UNSUPPORTED);
    });
    add("D8", "a device that a command leaves is refused", bench -> {
      for (String device : List.of("c 1 3", "b 7 0", "c 1 1", "c 0 1")) {
        bench.refusedOrBuilt(bench.base().run("mknod /work/n " + device), ErrorCode.STEP_FAILED, ErrorCode.NOT_ALLOWED);
        Stage stage = bench.base().run("mknod /work/n " + device + " || true").run("head -c 1 /work/n && exit 9; true");
        bench.refusedOrBuilt(stage, ErrorCode.NOT_ALLOWED);
      }
    });
    add("D8", "a secret stays where it was given", bench -> {
      String secret = "canary-secret-8d1e";
      RunOptions runs = RunOptions.defaults().secret("s", Secret.of(SecretValue.of(secret)));
      bench.build(bench.base().run("cp /run/secrets/s /work/s; rm /work/s; mv /run/secrets/s /work; ln /run/secrets/s /work/h; "
          + "ln -s /run/secrets/s /work/l; mkdir -p /work/x; true", SecretMount.of("s")), runs);
      assertThat(holders(bench.store(), secret)).isEmpty();
    });
  }

  static List<Path> holders(Path store, String text) throws IOException {
    List<Path> holders = new ArrayList<>();
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    try (Stream<Path> files = Files.walk(store.resolve("blobs"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (com.google.common.primitives.Bytes.indexOf(Files.readAllBytes(file), wanted) >= 0) {
          holders.add(file);
        }
      }
    }
    return holders;
  }

  private void stores() {
    for (String name : List.of("co:lon", "com,ma", "back\\slash", "sp ace", "new\nline", "quo'te\"", "$(touch MARKER)", "-o ro", "\\040",
        "#x", "%s", ";id",
        "*")) {
      add("D18", "a store in " + name.replace("\n", "\\n"), bench -> {
        Path odd = Files.createDirectories(bench.inner().resolve(bench.fresh("odd")).resolve(name));
        try (Engine engine = Engine.open(odd.resolve("store"))) {
          Stage other = bench.base().run("mkdir /o; echo other > /o/f");
          Stage stage = bench.base().run("cat /in/f /etc/passwd > /out/o; echo x > /c/f", BindMount.of(other.file("/o"), "/in"),
              CacheMount.at("/c"));
          BuiltImage image = engine.build(stage.run("cat /out/o > /out/p").toImage(), bench.files().asContext(),
              bench.options(RunOptions.defaults()));
          String text = new String(image.tree().read(engine.store(), ImagePath.of("/out/p"), 1 << 20),
              StandardCharsets.UTF_8);
          assertThat(text).startsWith("other\nroot:x:0").contains("app:x:1000");
        }
      });
    }
    add("D18", "many layers", bench -> {
      Stage stage = bench.base();
      for (int i = 0; i < 120; i++) {
        stage = stage.copy(i % 2 == 0 ? "base/etc/hosts" : "base/etc/passwd", "/many/" + i);
      }
      assertThat(bench.output(stage, "ls /many | wc -l")).isEqualTo("120\n");
    });
    add("D18", "no other user can reach what lies in the store", bench -> {
      bench.build(bench.base().run("cp /bin/busybox /work/s; chmod 6755 /work/s", CacheMount.at("/c").id("reach")).run("true"));
      List<Path> programs = setuidPrograms(bench.store());
      assertThat(programs).isNotEmpty().allSatisfy(path -> assertThat(isClosed(path, bench.store())).isTrue());
    });
  }

  private static List<Path> setuidPrograms(Path store) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(store, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        int mode = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if (attributes.isRegularFile() && (mode & 06000) != 0) {
          found.add(file);
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException closed) {
        return FileVisitResult.CONTINUE;
      }
    });
    return found;
  }

  private static boolean isClosed(Path path, Path store) throws IOException {
    for (Path at = path.getParent(); at.startsWith(store); at = at.getParent()) {
      if (Files.getPosixFilePermissions(at).stream().noneMatch(permission -> permission.name().startsWith("OTHERS"))) {
        return true;
      }
    }
    return false;
  }
}
