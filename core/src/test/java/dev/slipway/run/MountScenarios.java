package dev.slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.ImagePath;
import dev.slipway.image.SecretValue;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What every sandbox must do with what it mounts, told as in {@link SandboxScenarios}. */
final class MountScenarios {
  private static final ImagePath DATA = ImagePath.of("/mnt/data");

  void aTreeIsBoundReadOnlyOrThrownAway(Bench bench) throws IOException {
    List<Path> layers = bench.layers(3);
    RunMount readOnly = new RunMount.Tree(ImmutableList.copyOf(layers), ImagePath.of("/usr"), DATA, false);
    assertThat(
        bench.shell("exec 2>&1; cat /mnt/data/kept/file; touch /mnt/data/x", request -> request.withMounts(List.of(readOnly))).output())
        .startsWith("kept").contains("Read-only file system");
    RunMount writable = new RunMount.Tree(ImmutableList.copyOf(layers), ImagePath.ROOT, DATA, true);
    Bench.Outcome outcome = bench.shell("echo new >/mnt/data/top; cat /mnt/data/top /mnt/data/of-1",
        request -> request.withMounts(List.of(writable)));
    assertThat(outcome.output()).isEqualTo("new\nlayer 1");
    assertThat(outcome.changes()).containsKey("mnt/data").doesNotContainKey("mnt/data/top");
    assertThat(layers.get(2).resolve("top")).hasContent("layer 2");
    RunMount file = new RunMount.Tree(ImmutableList.of(bench.base), ImagePath.of("/etc/passwd"), ImagePath.of("/mnt/one"), false);
    assertThat(bench.shell("exec 2>&1; head -c 4 /mnt/one; echo x >/mnt/one", request -> request.withMounts(List.of(file))).output())
        .startsWith("root").contains("Read-only");
  }

  void nothingIsMountedThroughALinkInAnotherMount(Bench bench) {
    Path tree = bench.fresh("tree");
    bench.sandbox.unpack(tree, Bench.tar(entries -> {
      entries.directory("t/", 0755);
      entries.directory("t/d/", 0755);
      entries.link("t/d/proc", "/proc");
      entries.link("t/d/up", "../../../dev");
      entries.link("t/d/here", ".");
    }));
    RunMount outer = new RunMount.Tree(ImmutableList.of(tree), ImagePath.of("/t"), ImagePath.of("/mnt"), true);
    RunMount cache = new RunMount.Directory(tree.resolve("t"), ImagePath.of("/mnt"), false);
    for (RunMount first : List.of(outer, cache)) {
      for (String target : List.of("/mnt/d/proc", "/mnt/d/proc/sys", "/mnt/d/up", "/mnt/d/up/shm", "/mnt/d/here/x")) {
        RunMount inner = new RunMount.Memory(ImagePath.of(target), OptionalLong.empty(), 0755, 0, 0);
        assertThatThrownBy(() -> bench.shell("true", request -> request.withMounts(List.of(inner, first)))).as(target)
            .isInstanceOf(BuildException.class).hasMessageContaining("is a symbolic link").extracting("code")
            .isEqualTo(ErrorCode.NOT_ALLOWED);
      }
      RunMount beside = new RunMount.Memory(ImagePath.of("/mnt/d/new"), OptionalLong.empty(), 0700, 0, 0);
      assertThat(bench.shell("stat -c %a /mnt/d/new", request -> request.withMounts(List.of(beside, first))).output()).isEqualTo("700\n");
    }
  }

  void aSecretMayBeAnyBytes(Bench bench) {
    byte[] bytes = new byte[256];
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
      expected.append(String.format(Locale.ROOT, " %02x", i));
    }
    RunMount file = new RunMount.SecretFile(SecretValue.of(bytes), ImagePath.of("/run/secrets/key"), 0400, 0, 0);
    Bench.Outcome outcome = bench.shell("od -An -v -tx1 /run/secrets/key | tr -d '\\n'", request -> request.withMounts(List.of(file)));
    assertThat(outcome.output()).isEqualTo(expected.toString());
    byte[] binary = {'h', 'i', 'd', 'd', 'e', 'n', (byte) 0xff, (byte) 0xc3};
    assertThatThrownBy(() -> bench.shell("true", request -> request.withSecretEnvironment(ImmutableMap.of("KEY", SecretValue.of(binary)))))
        .isInstanceOf(BuildException.class).hasMessageContaining("KEY").hasMessageContaining("not UTF-8").hasMessageContaining("as a file")
        .hasMessageNotContaining("hidden").extracting("code").isEqualTo(ErrorCode.UNSUPPORTED);
  }

  void aLinkOnTheWayIntoATreeIsRefused(Bench bench) throws IOException {
    Path evil = Files.createDirectory(bench.fresh("evil"));
    Files.createSymbolicLink(evil.resolve("it's"), Path.of("/"));
    RunMount mount = new RunMount.Tree(ImmutableList.of(evil), ImagePath.of("/it's/etc"), DATA, false);
    BuildException refused = catchThrowableOfType(BuildException.class,
        () -> bench.shell("ls /mnt/data", request -> request.withMounts(List.of(mount))));
    assertThat(refused.code()).isEqualTo(ErrorCode.NOT_ALLOWED);
    assertThat(refused).hasMessageContaining("'/it's'");
  }

  void linksInPlaceOfKernelDirectoriesAreRefused(Bench bench) throws IOException {
    for (String name : List.of("proc", "dev", "sys")) {
      Path evil = bench.fresh("evil");
      bench.sandbox.unpack(evil, Bench.tar(entries -> {
        entries.whiteout(name);
      }));
      Path above = Files.createDirectory(bench.fresh("evil"));
      Files.createSymbolicLink(above.resolve(name), Path.of("/tmp"));
      RunRequest request = RunRequest.of(bench.fresh("workspace"), List.of(bench.base, above), List.of("/bin/true"));
      assertThatThrownBy(() -> bench.run(request)).isInstanceOf(BuildException.class)
          .hasMessageContaining("'/" + name + "' is a symbolic link");
    }
  }

  void aDirectoryOutlivesTheCommand(Bench bench) {
    Path cache = bench.fresh("cache");
    bench.sandbox.unpack(cache, Bench.tar(entries -> entries.directory("./", 0700)));
    RunMount mount = new RunMount.Directory(cache, DATA, false);
    assertThat(bench.shell("mkdir /mnt/data/d; echo 1 >/mnt/data/d/f", request -> request.withMounts(List.of(mount))).exitCode()).isZero();
    RunMount readOnly = new RunMount.Directory(cache, DATA, true);
    assertThat(bench.shell("exec 2>&1; cat /mnt/data/d/f; rm -r /mnt/data/d", request -> request.withMounts(List.of(readOnly))).output())
        .startsWith("1\n").contains("Read-only");
    assertThat(cache.resolve("d/f")).hasContent("1\n");
  }

  void memoryHasASizeAModeAndAnOwner(Bench bench) {
    boolean owners = bench.sandbox.ownership().keepsOwners();
    RunMount mount = new RunMount.Memory(DATA, OptionalLong.of(1 << 20), 0750, owners ? 12 : 0, owners ? 13 : 0);
    Bench.Outcome outcome = bench.shell(
        "stat -c '%a %u %g' /mnt/data; dd if=/dev/zero of=/mnt/data/f bs=64k count=32 2>&1 | grep -o 'No space left'",
        request -> request.withMounts(List.of(mount)));
    assertThat(outcome.lines()).containsExactly(owners ? "750 12 13" : "750 0 0", "No space left");
    assertThat(outcome.changes()).doesNotContainKey("mnt/data/f");
  }

  void nestedMountsAreMadeOutsideIn(Bench bench) {
    Bench.Outcome outcome = bench.shell("cat /mnt/data/in/side; ls -a /mnt/data", request -> request.withMounts(List.of(
        new RunMount.Text("text", ImagePath.of("/mnt/data/in/side"), 0644), new RunMount.Memory(DATA, OptionalLong.empty(), 0755, 0, 0))));
    assertThat(outcome.lines()).containsExactly("text.", "..", "in");
  }

  void aTextCanBeReadAndRunButNotWritten(Bench bench) {
    RunMount script = new RunMount.Text("#!/bin/sh\necho ran é \"$1\"\n", ImagePath.of("/dev/pipes/EOF"), 0755);
    Bench.Outcome outcome = bench.shell("exec 2>&1; /dev/pipes/EOF x; echo y >/dev/pipes/EOF; stat -c '%a %u' /dev/pipes/EOF",
        request -> request.withMounts(List.of(script)));
    assertThat(outcome.lines()).startsWith("ran é x").endsWith("755 0");
    assertThat(outcome.output()).contains("Read-only");
  }

  void aSecretFileIsInMemoryOnly(Bench bench) throws Exception {
    boolean owners = bench.sandbox.ownership().keepsOwners();
    String secret = "needle-" + System.nanoTime() + "\n'\"$(id)\u0000é";
    RunMount file = new RunMount.SecretFile(SecretValue.of(secret), ImagePath.of("/run/secrets/token"), 0440, owners ? 5 : 0,
        owners ? 6 : 0);
    RunRequest request = bench.request("sh", "-c",
        "stat -c '%a %u %g' /run/secrets/token; cat /run/secrets/token; grep /run/secrets /proc/self/mountinfo; echo \"<$TOKEN>\"; sleep 0.5")
        .withMounts(List.of(file))
        .withSecretEnvironment(ImmutableMap.of("TOKEN", SecretValue.of("needle in a variable")));
    AtomicLong found = new AtomicLong(-1);
    AtomicBoolean over = new AtomicBoolean();
    Thread looker = Thread.ofPlatform().start(() -> found.set(search(request.workspace(), "needle", over)));
    Bench.Outcome outcome = bench.run(request);
    over.set(true);
    looker.join();
    assertThat(outcome.output()).startsWith((owners ? "440 5 6" : "440 0 0") + "\n" + secret).contains("<needle in a variable>");
    assertThat(outcome.output()).containsPattern("ro,nosuid,nodev,noexec").doesNotContain("ext4");
    assertThat(outcome.contents().toString()).doesNotContain("needle");
    assertThat(found.get()).as("files of the workspace that were read, none with the secret").isPositive();
  }

  /** Reads the files of a workspace while a command runs; how many, or a failure if one has the text. */
  private static long search(Path workspace, String needle, AtomicBoolean over) {
    AtomicLong read = new AtomicLong();
    while (!over.get()) {
      try {
        Files.walkFileTree(workspace, new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isRegularFile()) {
              read.set(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).contains(needle) ? Long.MIN_VALUE : read.get() + 1);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException notYetOrGoneOrNotOurs) {
            return FileVisitResult.CONTINUE;
          }
        });
        if (ProcessHandle.current().descendants().anyMatch(process -> process.info().commandLine().orElse("").contains(needle))) {
          return Long.MIN_VALUE;
        }
        Thread.sleep(10);
      } catch (IOException gone) {
        // the next look tells
      } catch (InterruptedException e) {
        return -1;
      }
    }
    return read.get();
  }

  void anAgentAnswersThroughASocket(Bench bench) throws Exception {
    boolean owners = bench.sandbox.ownership().keepsOwners();
    Path agent = Files.createTempDirectory("slipway-agent").resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(agent))) {
      var unused = Thread.ofPlatform().daemon().start(() -> answer(server));
      RunMount mount = new RunMount.AgentSocket(agent, ImagePath.of("/run/agent/sock"), 0600, owners ? 7 : 0, owners ? 8 : 0);
      String client = "use IO::Socket::UNIX; $s = IO::Socket::UNIX->new(Peer => q(/run/agent/sock)) or die $!; print $s $ARGV[0]; $s->shutdown(1); print <$s>";
      RunMount system = new RunMount.Directory(Path.of("/usr"), ImagePath.of("/usr"), true);
      Bench.Outcome outcome = bench.shell(
          "/bin/stat -c '%a %u %g %F' /run/agent/sock; for i in 1 2; do /usr/bin/perl -e '" + client + "' question$i; echo; done",
          request -> request.withMounts(List.of(mount, system)));
      assertThat(outcome.lines()).containsExactly(
          owners ? "600 7 8 socket" : "600 0 0 socket", "answer to question1", "answer to question2");
    }
  }

  private static void answer(ServerSocketChannel server) {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept()) {
        ByteBuffer question = ByteBuffer.allocate(100);
        int count = Math.max(0, client.read(question));
        client.write(
            ByteBuffer
                .wrap(("answer to " + new String(question.array(), 0, count, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8)));
      } catch (IOException gone) {
        // the client, or the server when the test is over
      }
    }
  }
}
