package dev.slipway.testkit.arbitraries;

import static dev.slipway.testkit.arbitraries.Generators.flags;
import static dev.slipway.testkit.arbitraries.Generators.oneOf;
import static dev.slipway.testkit.arbitraries.Generators.ready;
import static dev.slipway.testkit.arbitraries.Generators.withExamples;
import static dev.slipway.testkit.arbitraries.Names.lists;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.slipway.image.Add;
import dev.slipway.image.Command;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.Healthcheck;
import dev.slipway.image.Heredoc;
import dev.slipway.image.Instruction;
import dev.slipway.image.Mount;
import dev.slipway.image.PortRange;
import dev.slipway.image.Reuse;
import dev.slipway.image.Run;
import dev.slipway.image.UserSpec;
import dev.slipway.image.Word;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What a stage says beside its files, and everything else that holds no other stage. */
final class Settings {
  private Settings() {}

  static Arbitrary<Heredoc> heredocs() {
    return withExamples(Combinators.combine(ready(Texts.names()), ready(Texts.texts()), flags()).as(Heredoc::new),
        Heredoc.file("EOF", ""), Heredoc.script("#!/bin/sh\nexit 0"));
  }

  static Arbitrary<Command.ShellForm> shellForms() {
    Arbitrary<Command.ShellForm> plain = Texts.filledTexts().map(Command::shell);
    Arbitrary<Command.ShellForm> redirected = heredocs()
        .map(text -> new Command.ShellForm("cat <<" + text.name(), ImmutableList.of(text)));
    return Generators.mostly(4, plain, redirected);
  }

  static Arbitrary<Command.ExecForm> execForms() {
    return ready(lists(ready(Texts.texts()), 0, 3).map(Command::exec));
  }

  static Arbitrary<Command.Script> scripts() {
    return heredocs().filter(text -> !text.content().isBlank()).map(Command.Script::new);
  }

  static Arbitrary<Command> commands() {
    return withExamples(oneOf(shellForms(), execForms().filter(Settings::starts), scripts()), Command.shell("make"), Command.exec("make"));
  }

  /** Commands that any instruction takes: one line, or at least one argument. */
  static Arbitrary<Command> plainCommands() {
    return oneOf(shellForms().filter(command -> command.heredocs().isEmpty()), execForms().filter(Settings::starts));
  }

  private static boolean starts(Command.ExecForm command) {
    return !command.arguments().isEmpty();
  }

  static Arbitrary<Healthcheck.Probe> probes() {
    Arbitrary<Optional<Duration>> durations = Arbitraries.longs().between(1, 3_600_000).map(Duration::ofMillis).optional(0.5);
    return ready(Combinators
        .combine(plainCommands(), durations, durations, durations, durations, Arbitraries.integers().between(1, 99).optional(0.5))
        .as(Healthcheck.Probe::new));
  }

  static Arbitrary<Healthcheck> healthchecks() {
    return withExamples(Generators.mostly(9, probes(), Arbitraries.just(Healthcheck.none())), Healthcheck.none(),
        Healthcheck.http("http://localhost:8080/health"), Healthcheck.shell("true").every(Duration.ofNanos(Long.MAX_VALUE)));
  }

  static Arbitrary<CopyOptions> copyOptions() {
    Arbitrary<Word> owners = oneOf(Texts.users().map(UserSpec::toString).map(Word::literal), Arbitraries.of("$OWNER").map(Word::of));
    Arbitrary<Word> modes = oneOf(Texts.modeChanges().map(Object::toString).map(Word::literal), Arbitraries.of("$MODE").map(Word::of));
    return withExamples(ready(Combinators.combine(owners.optional(0.5), modes.optional(0.5), flags(), lists(Texts.filledWords(), 0, 2))
        .as(CopyOptions::new)), CopyOptions.NONE);
  }

  static Arbitrary<Mount.Access> access() {
    Arbitrary<Optional<Integer>> ids = Arbitraries.integers().greaterOrEqual(0).optional(0.5);
    return withExamples(ready(Combinators.combine(Arbitraries.integers().between(0, 07777).optional(0.5), ids, ids).as(Mount.Access::new)),
        Mount.Access.DEFAULT);
  }

  static Arbitrary<Run.Device> devices() {
    return Combinators.combine(Texts.names().map(name -> "vendor.example/class=" + name), flags()).as(Run.Device::new);
  }

  static Arbitrary<Reuse> reuses() {
    Arbitrary<Duration> times = Arbitraries.longs().between(1, 100_000_000).map(Duration::ofSeconds);
    return withExamples(Combinators.combine(flags(), times.optional(0.5), Texts.names().set().ofMaxSize(2))
        .as((never, expiry, secrets) -> new Reuse(never, expiry, ImmutableSortedSet.copyOf(secrets))), Reuse.BY_CONTENT);
  }

  static Arbitrary<Instruction.Pair> pairs() {
    return ready(Combinators.combine(Texts.variableNames().map(Word::literal), Texts.words()).as(Instruction.Pair::new));
  }

  static Arbitrary<Instruction.Arg> arguments() {
    return ready(Combinators.combine(Texts.variableNames(), Texts.words().optional(0.3)).as(Instruction.Arg::new));
  }

  /** All instructions that neither make files nor hold another instruction. */
  static Arbitrary<Instruction> instructions() {
    Arbitrary<Word> filled = Texts.filledWords();
    Arbitrary<Command> commands = plainCommands();
    Arbitrary<ImmutableList<Instruction.Pair>> pairs = lists(pairs(), 1, 3);
    Arbitrary<Word> ports = oneOf(Names.portRanges().map(PortRange::toString).map(Word::literal),
        Arbitraries.of("$PORT", "127.0.0.1:8080:80", "[::1]::80", "8000-8010:81/udp", "82/").map(Word::of));
    Arbitrary<Word> users = oneOf(Texts.users().map(UserSpec::toString).map(Word::literal),
        Arbitraries.of("$USER", "${USER:-app}:staff", "", "a user:").map(Word::of));
    List<Arbitrary<? extends Instruction>> all = List.of(
        arguments(), lists(arguments(), 2, 3).map(Instruction.Args::new), pairs.map(Instruction.Env::new), pairs.map(Instruction.Label::new), filled.map(Instruction.Workdir::new),
        users.map(Instruction.User::new), lists(ports, 1, 3).map(Instruction.Expose::new), lists(filled, 1, 2).map(Instruction.Volume::new),
        commands.map(Instruction.Cmd::new), commands.map(Instruction.Entrypoint::new),
        Arbitraries.just(new Instruction.Cmd(Command.exec())),
        healthchecks().map(Instruction.Health::new), lists(ready(Texts.texts()), 1, 3).map(Instruction.Shell::new),
        Arbitraries.of("SIGTERM", "sigint", "9", "RTMIN+3", "$SIGNAL").map(Word::of).map(Instruction.StopSignal::new),
        Texts.lines().map(Instruction.Maintainer::new));
    return oneOf(all);
  }

  static Arbitrary<Add.Address> addresses() {
    return Arbitraries.of("https://example.org/a.tar.gz", "https://example.org/a.git?ref=main#v1", "git@example.org:me/a.git",
        "ssh://example.org/a", "http://${HOST}/a").map(Word::of).map(Add.Address::new);
  }

  static Arbitrary<Add.Source> added() {
    return oneOf(paths().map(Add.Path::new), heredocs().map(Add.Text::new), addresses());
  }

  static Arbitrary<Add> adds() {
    Arbitrary<Add> several = Combinators.combine(lists(added(), 1, 3), directories(), copyOptions(), flags().optional(0.5))
        .as((from, to, options, unpack) -> new Add(from, to, options, Optional.empty(), false, unpack));
    Arbitrary<Add> checked = Combinators.combine(Texts.digests().map(Object::toString).map(Word::literal).optional(0.3), flags())
        .as((digest, keep) -> new Add(ImmutableList.of(new Add.Address(Word.of("https://example.org/a.git#v1"))), Word.of("/src"),
            CopyOptions.NONE, digest, keep, Optional.empty()));
    return ready(Generators.mostly(3, several, checked));
  }

  /** Paths to copy, which are no addresses. */
  static Arbitrary<Word> paths() {
    return Texts.filledWords().filter(word -> !word.constant().map(Add.Address::isAddress).orElse(false));
  }

  /** Destinations that may hold several files. */
  static Arbitrary<Word> directories() {
    return Texts.filledWords().map(word -> word.append(Word.literal("/")));
  }
}
