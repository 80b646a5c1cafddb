package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.BindMount;
import dev.slipway.image.CacheMount;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Mount;
import dev.slipway.image.SecretMount;
import dev.slipway.image.SecretValue;
import dev.slipway.image.SshMount;
import dev.slipway.image.Stage;
import dev.slipway.image.TmpfsMount;
import dev.slipway.run.SandboxSettings;
import dev.slipway.store.CacheName;
import dev.slipway.store.CachePolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What commands find in their mounts, and that nothing of it stays behind in the image. */
class RunMountTest extends RunFixture {
  private static final String CANARY = "canary-5b1f0e";

  @BeforeEach
  void prepare() {
    base = base.run("mkdir -m 777 /out");
  }

  private String out(Stage stage) {
    return out(bench.build(stage));
  }

  private String out(BuiltImage image) {
    return read(image, "/out/o");
  }

  private static BuildOptions with(RunOptions options) {
    return BuildOptions.defaults().runs(options);
  }

  @Test
  void filesOfTheContextAreSeenButNotCopied() {
    bench.file("src/a", "1").file("src/d/b", "2").file("src/ignored", "3").file(".dockerignore", "src/ignored\n").link("src/l", "a");
    BuiltImage image = bench.build(base.workdir("/w").run("cd src; find . | sort > /out/o; cat l d/b >> /out/o; touch new 2>/dev/null || "
        + "echo read-only >> /out/o", BindMount.of("src", "src")));
    assertThat(out(image)).isEqualTo(".\n./a\n./d\n./d/b\n./l\n12read-only\n");
    assertThat(image.tree().lookup(ImagePath.of("/w/src"))).isEmpty();
    assertThat(out(base.run("cat /f > /out/o", BindMount.of("src/d/b", "/f")))).isEqualTo("2");
  }

  @Test
  void whatIsWrittenToAWritableBindIsDropped() {
    bench.file("src/a", "1");
    Stage first = base.run("echo 2 > /src/a; cat /src/a > /out/o", BindMount.of("src", "/src").asWritable());
    assertThat(out(first)).isEqualTo("2\n");
    assertThat(out(first.run("cat /src/a > /out/o", BindMount.of("src", "/src")))).isEqualTo("1");
  }

  @Test
  void filesOfAStageAreSeenWithTheirOwners() {
    Stage other = base.run("mkdir /data; echo x > /data/f; chown 1000:1001 /data/f; chmod 600 /data/f; ln -s data /link");
    assertThat(out(base.run("stat -c '%u:%g %a' /in/f > /out/o; cat /in/f >> /out/o", BindMount.of(other.file("/link"), "/in"))))
        .isEqualTo("1000:1001 600\nx\n");
    assertThatThrownBy(() -> bench.build(base.run("true", BindMount.of(other.file("/nowhere"), "/in")))).isInstanceOf(BuildException.class)
        .hasMessageContaining("/nowhere");
  }

  @Test
  void aLinkInAStageNeverLeadsOutOfIt() {
    Stage other = base.run("ln -s / /root-link; ln -s /etc /etc-link; ln -s ../../../../.. /up");
    assertThat(out(base.run("ls /in > /out/o", BindMount.of(other.file("/root-link"), "/in")))).contains("bin", "etc")
        .doesNotContain("work");
    assertThat(out(base.run("ls /in > /out/o", BindMount.of(other.file("/up"), "/in")))).contains("bin");
    assertThat(out(base.run("cat /in/passwd > /out/o", BindMount.of(other.file("/etc-link"), "/in")))).contains("app:x:1000");
  }

  @Test
  void aCacheOutlivesTheBuild() {
    CacheMount cache = CacheMount.at("/cache").access(Mount.Access.DEFAULT.withMode(0770).withOwner(1000, 1001));
    assertThat(out(base.run("stat -c '%a %u:%g' /cache > /out/o; echo 1 > /cache/f", cache))).isEqualTo("770 1000:1001\n");
    assertThat(out(base.run("cat /cache/f > /out/o", cache))).isEqualTo("1\n");
    assertThat(out(base.run("cat /other/f > /out/o", CacheMount.at("/other").id("/cache")))).isEqualTo("1\n");
    assertThat(out(base.run("ls /c > /out/o", CacheMount.at("/c").id("../../../../etc")))).isEmpty();
    assertThat(out(base.run("touch /cache/x 2>/dev/null || echo read-only > /out/o", cache.asReadOnly()))).isEqualTo("read-only\n");
  }

  @Test
  void aCacheMayStartWithFilesOfAStage() {
    Stage seed = base.run("mkdir /seed && echo s > /seed/f && chown 1000 /seed/f");
    CacheMount cache = CacheMount.at("/cache").id("seeded").startingWith(seed.file("/seed"));
    assertThat(out(base.run("stat -c %u /cache/f > /out/o; echo more >> /cache/f", cache))).isEqualTo("1000\n");
    assertThat(out(base.run("cat /cache/f > /out/o", cache))).isEqualTo("s\nmore\n");
  }

  @Test
  void aNewCacheIsLikeTheDirectoryThatItStartsWith() {
    Stage seed = base.run("mkdir -p /seed/sub && chown 1000:1001 /seed && chmod 3770 /seed");
    CacheMount cache = CacheMount.at("/cache").id("like").startingWith(seed.file("/seed"));
    assertThat(out(base.run("stat -c '%a %u:%g' /cache > /out/o; ls /cache >> /out/o", cache))).isEqualTo("3770 1000:1001\nsub\n");
  }

  @Test
  void aCacheWithoutAnIdIsToldByItsTargetAsItIsWritten() {
    assertThat(out(base.workdir("/w/a").run("echo 1 > modules/f; touch /out/o", CacheMount.at("modules/")))).isEmpty();
    assertThat(out(base.workdir("/w/b").run("cat modules/f > /out/o", CacheMount.at("./modules")))).isEqualTo("1\n");
    assertThat(out(base.run("ls /w/a/modules > /out/o", CacheMount.at("/w/a/modules")))).isEmpty();
    assertThat(out(base.run("cat /x/f > /out/o", CacheMount.at("/x").id("modules")))).isEqualTo("1\n");
  }

  @Test
  void aDirectoryOfTheContextHasTheModeThatItWouldBeCopiedWith() {
    bench.file("src/a", "1").directory("src/d").mode("src", "rwxr-x--x").mode("src/d", "rwx------").mode("", "rwxr-x---");
    Stage stage = base.run("stat -c '%a %u:%g' /in /in/d > /out/o", BindMount.of("src", "/in"));
    BuildOptions kept = BuildOptions.defaults().modes(FileModes.KEPT);
    assertThat(out(stage)).isEqualTo("755 0:0\n755 0:0\n");
    assertThat(out(bench.build(stage, kept))).isEqualTo("751 0:0\n700 0:0\n");
    bench.mode("src", "rwx------");
    assertThat(out(bench.build(stage, kept))).isEqualTo("700 0:0\n700 0:0\n");
    Stage whole = base.run("stat -c %a /in > /out/o", BindMount.of(".", "/in"));
    assertThat(out(bench.build(whole, kept))).isEqualTo("755\n");
  }

  @Test
  void cachesAreListedPrunedAndTravel() throws IOException {
    CacheMount cache = CacheMount.at("/cache").id("travels");
    bench.build(base.run("echo 12345 > /cache/f; ln /cache/f /cache/g; chown 1000 /cache/f; chmod 4750 /cache/f", cache));
    CacheMounts caches = bench.engine().caches();
    assertThat(caches.list()).singleElement().satisfies(found -> {
      assertThat(found.name()).isEqualTo(CacheName.of("travels"));
      assertThat(found.files()).isEqualTo(2);
      assertThat(found.inUse()).isFalse();
    });
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    caches.exportTo(CacheName.of("travels"), tar);
    assertThat(caches.prune(CachePolicy.everything()).removed()).hasSize(1);
    assertThat(caches.list()).isEmpty();
    assertThatThrownBy(() -> caches.exportTo(CacheName.of("travels"), tar)).extracting("code").isEqualTo(ErrorCode.NOT_FOUND);
    caches.importFrom(CacheName.of("travels"), new ByteArrayInputStream(tar.toByteArray()), "from elsewhere");
    assertThat(out(base.run("cat /cache/g > /out/o; stat -c '%a %u %h' /cache/f >> /out/o", cache))).isEqualTo("12345\n4750 1000 2\n");
    assertThat(caches.list()).singleElement().satisfies(found -> assertThat(found.origin()).isEqualTo("from elsewhere"));
  }

  @Test
  void cachesThatNothingCanReachTellWhy() {
    CacheMounts caches = bench.engine().caches(SandboxSettings.DEFAULT.withRuntime(Path.of("/nowhere/crun")));
    assertThat(caches.list()).isEmpty();
    assertThatThrownBy(() -> caches.exportTo(CacheName.of("c"), OutputStream.nullOutputStream())).isInstanceOf(BuildException.class)
        .hasMessageContaining("'/nowhere/crun'").extracting("code").isEqualTo(ErrorCode.UNSUPPORTED);
  }

  @Test
  void memoryIsADirectoryOfItsOwn() {
    assertThat(out(base.run("dd if=/dev/zero of=/mem/f bs=1024 count=2000 2>/dev/null || echo full > /out/o; ls /mem >> /out/o",
        TmpfsMount.at("/mem").limitedTo(1 << 20)))).isEqualTo("full\nf\n");
  }

  @Test
  void mountPointsLeaveNoTrace() {
    BuiltImage image = bench.build(base.run("true", TmpfsMount.at("/a/b/c"), CacheMount.at("/d"), TmpfsMount.at("/tmp")));
    assertThat(image.layers()).hasSize(2);
    BuiltImage used = bench.build(base.run("touch /a/b/kept", TmpfsMount.at("/a/b/c")));
    assertThat(used.tree().lookup(ImagePath.of("/a/b/kept"))).isPresent();
    assertThat(used.tree().lookup(ImagePath.of("/a/b/c"))).isEmpty();
  }

  @Test
  void aSecretIsAFileOrAVariableAndNowhereElse() throws IOException {
    RunOptions options = RunOptions.defaults().secret("s", Secret.of(SecretValue.of(CANARY)));
    List<BuildEvent> events = new ArrayList<>();
    BuildListener listener = event -> {
      synchronized (events) {
        events.add(event);
      }
    };
    Stage stage = base
        .run(
            "stat -c '%a %u' /run/secrets/s > /out/o; wc -c < /run/secrets/s >> /out/o; cat /run/secrets/s; grep -o ' /run/secrets/s .*nodev' /proc/mounts >> /out/o; chmod 666 /out/o",
            SecretMount.of("s"))
        .user("app")
        .run("wc -c < /run/token >> /out/o", SecretMount.of("s").at("/run/token").access(Mount.Access.DEFAULT.withOwner(1000, 0)))
        .run("echo \"${#TOKEN}\" >> /out/o; echo \"$TOKEN\"; ls /run >> /out/o 2>&1; true", SecretMount.of("s").as("TOKEN"));
    BuiltImage image = bench.build(stage, with(options).progress(listener));
    assertThat(out(image)).isEqualTo("""
        400 0
        13
         /run/secrets/s ramfs ro,nosuid,nodev
        13
        13
        ls: /run: No such file or directory
        """);
    assertThat(events.toString()).doesNotContain(CANARY).contains("line=***");
    assertThat(image.report().toString() + image.config()).doesNotContain(CANARY);
    try (Stream<Path> files = Files.walk(bench.engine().store().directory())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).as(file.toString()).doesNotContain(CANARY);
      }
    }
  }

  @Test
  void aSecretThatIsNotGivenIsAnErrorUnlessItIsOptional() {
    assertThatThrownBy(() -> bench.build(base.run("true", SecretMount.of("missing")))).isInstanceOf(BuildException.class)
        .hasMessageContaining("RunOptions.secret(\"missing\"").extracting("code").isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(out(base.run("ls /run > /out/o 2>&1; env | grep -c T= >> /out/o; true", SecretMount.of("missing").as("T").optional())))
        .endsWith("0\n");
  }

  @Test
  void anAgentIsASocketOfTheUserWhoAsks() throws Exception {
    Path socket = Path.of("/dev/shm").resolve("agent-" + ProcessHandle.current().pid());
    Files.deleteIfExists(socket);
    try (ServerSocketChannel agent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      agent.bind(UnixDomainSocketAddress.of(socket));
      BuiltImage image = bench.build(base.user("app").run("stat -c '%F %a %u' \"$SSH_AUTH_SOCK\" > /out/o",
          SshMount.agent().access(Mount.Access.DEFAULT.withOwner(1000, 1000))), with(RunOptions.defaults().ssh(socket)));
      assertThat(out(image)).isEqualTo("socket 600 1000\n");
    } finally {
      Files.deleteIfExists(socket);
    }
    assertThatThrownBy(() -> bench.build(base.run("true", SshMount.agent()))).hasMessageContaining("RunOptions.ssh(\"default\"");
  }
}
