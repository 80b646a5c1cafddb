package dev.slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.slipway.BuildException;
import dev.slipway.InvalidValueException;
import dev.slipway.image.ImagePath;
import dev.slipway.image.SecretValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetectionTest {
  @TempDir
  Path directory;

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "crun version 1.8.1|used with a warning", "crun version 1.4.3|refused", "crun version 0.21|refused",
      "crun version 1.25|used with a warning",
      "crun version 1.27.1|used with a warning", "crun version 1.28|used", "crun version 1.29.1|used", "crun version 2.0|used",
      "runc version 1.1.11|refused", "runc version 1.1.12|used with a warning",
      "runc version 1.1.12-rc.1|refused", "runc version 1.2.8|used", "runc version 1.2.7|used with a warning", "runc version 1.3.3|used",
      "runc version 1.3.2|used with a warning", "runc version 1.4.0-rc.2|used with a warning", "runc version 1.4.0-rc.3|used",
      "runc version 1.4.0-rc.10|used", "runc version 1.4.0|used", "runc version 1.5.0-rc.1|used",
      "runc version 1.1.5+ds1~commit: 1.1.5+ds1-1+deb12u1|used with a warning",
      "runc version 1.1.5+ds1~commit: 1.1.5+ds1-1|refused", "runc version 1.1.7-0ubuntu1~22.04.1|refused"})
  void versionsWithKnownEscapesAreRefused(String printed, String expected) {
    RuntimeVersions.Judgement judgement = RuntimeVersions.judge(printed.replace("~commit", "\ncommit")).orElseThrow();
    assertThat(judgement.refusal().isPresent() ? "refused" : judgement.warning().isPresent() ? "used with a warning" : "used")
        .isEqualTo(expected);
  }

  @Test
  void otherProgramsAreNoRuntimes() {
    assertThat(RuntimeVersions.judge("Docker version 20.10.24")).isEmpty();
    assertThat(RuntimeVersions.judge("")).isEmpty();
    assertThat(RuntimeVersions.judge("runc version 99999999999.1.1")).isEmpty();
  }

  @Test
  void subordinateIdsAreFoundByNameAndNumber() throws IOException {
    Path file = Files.writeString(
        directory.resolve("subuid"), "# none\nother:1:70000\nme:100000:65536\n1000:300000:10\nfew:5:100\nbad\nwrong:x:1\n");
    SubordinateIds ids = SubordinateIds.read(file, Optional.of("me"), 1000).orElseThrow();
    assertThat(ids.arguments(1000)).containsExactly("0", "1000", "1", "1", "100000", "65536", "65537", "300000", "10");
    assertThat(new Ownership(Ownership.Kind.SUBORDINATE, "user-1000" + ids.name()).id()).isEqualTo("user-1000-100000-65536-300000-10");
    assertThat(SubordinateIds.read(file, Optional.of("few"), 7)).isEmpty();
    assertThat(SubordinateIds.read(file, Optional.empty(), 7)).isEmpty();
    assertThat(SubordinateIds.read(directory.resolve("none"), Optional.of("me"), 1000)).isEmpty();
    assertThatThrownBy(() -> SubordinateIds.read(file, Optional.of("wrong"), 7)).hasMessageContaining("name:first:count");
  }

  @Test
  void controlGroupsOfBothVersionsAreFound() throws IOException {
    Path memory = Files.createDirectories(directory.resolve("memory/here"));
    Path user = Files.createDirectories(directory.resolve("unified/user.slice/app.slice/build.scope"));
    Files.writeString(directory.resolve("unified/user.slice/cgroup.subtree_control"), "cpu memory pids\n");
    Files.writeString(directory.resolve("unified/user.slice/cgroup.procs"), "");
    ControlGroups groups = ControlGroups.parse(
        "1 0 8:1 / / rw - ext4 /dev/sda rw\n"
            + "2 1 0:1 / " + directory + "/memory rw - cgroup cgroup rw,memory\n"
            + "3 1 0:2 / " + directory + "/unified rw - cgroup2 cgroup2 rw\n",
        "4:memory:/here\n0::/user.slice/app.slice/build.scope\n");
    ImmutableList<String> commands = groups.commands(RunLimits.NONE.memory(64 << 20).cpus(1.5).processes(9), "slipway-x",
        OciRuntime.Kind.CRUN);
    Path inUser = user.getParent().getParent().resolve("slipway-x");
    assertThat(commands).containsExactly(
        "group 5 '" + memory.resolve("slipway-x") + "'", "limit '" + memory.resolve("slipway-x/memory.limit_in_bytes") + "' '67108864'",
        "limit_if_there '" + memory.resolve("slipway-x/memory.memsw.limit_in_bytes") + "' 67108864", "group 6 '" + inUser + "'",
        "limit '" + inUser.resolve("cpu.max") + "' '150000 100000'", "limit '" + inUser.resolve("pids.max") + "' '10'");
    assertThatThrownBy(() -> ControlGroups.parse("", "").commands(RunLimits.NONE.processes(1), "x", OciRuntime.Kind.CRUN))
        .isInstanceOf(BuildException.class).hasMessageContaining("Delegate");
    Files.writeString(directory.resolve("unified/user.slice/cgroup.subtree_control"), "cpu\n");
    assertThatThrownBy(() -> groups.commands(RunLimits.NONE.processes(1), "x", OciRuntime.Kind.CRUN)).isInstanceOf(BuildException.class)
        .hasMessageContaining("'pids'");
  }

  @Test
  void aMarkIsFoundHoweverItArrives() throws IOException {
    byte[] content = "a tar with a mark in it: MARK 000, MARK".getBytes(StandardCharsets.US_ASCII);
    byte[] all = (new String(content, StandardCharsets.US_ASCII) + "MARK 002\n").getBytes(StandardCharsets.US_ASCII);
    for (int piece = 1; piece <= all.length; piece++) {
      int size = piece;
      InputStream pieces = new ByteArrayInputStream(all) {
        @Override
        public synchronized int read(byte[] bytes, int offset, int length) {
          assertThat(available()).as("nothing is read after the mark").isPositive();
          return super.read(bytes, offset, Math.min(length, size));
        }
      };
      MarkedInput input = new MarkedInput(pieces, "MARK");
      assertThat(input.readAllBytes()).isEqualTo(content);
      assertThat(input.status()).isEqualTo(2);
    }
    MarkedInput unread = new MarkedInput(new ByteArrayInputStream(all), "MARK");
    assertThat(unread.status()).isEqualTo(2);
    assertThatThrownBy(() -> new MarkedInput(new ByteArrayInputStream(content), "MARK").status()).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc", "/proc/self/fd/7", "/dev/fd/3", "/sys/kernel"})
  void workingDirectoriesOfTheKernelAreRefused(String path) {
    RunRequest request = RunRequest.of(directory, List.of(), List.of("true"));
    assertThatThrownBy(() -> request.withWorkingDirectory(ImagePath.of(path))).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("'" + path + "'");
  }

  @Test
  void requestsThatCannotBeRunAreRefused() {
    RunRequest request = RunRequest.of(directory, List.of(), List.of("true"));
    assertThatThrownBy(() -> RunRequest.of(Path.of("relative"), List.of(), List.of("true"))).hasMessageContaining("'relative'");
    assertThatThrownBy(() -> RunRequest.of(directory, List.of(), List.of())).hasMessageContaining("no command");
    assertThatThrownBy(() -> RunRequest.of(directory, List.of(), List.of("a\0b"))).hasMessageContaining("NUL");
    assertThatThrownBy(() -> request.withEnvironment(ImmutableMap.of("A=B", "c"))).hasMessageContaining("'A=B'");
    assertThatThrownBy(
        () -> request.withEnvironment(ImmutableMap.of("A", "c")).withSecretEnvironment(ImmutableMap.of("A", SecretValue.of("d"))))
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> request.withSecretEnvironment(ImmutableMap.of("A", SecretValue.of("hidden\0")))).hasMessageContaining("NUL")
        .hasMessageNotContaining("hidden");
    assertThatThrownBy(() -> request.withTimeout(Duration.ZERO)).hasMessageContaining("no time");
    assertThatThrownBy(() -> request.withHostname("")).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new RunUser(4294967295L, 0, ImmutableSortedSet.of())).hasMessageContaining("4294967295");
    assertThatThrownBy(() -> new RunUser(0, -1, ImmutableSortedSet.of())).hasMessageContaining("-1");
    assertThatThrownBy(() -> RunLimits.NONE.cpus(Double.NaN)).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> RunLimits.NONE.memory(1)).isInstanceOf(InvalidValueException.class);
    for (String target : List.of("/", "/proc", "/proc/1", "/sys/x")) {
      assertThatThrownBy(() -> new RunMount.Text("", ImagePath.of(target), 0644)).hasMessageContaining("'" + target + "'");
    }
    assertThatThrownBy(() -> new RunMount.Text("", ImagePath.of("/x"), 010000)).hasMessageContaining("mode 10000");
    assertThatThrownBy(() -> new SandboxSettings(Optional.of(Path.of("crun")), Privileges.AUTO, Optional.empty()))
        .hasMessageContaining("absolute path");
    assertThatThrownBy(() -> new Ownership(Ownership.Kind.SINGLE, "../x")).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void mountPointsAreToldBeforehand() {
    RunRequest request = RunRequest.of(directory, List.of(), List.of("true"))
        .withMounts(List.of(new RunMount.Text("", ImagePath.of("/x/y"), 0644)));
    assertThat(request.mountPoints().stream().map(ImagePath::toString)).containsExactly(
        "/proc", "/dev", "/sys", "/etc/hosts", "/etc/resolv.conf", "/x/y");
    assertThat(request.withNetwork(RunNetwork.NONE).mountPoints().stream().map(ImagePath::toString)).doesNotContain("/etc/resolv.conf");
  }

  @Test
  void aPathThatIsNotUtf8IsRefusedWithItsBytes() {
    assertThatThrownBy(() -> Faults.utf8("mount target", ImagePath.ofBytes(new byte[]{'/', 'a', (byte) 0xff}).toString()))
        .isInstanceOf(BuildException.class).hasMessageContaining("'/a\\xff'");
  }
}
