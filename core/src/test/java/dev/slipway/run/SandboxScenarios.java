package dev.slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.image.ImagePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/** What every sandbox must do, whoever runs it: each method is one promise, and takes a bench of that sandbox. */
final class SandboxScenarios {
  private static final ImagePath DATA = ImagePath.of("/mnt/data");

  void aCommandPrintsAndExits(Bench bench) {
    Bench.Outcome outcome = bench.shell("echo out; exec >&2; echo err; exit 7");
    assertThat(outcome.result()).isEqualTo(new RunResult(7, false));
    assertThat(outcome.lines()).containsExactlyInAnyOrder("out", "err");
  }

  void aSignalIs128AndItsNumber(Bench bench) {
    assertThat(bench.shell("sh -c 'kill -9 $$; true'; exit $?").exitCode()).isEqualTo(137);
  }

  void aMissingCommandIs127AndAFileThatIsNoProgram126(Bench bench) {
    Bench.Outcome missing = bench.run(bench.request("/bin/nothing"));
    assertThat(missing.exitCode()).isEqualTo(127);
    assertThat(missing.output()).contains("/bin/nothing: not found");
    assertThat(bench.run(bench.request("nothing")).exitCode()).isEqualTo(127);
    assertThat(bench.run(bench.request("/etc/passwd")).exitCode()).isEqualTo(126);
  }

  void theEnvironmentIsWhatWasAsked(Bench bench) {
    RunRequest request = bench.request("env").withEnvironment(ImmutableMap.of("PATH", "/bin", "HOME", "/h", "ODD", "a b\n'\"$x\\ é"));
    assertThat(bench.run(request).output()).isEqualTo("PATH=/bin\nHOME=/h\nODD=a b\n'\"$x\\ é\n");
  }

  void argumentsArriveAsTheyAre(Bench bench) {
    RunRequest request = bench.request("sh", "-c", "printf '<%s>' \"$@\"", "x", "a b", "", "'", "\"$(id)\"", "\n", "é");
    assertThat(bench.run(request).output()).isEqualTo("<a b><><'><\"$(id)\"><\n><é>");
  }

  void onlyThreeDescriptorsAreOpen(Bench bench) {
    assertThat(Bench.sorted(bench.shell("sleep 9 & ls /proc/$!/fd; kill $!").output())).containsExactly("0", "1", "2");
    assertThat(bench.shell("cat; echo end").output()).isEqualTo("end\n");
  }

  void capabilitiesAreDockers(Bench bench) {
    List<String> lines = bench.shell("grep Cap /proc/self/status").lines();
    assertThat(lines).containsExactly(
        "CapInh:\t0000000000000000", "CapPrm:\t00000000a80425fb", "CapEff:\t00000000a80425fb", "CapBnd:\t00000000a80425fb",
        "CapAmb:\t0000000000000000");
    assertThat(bench.shell("grep CapBnd /proc/self/status", request -> request.withConfinement(Confinement.INSECURE)).output())
        .isNotEqualTo("CapBnd:\t00000000a80425fb\n");
  }

  void theUserAndItsGroupsAreExact(Bench bench) {
    RunUser user = new RunUser(1000, 1001, ImmutableSortedSet.of(5L, 77L));
    if (!bench.sandbox.ownership().keepsOwners()) {
      assertThatThrownBy(() -> bench.shell("id", request -> request.withUser(user))).isInstanceOf(BuildException.class)
          .hasMessageContaining("/etc/subuid");
      assertThat(bench.shell("id -u; id -g; id -G").lines().subList(0, 2)).containsExactly("0", "0");
      return;
    }
    Bench.Outcome outcome = bench.shell("id -u; id -g; id -G; grep Cap /proc/self/status; echo x >/dev/stderr; echo x >/tmp/f",
        request -> request.withUser(user));
    assertThat(outcome.lines()).startsWith("1000", "1001", "1001 5 77", "CapInh:\t0000000000000000", "CapPrm:\t0000000000000000",
        "CapEff:\t0000000000000000");
    assertThat(outcome.changes().get("tmp/f").getLongUserId()).isEqualTo(1000);
    assertThat(bench.shell("id -G").output()).isEqualTo("0\n");
  }

  void theMachineLooksAsAsked(Bench bench) {
    Bench.Outcome outcome = bench.shell(
        "hostname; pwd; umask; cat /etc/hosts; ls -d /dev/null /dev/pts /dev/shm /dev/mqueue; ulimit -n",
        request -> request.withHostname("box").withWorkingDirectory(ImagePath.of("/usr/kept")));
    assertThat(outcome.lines()).startsWith("box", "/usr/kept", "0022", "127.0.0.1\tlocalhost box");
    assertThat(outcome.lines()).contains("/dev/null", "/dev/pts", "/dev/shm", "/dev/mqueue").endsWith("1024");
  }

  void theKernelIsMasked(Bench bench) {
    Bench.Outcome outcome = bench
        .shell("cat /proc/kcore | head -c 1; echo 1 >/proc/sys/kernel/panic; ls /sys/firmware /proc/acpi; ls /sys/fs/root");
    assertThat(outcome.output()).contains("panic: Read-only file system")
        .contains("ls: /sys/fs/root: No such file or directory");
  }

  void processesOfTheHostAreOutOfSight(Bench bench) {
    assertThat(bench.shell("ls /proc | grep -c '^[0-9]'; echo $$").lines()).hasSize(2).endsWith("1");
  }

  void stepsOutOfTheNamespacesAreRefused(Bench bench) {
    for (String command : List.of("unshare -U true", "unshare -m true", "mount -t tmpfs none /tmp", "umount /proc")) {
      Bench.Outcome outcome = bench.shell(command + " && echo DONE");
      assertThat(outcome.exitCode()).as(command).isNotZero();
      assertThat(outcome.output()).as(command).containsAnyOf("not permitted", "permission denied");
    }
  }

  void deviceNodesCannotBeOpened(Bench bench) {
    for (String directory : List.of("/", "/tmp", "/dev", "/dev/shm", "/mnt/data")) {
      Bench.Outcome outcome = bench.shell("mknod " + directory + "/d c 1 5 && head -c 1 " + directory + "/d && echo READ",
          request -> request.withMounts(List.of(new RunMount.Memory(DATA, OptionalLong.empty(), 0755, 0, 0))));
      assertThat(outcome.output()).as(directory).doesNotContain("READ");
      assertThat(outcome.exitCode()).as(directory).isNotZero();
    }
  }

  void withoutANetworkThereIsOnlyLoopback(Bench bench) {
    Bench.Outcome outcome = bench.shell(
        "exec 2>&1; ls /sys/class/net; ip addr show lo; cat /etc/resolv.conf", request -> request.withNetwork(RunNetwork.NONE));
    assertThat(outcome.lines()).startsWith("lo");
    assertThat(outcome.output()).contains("127.0.0.1/8").contains("UP").contains("can't open '/etc/resolv.conf'");
  }

  void theHostsNetworkIsTheHosts(Bench bench) throws IOException {
    String interfaces;
    try (Stream<Path> links = Files.list(Path.of("/sys/class/net"))) {
      interfaces = links.map(path -> path.getFileName().toString()).sorted().collect(Collectors.joining("\n"));
    }
    Bench.Outcome outcome = bench.shell("ls /sys/class/net; cat /etc/resolv.conf");
    assertThat(outcome.output()).isEqualTo(interfaces + "\n" + Files.readString(Path.of("/etc/resolv.conf")));
  }

  void aMissingWorkingDirectoryIsMadeForTheUser(Bench bench) {
    boolean owners = bench.sandbox.ownership().keepsOwners();
    RunUser user = owners ? new RunUser(1000, 1001, ImmutableSortedSet.of()) : RunUser.ROOT;
    Bench.Outcome outcome = bench.shell("pwd; stat -c '%a %u %g' . .. /usr; touch made", request -> request.withUser(user)
        .withWorkingDirectory(ImagePath.of("/usr/it's/é \n$x")));
    String made = owners ? "755 1000 1001" : "755 0 0";
    assertThat(outcome.output()).isEqualTo("/usr/it's/é \n$x\n" + made + "\n" + made + "\n755 0 0\n");
    assertThat(outcome.changes()).containsKey("usr/it's/é \n$x/made");
    assertThat(outcome.exitCode()).isZero();
  }

  void aWorkingDirectoryThatCannotBeMadeIsRefused(Bench bench) {
    Path layer = bench.fresh("layer");
    bench.sandbox.unpack(layer, Bench.tar(entries -> entries.link("away", "../../../../..")));
    RunRequest request = RunRequest.of(bench.fresh("workspace"), List.of(bench.base, layer), List.of("/bin/true"));
    assertThatThrownBy(() -> bench.run(request.withWorkingDirectory(ImagePath.of("/away/" + bench.directory.getFileName() + "/new"))))
        .isInstanceOf(BuildException.class).hasMessageContaining("'/away' is a symbolic link").extracting("code")
        .isEqualTo(ErrorCode.NOT_ALLOWED);
    assertThatThrownBy(() -> bench.run(request.withWorkingDirectory(ImagePath.of("/etc/passwd/new")))).isInstanceOf(BuildException.class)
        .hasMessageContaining("working directory").hasMessageContaining("'/etc/passwd'");
  }

  void changesComeAsATarInPathOrder(Bench bench) {
    Bench.Outcome outcome = bench.shell("""
        mkdir -p /new/b /new/a; echo text >/new/a/f; ln /new/a/f /new/a/g; ln -s f /new/a/l; chmod 4711 /new/a/f
        rm /usr/gone/file; rm -r /usr/kept; mkdir /usr/kept""");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.contents().get("new/a/f")).isEqualTo("text\n");
    assertThat(outcome.changes().get("new/a/f").getMode() & 07777).isEqualTo(04711);
    assertThat(outcome.changes().get("new/a/g").getLinkName()).isEqualTo("./new/a/f");
    assertThat(outcome.changes().get("new/a/l").getLinkName()).isEqualTo("f");
    TarArchiveEntry whiteout = outcome.changes().get("usr/gone/file");
    assertThat(whiteout.isCharacterDevice()).isTrue();
    assertThat(whiteout.getDevMajor() + whiteout.getDevMinor()).isZero();
    String mark = bench.sandbox.ownership().marksAsUser() ? "user.overlay.opaque" : "trusted.overlay.opaque";
    assertThat(outcome.changes().get("usr/kept").getExtraPaxHeader("SCHILY.xattr." + mark)).isEqualTo("y");
    assertThat(outcome.changes()).doesNotContainKeys("bin", "bin/busybox", "usr/kept/file");
  }

  void theUpperDirectoryCanBeKeptWithOlderTimes(Bench bench) throws IOException {
    keptWithOlderTimes(bench, "", Instant.ofEpochSecond(1_000_000_000, 5));
  }

  void timesAreSetBackWithoutTheHelpOfOtherPrograms(Bench bench) throws IOException {
    keptWithOlderTimes(bench, "", Instant.ofEpochSecond(1_000_000_000, 5_000));
  }

  void timesAreSetBackWhereOpeningAFileWouldHang(Bench bench) throws IOException {
    keptWithOlderTimes(bench, "; mkfifo /d/pipe; touch /d/hidden; chmod 0 /d/hidden", Instant.ofEpochSecond(1_000_000_000, 5_000));
  }

  private static void keptWithOlderTimes(Bench bench, String more, Instant latest) throws IOException {
    Path kept = bench.fresh("kept");
    RunRequest request = bench.request("sh", "-c", "mkdir /d; touch /d/new; touch -d @77 /d/old; ln -s x /d/link; rm /usr/gone/file" + more)
        .withLatest(latest);
    assertThat(bench.run(request, kept).exitCode()).isZero();
    assertThat(Files.getLastModifiedTime(kept.resolve("d/new")).toInstant()).isEqualTo(latest);
    assertThat(Files.getLastModifiedTime(kept.resolve("d/link"), LinkOption.NOFOLLOW_LINKS).toInstant()).isEqualTo(latest);
    assertThat(Files.getLastModifiedTime(kept.resolve("d")).toInstant()).isEqualTo(latest);
    if (!more.isEmpty()) {
      assertThat(Files.getLastModifiedTime(kept.resolve("d/pipe")).toInstant()).isEqualTo(latest);
      assertThat(Files.getLastModifiedTime(kept.resolve("d/hidden")).toInstant()).isEqualTo(latest);
    }
    assertThat(Files.getLastModifiedTime(kept.resolve("d/old")).toInstant()).isEqualTo(Instant.ofEpochSecond(77));
    assertThat(request.workspace()).doesNotExist();
    Bench.Outcome above = bench.run(
        RunRequest.of(bench.fresh("workspace"), List.of(bench.base, kept), List.of("/bin/sh", "-c", "/bin/ls /d /usr/gone")));
    assertThat(above.lines()).contains("/d:", "link", "new", "old", "", "/usr/gone:").doesNotContain("file");
    bench.sandbox.remove(kept);
    assertThat(kept).doesNotExist();
  }

  void fiveHundredLayersAreStacked(Bench bench) throws IOException {
    RunRequest request = RunRequest
        .of(bench.fresh("workspace"), bench.layers(500),
            List.of("/bin/sh", "-c", "cat /top; echo; cat /of-1; echo; cat /of-499; echo; ls / | grep -c of-"))
        .withEnvironment(ImmutableMap.of("PATH", "/bin"));
    assertThat(bench.run(request).lines()).containsExactly("layer 499", "layer 1", "layer 499", "499");
    assertThatThrownBy(() -> bench.run(RunRequest.of(bench.fresh("workspace"), bench.layers(501), List.of("true"))))
        .isInstanceOf(BuildException.class).hasMessageContaining("501 layers");
  }

  void aLayerMayOccurTwice(Bench bench) throws IOException {
    List<Path> layers = bench.layers(3);
    List<Path> twice = List.of(layers.get(0), layers.get(1), layers.get(2), layers.get(1));
    assertThat(bench.run(RunRequest.of(bench.fresh("workspace"), twice, List.of("/bin/cat", "/top"))).output()).isEqualTo("layer 1");
  }

  void anyCharacterMayStandInAPath(Bench bench) throws IOException {
    Path odd = Files.createDirectory(bench.directory.resolve("a:b,c\\d e\nf'g\"$(h)=é"));
    Path layer = Files.createDirectory(odd.resolve("layer:,\\ \n"));
    Files.writeString(layer.resolve("seen"), "seen");
    Path cache = odd.resolve("cache,:\n x");
    bench.sandbox.unpack(cache, Bench.tar(entries -> entries.directory("./", 0755)));
    RunRequest request = RunRequest
        .of(odd.resolve("workspace"), List.of(bench.base, layer), List.of("/bin/sh", "-c", "/bin/cat /seen; echo kept >/mnt/data/f"))
        .withMounts(List.of(new RunMount.Directory(cache, DATA, false)));
    Bench.Outcome outcome = bench.run(request);
    assertThat(outcome.output()).isEqualTo("seen");
    RunRequest oddName = RunRequest.of(odd.resolve("work space"), List.of(bench.base), List.of("/bin/true"));
    assertThatThrownBy(() -> bench.run(oddName)).isInstanceOf(InvalidValueException.class).hasMessageContaining("plain name");
    assertThat(cache.resolve("f")).hasContent("kept\n");
    assertThat(request.workspace()).doesNotExist();
  }

  void aDaemonEndsWithItsCommand(Bench bench) throws Exception {
    String seconds = Long.toString(100_000 + System.nanoTime() % 100_000);
    long start = System.nanoTime();
    Bench.Outcome outcome = bench.shell("setsid sleep " + seconds + " & (sleep " + seconds + " &) ; echo done");
    assertThat(outcome.output()).isEqualTo("done\n");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    Leftovers.assertNone("sleep " + seconds, bench.directory, 1000);
  }

  void timeEnds(Bench bench) throws Exception {
    String seconds = Long.toString(100_000 + System.nanoTime() % 100_000);
    long start = System.nanoTime();
    RunRequest request = bench.request("sh", "-c", "echo begun; sleep " + seconds).withTimeout(Duration.ofMillis(700));
    Bench.Outcome outcome = bench.run(request);
    assertThat(outcome.result()).isEqualTo(new RunResult(137, true));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(700), Duration.ofSeconds(10));
    assertThat(outcome.output()).startsWith("begun\n");
    assertThat(outcome.changes()).isEmpty();
    assertThat(request.workspace()).doesNotExist();
    Leftovers.assertNone("sleep " + seconds, bench.directory, 1000);
  }

  void muchOutputIsPassedOnWithoutBeingHeld(Bench bench) {
    AtomicLong bytes = new AtomicLong();
    RunResult result = bench.sandbox.run(bench.request("sh", "-c", "yes 0123456789abcdef | head -c 300000000"),
        (block, offset, length) -> bytes.addAndGet(length), Bench.ignored());
    assertThat(result.exitCode()).isZero();
    assertThat(bytes.get()).isEqualTo(300_000_000);
  }

  void anOutputThatThrowsIsToldAfterTheCommand(Bench bench) {
    Path cache = bench.fresh("cache");
    bench.sandbox.unpack(cache, Bench.tar(entries -> entries.directory("./", 0700)));
    RunRequest request = bench.request("sh", "-c", "seq 100000; touch /mnt/data/finished")
        .withMounts(List.of(new RunMount.Directory(cache, DATA, false)));
    assertThatThrownBy(() -> bench.sandbox.run(request, (block, offset, length) -> {
      throw new IllegalStateException("full");
    }, Bench.ignored())).hasMessage("full");
    assertThat(cache.resolve("finished")).exists();
  }

  void aWorkspaceThatExistsIsLeftAlone(Bench bench) throws IOException {
    RunRequest request = bench.request("true");
    Files.createDirectory(request.workspace());
    Files.writeString(request.workspace().resolve("precious"), "x");
    assertThatThrownBy(() -> bench.run(request)).isInstanceOf(BuildException.class).hasMessageContaining("exists already");
    assertThat(request.workspace().resolve("precious")).hasContent("x");
  }

  void aReceiverOfChangesThatThrowsLeavesNothing(Bench bench) {
    RunRequest request = bench.request("sh", "-c", "head -c 50000000 /dev/zero >/f");
    RunChanges failing = new RunChanges() {
      @Override
      public Optional<ImmutableList<ImagePath>> read(int exitCode, InputStream tar) throws IOException {
        assertThat(tar.read()).isNotNegative();
        throw new IOException("disk full");
      }

      @Override
      public void keep(Optional<Path> upper) {}
    };
    assertThatThrownBy(() -> bench.sandbox.run(request, (block, offset, length) -> {}, failing)).isInstanceOf(BuildException.class)
        .hasMessageContaining("disk full");
    assertThat(request.workspace()).doesNotExist();
  }

  void treesAreUnpackedPackedAndRemoved(Bench bench) throws IOException {
    boolean owners = bench.sandbox.ownership().keepsOwners();
    String mark = bench.sandbox.ownership().marksAsUser() ? "user.overlay.opaque" : "trusted.overlay.opaque";
    Path tree = bench.fresh("tree");
    bench.sandbox.unpack(tree, Bench.tar(entries -> {
      entries.directory("./", 0755);
      entries.directory("d/", 02750);
      entries.owned("d/f", "content", 1234, 4321, Map.of("user.name", "value", "security.capability",
          "\u0001\u0000\u0000\u0002\u0000\u0004\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000"));
      entries.whiteout("d/gone");
      entries.owned("d/marked", "", 0, 0, Map.of("user.x", "y"));
    }));
    Map<String, TarArchiveEntry> packed = new TreeMap<>();
    Map<String, String> contents = new TreeMap<>();
    bench.sandbox.pack(tree, tar -> Bench.readTar(tar, packed, contents));
    assertThat(contents.get("d/f")).isEqualTo("content");
    assertThat(packed.get("d/f").getLongUserId()).isEqualTo(owners ? 1234 : 0);
    assertThat(packed.get("d/f").getLongGroupId()).isEqualTo(owners ? 4321 : 0);
    assertThat(packed.get("d/f").getMode() & 07777).isEqualTo(0640);
    assertThat(packed.get("d").getMode() & 07777).isEqualTo(02750);
    assertThat(packed.get("d/f").getExtraPaxHeader("SCHILY.xattr.user.name")).isEqualTo("value");
    assertThat(packed.get("d/f").getExtraPaxHeader("SCHILY.xattr.security.capability")).startsWith("\u0001\u0000\u0000\u0002");
    assertThat(packed.get("d/gone").isCharacterDevice()).isTrue();
    assertThat(mark).isNotEmpty();
    bench.sandbox.remove(tree);
    bench.sandbox.remove(tree);
    assertThat(tree).doesNotExist();
  }

  void anUnpackThatFailsLeavesNothing(Bench bench) {
    Path tree = bench.fresh("tree");
    assertThatThrownBy(() -> bench.sandbox.unpack(tree, out -> {
      Bench.tar(entries -> entries.directory("d/", 0755)).writeTo(out);
      throw new IOException("source gone");
    })).isInstanceOf(BuildException.class).hasMessageContaining("source gone");
    assertThat(tree).doesNotExist();
    assertThatThrownBy(() -> bench.sandbox.unpack(tree, out -> out.write(new byte[]{1, 2, 3, 4}))).isInstanceOf(BuildException.class);
    assertThat(tree).doesNotExist();
    assertThatThrownBy(() -> bench.sandbox.unpack(bench.base, out -> {})).isInstanceOf(BuildException.class)
        .hasMessageContaining("exists already");
    assertThat(bench.base.resolve("bin/busybox")).exists();
  }

  void anInterruptEndsEverythingAndIsKept(Bench bench) throws Exception {
    String seconds = Long.toString(100_000 + System.nanoTime() % 100_000);
    RunRequest request = bench.request("sh", "-c", "setsid sleep " + seconds + " & sleep " + seconds);
    AtomicLong took = new AtomicLong(-1);
    Thread runner = Thread.ofPlatform().start(() -> {
      BuildException cancelled = catchThrowableOfType(BuildException.class, () -> bench.run(request));
      took.set(cancelled.code() == ErrorCode.CANCELLED && Thread.currentThread().isInterrupted() ? System.nanoTime() : -2);
    });
    Thread.sleep(300);
    long start = System.nanoTime();
    runner.interrupt();
    runner.join();
    assertThat(took.get() - start).isBetween(0L, 2_000_000_000L);
    Leftovers.assertNone("sleep " + seconds, bench.directory, 200);
    assertThat(request.workspace()).doesNotExist();
  }

  void limitsHoldOrAreRefused(Bench bench) throws Exception {
    RunLimits limits = RunLimits.NONE.memory(32 << 20).processes(10).cpus(0.5);
    Bench.Outcome outcome;
    try {
      outcome = bench.shell("i=0; while [ $i -lt 20 ]; do sleep 1 & i=$((i+1)); done 2>&1; echo end",
          request -> request.withLimits(limits));
    } catch (BuildException refused) {
      assertThat(bench.sandbox.ownership().kind()).isNotEqualTo(Ownership.Kind.ROOT);
      assertThat(refused).hasMessageContaining("Delegate");
      return;
    }
    assertThat(outcome.output()).contains("can't fork");
    // whom the kernel kills is its choice: the command, or the shell above it
    Bench.Outcome greedy = bench.shell("head -c 100000000 /dev/zero | tail -n 1 | wc -c", request -> request.withLimits(limits));
    assertThat(greedy.output()).doesNotContain("100000000");
    assertThat(greedy.exitCode() == 137 || greedy.output().contains("Killed")).isTrue();
    assertThat(bench.shell("exit 3", request -> request.withLimits(limits)).exitCode()).isEqualTo(3);
    Leftovers.assertNone("no such word", bench.directory, 2000);
  }

  void anIsolatedNetworkReachesTheOutsideOrIsRefused(Bench bench) {
    Bench.Outcome outcome;
    try {
      outcome = bench.shell(
          "ls /sys/class/net; ip addr show lo | grep -o 127.0.0.1/8; ip route | grep -c default; cat /etc/resolv.conf",
          request -> request.withNetwork(RunNetwork.ISOLATED));
    } catch (BuildException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.UNSUPPORTED);
      assertThat(refused.getMessage()).containsAnyOf("slirp4netns", "pasta");
      return;
    }
    assertThat(outcome.lines()).contains("lo", "127.0.0.1/8", "1").hasSizeGreaterThan(4);
    assertThat(outcome.output()).contains("nameserver 10.0.2.3");
  }
}
