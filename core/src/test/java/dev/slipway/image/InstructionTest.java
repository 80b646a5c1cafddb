package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What instructions, mounts and health checks refuse, and what they must not refuse. */
class InstructionTest {
  private static final Stage OTHER = Stage.from("debian").named("other");

  private static void assertRefused(ThrowingCallable call, String... inMessage) {
    assertThatThrownBy(call).isInstanceOf(InvalidValueException.class).hasMessageContainingAll(inMessage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/to/", "/to/.", ".", "..", "../..", "$DIRECTORY", "a/"})
  void severalSourcesGoIntoADirectory(String destination) {
    assertThat(Copy.of(List.of("a", "b"), destination).sources()).hasSize(2);
    assertThat(Add.of(List.of("a", "b"), destination).sources()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/to", "to", "a..", "a.", "...", "/x/..."})
  void severalSourcesDoNotGoIntoAFile(String destination) {
    assertRefused(() -> Copy.of(List.of("a", "b"), destination), "'" + destination + "'", "slash");
    assertRefused(() -> Add.of(List.of("a", "b"), destination), "'" + destination + "'", "slash");
    assertThat(Copy.of("a", destination).destination()).isEqualTo(Word.literal(destination));
  }

  @Test
  void aCopyNeedsSourcesAndADestination() {
    assertRefused(() -> Copy.of(List.of(), "/to/"), "no source");
    assertRefused(() -> Copy.of("", "/to"), "'.'");
    assertRefused(() -> Copy.of("a", ""), "empty destination");
    assertRefused(() -> Copy.of("a\0b", "/to"), "NUL");
    assertRefused(() -> Copy.of(OTHER.files(), "/to"), "at least one");
    assertRefused(() -> Add.of(List.of(), "/to/"), "no source");
    assertRefused(() -> Add.of("", "/to"), "'.'");
    assertRefused(() -> Copy.of("a", "b").mode("u=z"), "'u=z'");
    assertRefused(() -> Copy.of("a", "b").with(CopyOptions.NONE.exclude("")), "empty");
    assertThat(Copy.of("a", "b").owner("$WHO").mode("$MODE").options().owner()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://example.org/x", "http://example.org/x", "git@example.org:x.git", "git://example.org/x",
      "ssh://git@example.org/x"})
  void onlyAddTakesAddresses(String address) {
    assertRefused(() -> Copy.of(address, "/to"), "ADD");
    assertRefused(() -> new Add.Path(Word.of(address)), "Add.Address");
    assertThat(Add.of(address, "/to").sources().get(0)).isInstanceOf(Add.Address.class);
    assertThat(Copy.of(OTHER.file(address), "/to").from()).isPresent();
    assertRefused(() -> new Add.Address(Word.of("ftp://user:hunter2@example.org/x")), "ftp://example.org/x");
  }

  @Test
  void noMessageShowsThePasswordOfAnAddress() {
    for (String address : List.of("https://user:hunter2@example.org/x", "https://user:hunter2@example.org",
        "ssh://user:hunter2@example.org?x@y")) {
      assertThatThrownBy(() -> Copy.of(address, "/to")).isInstanceOf(InvalidValueException.class).message().doesNotContain("hunter2");
      assertThatThrownBy(() -> new Add.Path(Word.of(address))).isInstanceOf(InvalidValueException.class).message()
          .doesNotContain("hunter2");
    }
  }

  @Test
  void aGitAddressIsKnownByItsPath() {
    assertThat(List.of("https://a.b/c.git", "https://a.b/c.git#main:dir", "https://a.b/c.git?ref=main", "git@a:b", "ssh://a/b"))
        .allMatch(Add.Address::isGit);
    assertThat(List.of("https://a.b/c", "https://a.b/c.git.tar", "https://a.b/c?x.git", "https://a.b/c#x.git", "file.git"))
        .noneMatch(Add.Address::isGit);
  }

  @Test
  void checksumsAndGitDirectoriesGoWithOneAddress() {
    Digest digest = Digest.sha256(new byte[0]);
    assertThat(Add.of("https://a.b/c", "/to").checksum(digest).checksum()).isPresent();
    assertRefused(() -> Add.of("file", "/to").checksum(digest), "checksum");
    assertRefused(() -> Add.of(List.of("https://a.b/c", "https://a.b/d"), "/to/").checksum(digest), "several");
    assertThat(Add.of("https://a.b/c.git", "/to").keepingGitDirectory().keepGitDirectory()).isTrue();
    assertThat(Add.of("https://$HOST/c", "/to").sources().get(0)).isInstanceOf(Add.Address.class);
    assertRefused(() -> Add.of("https://a.b/c", "/to").keepingGitDirectory(), ".git");
    assertRefused(() -> Add.of("c", "/to").keepingGitDirectory(), ".git");
    assertThat(Add.of("a.tar", "/to").unpacking(false).unpack()).contains(false);
  }

  @Test
  void anInstructionNamesWhatItTakesFilesFrom() {
    Base image = Base.image(ImageReference.parse("debian"));
    Base context = Base.context("c");
    assertThat(Copy.of("a", "/b").bases()).isEmpty();
    assertThat(Copy.of(OTHER.file("/a"), "/b").bases()).containsExactly(OTHER);
    assertThat(Run.shell("x").bases()).isEmpty();
    assertThat(Run.shell("x", CacheMount.at("/c").startingWith(image.file("/x")), BindMount.of("a", "/a"), TmpfsMount.at("/t"),
        CacheMount.at("/d"), SecretMount.of("s"), SshMount.agent(), BindMount.of(context.file("/x"), "/x"),
        BindMount.of(image.file("/y"), "/y")).bases()).containsExactly(image, context, image);
    assertThat(Add.of("https://a.b/c", "/to").bases()).isEmpty();
    assertThat(new Instruction.Onbuild(Copy.of(image.file("/x"), "/y")).bases()).isEmpty();
    assertThat(new Instruction.Workdir(Word.of("/w")).bases()).isEmpty();
  }

  @Test
  void aTriggerTakesNothingFromTheStagesOfThisImage() {
    assertRefused(() -> Stage.scratch().onbuild(Copy.of(OTHER.file("/x"), "/y")), "ONBUILD", "Base.Reference");
    assertRefused(() -> Stage.scratch().onbuild(Run.shell("x", BindMount.of(OTHER.file("/x"), "/y"))), "ONBUILD", "'other'");
    assertRefused(() -> Stage.scratch().onbuild(Run.shell("x", CacheMount.at("/y").startingWith(OTHER.file("/x")))), "ONBUILD", "'other'");
    assertRefused(() -> Stage.scratch().onbuild(new Instruction.Onbuild(Run.shell("x"))), "ONBUILD");
    assertRefused(() -> Stage.scratch().onbuild(new Instruction.Maintainer("x")), "MAINTAINER");
    Stage stage = Stage.scratch().onbuild(Copy.of(Base.image(ImageReference.parse("debian")).file("/x"), "/y"))
        .onbuild(Copy.of(Base.context("c").file("/x"), "/y")).onbuild(Run.shell("x", CacheMount.at("/y")));
    assertThat(stage.sources()).containsExactly(Base.scratch());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "//", "/.", "/a/..", "/proc", "/proc/", "/x/../sys", "/dev", ""})
  void aMountHidesNothingThatProcessesNeed(String target) {
    assertRefused(() -> BindMount.of("a", target), "target");
    assertRefused(() -> CacheMount.at(target), "target");
    assertRefused(() -> TmpfsMount.at(target), "target");
    assertRefused(() -> SecretMount.of("s").at(target), "target");
    assertRefused(() -> SshMount.agent().at(target), "target");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/root/.cache", "relative", "/dev/shm", "$HOME/.cache", "/x"})
  void otherTargetsAreFine(String target) {
    assertThat(CacheMount.at(target).target()).isEqualTo(Word.of(target));
  }

  @Test
  void mountsCheckTheirOptions() {
    assertRefused(() -> BindMount.of(OTHER.files("/a", "/b"), "/c"), "exactly one");
    assertRefused(() -> CacheMount.at("/c").startingWith(OTHER.files("/a", "/b")), "exactly one");
    assertRefused(() -> TmpfsMount.at("/c").limitedTo(0), "1 byte");
    assertRefused(() -> SecretMount.of(""), "id");
    assertRefused(() -> SecretMount.of("s").as("1X"), "'1X'");
    assertRefused(() -> SshMount.agent(""), "id");
    assertRefused(() -> Mount.Access.DEFAULT.withMode(010000), "10000");
    assertRefused(() -> Mount.Access.DEFAULT.withMode(-1), "mode");
    assertRefused(() -> Mount.Access.DEFAULT.withOwner(-1, 0), "negative");
    assertThat(SecretMount.of("s").as("TOKEN").optional().required()).isFalse();
    assertThat(BindMount.of("a", "/b").asWritable().writable()).isTrue();
    assertThat(CacheMount.at("/c").id("x").sharing(Mount.Sharing.LOCKED).asReadOnly().readOnly()).isTrue();
  }

  @Test
  void healthChecksHaveSensibleTimes() {
    Healthcheck.Probe probe = Healthcheck.shell("true");
    assertThat(probe.every(Duration.ofMillis(1)).within(Duration.ofNanos(Long.MAX_VALUE)).interval()).contains(Duration.ofMillis(1));
    assertRefused(() -> probe.every(Duration.ZERO), "interval", "millisecond");
    assertRefused(() -> probe.within(Duration.ofNanos(999_999)), "timeout");
    assertRefused(() -> probe.startingIn(Duration.ofMillis(-5)), "start period");
    assertRefused(() -> probe.startingEvery(Duration.ofDays(200_000)), "start interval", "292 years");
    assertRefused(() -> probe.retries(0), "retry");
    assertRefused(() -> Healthcheck.command(Command.exec()), "program");
    assertRefused(() -> Healthcheck.command(Command.script("x")), "script");
    assertRefused(() -> Healthcheck.command(new Command.ShellForm("cat <<EOF", ImmutableList.of(Heredoc.script("x")))), "script");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:80", "ftp://x", "http://a b", "http://a'b", "", "http://a\n"})
  void healthIsAskedOverHttpAtAnAddress(String url) {
    assertRefused(() -> Healthcheck.http(url), "HTTP address");
  }

  @Test
  void commandsAreThere() {
    assertRefused(() -> Command.shell(" \n"), "blank");
    assertRefused(() -> Command.shell("a\0"), "NUL");
    assertRefused(() -> Command.exec("a\0"), "NUL");
    assertRefused(() -> Command.script("\n"), "blank");
    assertRefused(() -> Run.of(Command.exec()), "program");
    assertRefused(() -> Stage.scratch().command(Command.script("x")), "CMD");
    assertRefused(() -> Stage.scratch().entrypoint(new Command.ShellForm("cat <<EOF", ImmutableList.of(Heredoc.script("x")))),
        "ENTRYPOINT");
    assertRefused(() -> Stage.scratch().shell(), "SHELL");
    assertRefused(() -> Stage.scratch().shell("a\0"), "NUL");
    assertThat(Stage.scratch().command().instructions()).containsExactly(new Instruction.Cmd(Command.exec()));
  }

  @Test
  void settingsNameSomething() {
    assertRefused(() -> Stage.scratch().env("", "x"), "name");
    assertRefused(() -> Stage.scratch().env("a=b", "x"), "'a=b'");
    assertRefused(() -> Stage.scratch().env("a", "\0"), "NUL");
    assertRefused(() -> Stage.scratch().env(Map.of()), "at least one");
    assertRefused(() -> Stage.scratch().label(Map.of()), "at least one");
    assertRefused(() -> Stage.scratch().arg("1X"), "'1X'");
    assertRefused(() -> Stage.scratch().arg("a-b"), "'a-b'");
    assertRefused(() -> Stage.scratch().workdir(""), "WORKDIR");
    assertRefused(() -> Stage.scratch().workdir("  "), "WORKDIR");
    assertRefused(() -> Stage.scratch().volume(), "VOLUME");
    assertRefused(() -> Stage.scratch().volume("/a", ""), "VOLUME");
    assertRefused(() -> Stage.scratch().expose(), "EXPOSE");
    assertRefused(() -> Stage.scratch().expose(0), "0");
    assertRefused(() -> Stage.scratch().expose("8080:80"), "'8080:80'");
    assertRefused(() -> Stage.scratch().user(""), "USER");
    assertRefused(() -> Stage.scratch().user(-1, 0), "'-1'");
    assertRefused(() -> new Instruction.Maintainer("me\nRUN evil"), "one line");
    assertRefused(() -> new Run.Device("a b", true), "'a b'");
    assertRefused(() -> new Run.Device("a\nRUN b", true), "device");
    assertThat(Stage.scratch().env("a", "").label("b", "").instructions()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a b", "a/b", "a\nb", "'EOF'", "-EOF", "a<b", "a\\b", "$A"})
  void aTextInPlaceHasAPlainName(String name) {
    assertRefused(() -> Heredoc.file(name, "x"), "'" + name + "'");
  }

  @Test
  void theLastLineOfATextIsCompleted() {
    assertThat(Heredoc.file("a", "x")).isEqualTo(Heredoc.file("a", "x\n"));
    assertThat(Heredoc.file("a", "").content()).isEmpty();
    assertRefused(() -> Heredoc.file("a", "\0"), "NUL");
    assertThat(Optional.of(Heredoc.script("x").expanded())).contains(false);
  }
}
