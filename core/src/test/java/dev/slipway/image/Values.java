package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Instruction.Pair;
import dev.slipway.image.Word.Expansion;
import dev.slipway.image.Word.Operator;
import dev.slipway.image.Word.Part;
import dev.slipway.image.Word.Variable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Tuple;

/**
 * Generators of valid values of the model, with every corner of the language in reach. What nests is generated at random
 * only, without edge cases and shrinking: there are millions of combinations, and the values are small anyway.
 */
public final class Values {
  private static final String AWKWARD = "aZ09_ -.,:;/\\${}'\"#%?*+=~[]()<>|&!@^`\t\n\u00e9\u0130\ud55c\ue000\uffff";

  private Values() {}

  /** Texts full of what some syntax takes for special, characters beyond the basic plane included. */
  public static Arbitrary<String> texts() {
    Arbitrary<String> characters = weighted(
        Tuple.of(20, Arbitraries.of(AWKWARD.chars().mapToObj(c -> String.valueOf((char) c)).toList())),
        Tuple.of(1, Arbitraries.of("\ud83d\ude00", "\ud83d\udc80", "\\\\", "\\\\\\", "${", "$$")));
    return random(characters.list().ofMaxSize(8).map(parts -> String.join("", parts)));
  }

  /** Lower-case names that can stand for stages, files and users. */
  public static Arbitrary<String> names() {
    return Combinators.combine(Arbitraries.strings().withCharRange('a', 'z').ofLength(1),
        Arbitraries.strings().withChars("abcxyz0189-_.").ofMaxLength(6)).as((first, rest) -> first + rest)
        .filter(name -> !name.equals("scratch") && !name.equals("context"));
  }

  /** Names of variables. */
  public static Arbitrary<String> variableNames() {
    return Combinators
        .combine(Arbitraries.strings().withChars("ABCxyz_").ofLength(1), Arbitraries.strings().withChars("AZaz09_").ofMaxLength(5))
        .as((first, rest) -> first + rest);
  }

  /** Words with variables, operators and operands in operands. */
  public static Arbitrary<Word> words() {
    return words(2);
  }

  /** Words that do not expand to nothing by themselves. */
  public static Arbitrary<Word> filledWords() {
    return words(1).filter(word -> !word.constant().map(String::isBlank).orElse(false));
  }

  private static Arbitrary<Word> words(int depth) {
    Arbitrary<Part> literals = texts().map(Word.Literal::new);
    Arbitrary<Part> variables = oneOf(variableNames(), Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(3))
        .map(name -> new Variable(name, Optional.empty()));
    Arbitrary<Part> parts = depth == 0
        ? oneOf(literals, variables)
        : oneOf(literals, variables,
            Combinators.combine(variableNames(), expansions(depth - 1)).as((name, with) -> new Variable(name, Optional.of(with))));
    return random(parts.list().ofMaxSize(4).map(list -> new Word(ImmutableList.copyOf(list))));
  }

  private static Arbitrary<Expansion> expansions(int depth) {
    return Combinators.combine(Arbitraries.of(Operator.values()), words(depth), words(depth))
        .as((operator, operand,
            replacement) -> valid(() -> new Expansion(operator, operand, operator.replaces() ? replacement : Word.EMPTY)))
        .filter(Optional::isPresent).map(Optional::get);
  }

  /** Texts of paths that need cleaning, absolute and relative. */
  public static Arbitrary<String> pathTexts() {
    return Arbitraries
        .of("/", "//", ".", "..", "...", "a", "b", "a b", "-", "!", ".x", "\u00e9", "\uff61", "\ud83d\ude00", "\udc80", "\udcff", "/./",
            "/../")
        .list().ofMaxSize(9).map(parts -> String.join("", parts));
  }

  /** Cleaned paths. */
  public static Arbitrary<ImagePath> paths() {
    return oneOf(pathTexts().map(ImagePath::of),
        Arbitraries.bytes().array(byte[].class).ofMaxSize(12).map(Values::withoutNul).map(ImagePath::ofBytes));
  }

  private static byte[] withoutNul(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == 0 ? (byte) 0xC3 : bytes[i];
    }
    return bytes;
  }

  /** Digests of both algorithms. */
  public static Arbitrary<Digest> digests() {
    return Arbitraries.of(Digest.Algorithm.values()).flatMap(algorithm -> Arbitraries.strings().withChars("0123456789abcdef")
        .ofLength(algorithm == Digest.Algorithm.SHA256 ? 64 : 128).map(hex -> new Digest(algorithm, hex)));
  }

  /** Image references, short and complete ones. */
  public static Arbitrary<ImageReference> references() {
    Arbitrary<String> domains = Arbitraries.of("docker.io", "index.docker.io", "localhost", "localhost:5000", "ghcr.io", "[::1]",
        "[fe80::1]:443",
        "127.0.0.1:5000", "Registry", "a-b.example:80");
    Arbitrary<String> components = Arbitraries.of("library", "localhost", "debian", "a.b", "a__b", "a_b", "a---b", "0", "1x",
        "a0".repeat(32));
    Arbitrary<String> tags = Arbitraries.strings().withChars("aZ09_").ofLength(1)
        .flatMap(first -> Arbitraries.strings().withChars("aZ09_.-").ofMaxLength(5).map(rest -> first + rest));
    return Combinators.combine(domains, components.list().ofMinSize(1).ofMaxSize(3), tags.optional(), digests().optional())
        .as((domain, path, tag, digest) -> new ImageReference(domain, String.join("/", path), tag, digest));
  }

  /** Ports of all protocols. */
  public static Arbitrary<Port> ports() {
    return Combinators.combine(Arbitraries.integers().between(1, 65_535), Arbitraries.of(Port.Protocol.values())).as(Port::new);
  }

  /** Texts written in place. */
  public static Arbitrary<Heredoc> heredocs() {
    return Combinators.combine(names(), texts(), Arbitraries.of(true, false)).as(Heredoc::new);
  }

  /** Commands in all forms. */
  public static Arbitrary<Command> commands() {
    return oneOf(plainCommands(), heredocs().filter(text -> !text.content().isBlank()).map(Command.Script::new),
        heredocs().map(text -> new Command.ShellForm("cat <<" + text.name(), ImmutableList.of(text))));
  }

  /** Commands that every instruction with a command takes: no texts of several lines, at least one argument. */
  public static Arbitrary<Command> plainCommands() {
    return oneOf(texts().filter(line -> !line.isBlank()).map(Command::shell),
        texts().list().ofMinSize(1).ofMaxSize(3).map(Command::exec));
  }

  /** Health checks. */
  public static Arbitrary<Healthcheck> healthchecks() {
    Arbitrary<Optional<Duration>> durations = Arbitraries.longs().between(1, 3_600_000).map(Duration::ofMillis).optional();
    Arbitrary<Healthcheck> probes = Combinators
        .combine(plainCommands(), durations, durations, durations, durations, Arbitraries.integers().between(1, 9).optional())
        .as(Healthcheck.Probe::new);
    return oneOf(probes, Arbitraries.just(Healthcheck.none()));
  }

  /** Bases that hold no stage. */
  public static Arbitrary<Base> leafBases() {
    return oneOf(Arbitraries.just(Base.scratch()),
        references().filter(reference -> !reference.familiar().equals("scratch")).map(Base::image),
        names().map(Base::context), references().map(Base::docker),
        variableNames().map(name -> new Base.Reference(Word.of("rust:${" + name + ":-1}"))));
  }

  private static Arbitrary<Base> bases(int depth) {
    return depth == 0 ? leafBases() : oneOf(leafBases(), stages(depth - 1).map(stage -> stage));
  }

  private static Arbitrary<Mount> mounts(int depth) {
    Arbitrary<Word> targets = names().map(name -> Word.of("/mnt/" + name));
    Arbitrary<Mount.Access> access = Combinators.combine(Arbitraries.integers().between(0, 07777).optional(),
        Arbitraries.integers().between(0, 99_999).optional(), Arbitraries.integers().between(0, 99_999).optional()).as(Mount.Access::new);
    Arbitrary<Base.Files> files = Combinators.combine(bases(depth), filledWords())
        .as((base, path) -> new Base.Files(base, ImmutableList.of(path)));
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    return oneOf(
        Combinators.combine(bases(depth).optional(), words(1), targets, flags).as(BindMount::new),
        Combinators.combine(targets, words(1).optional(), Arbitraries.of(Mount.Sharing.values()), files.optional(), access, flags)
            .as(CacheMount::new),
        Combinators.combine(targets, Arbitraries.longs().greaterOrEqual(1).optional()).as(TmpfsMount::new),
        Combinators.combine(filledWords(), targets.optional(), variableNames().optional(), flags, access).as(SecretMount::new),
        Combinators.combine(filledWords(), targets.optional(), flags, access).as(SshMount::new));
  }

  private static Arbitrary<CopyOptions> copyOptions() {
    return Combinators.combine(Arbitraries.of("app", "1000:1000", "$USER").map(Word::of).optional(),
        Arbitraries.of("0755", "u=rwX,go=rX", "+x", "$MODE").map(Word::of).optional(), Arbitraries.of(true, false),
        filledWords().list().ofMaxSize(2).map(ImmutableList::copyOf)).as(CopyOptions::new);
  }

  private static Arbitrary<Word> sources() {
    return filledWords().filter(word -> !word.constant().map(Add.Address::isAddress).orElse(false));
  }

  private static Arbitrary<Copy> copies(int depth) {
    Arbitrary<Copy.Source> sources = oneOf(sources().map(Copy.Path::new), heredocs().map(Copy.Text::new));
    return Combinators
        .combine(bases(depth).optional(), sources.list().ofMinSize(1).ofMaxSize(3), filledWords(), copyOptions(),
            Arbitraries.of(true, false))
        .as((from, list, to, options, parents) -> new Copy(from, ImmutableList.copyOf(list), to.append(Word.literal("/")), options,
            parents));
  }

  private static Arbitrary<Add> adds() {
    Arbitrary<Add.Source> addresses = Arbitraries
        .of("https://example.org/a.tar.gz", "https://example.org/a.git?ref=main#x", "git@example.org:a.git", "http://${HOST}/x")
        .map(Word::of)
        .map(Add.Address::new);
    Arbitrary<Add.Source> sources = oneOf(sources().map(Add.Path::new), heredocs().map(Add.Text::new), addresses);
    Arbitrary<Add> several = Combinators.combine(sources.list().ofMinSize(1).ofMaxSize(3), filledWords(), copyOptions(),
        Arbitraries.of(true, false).optional())
        .as((list, to, options, unpack) -> new Add(ImmutableList.copyOf(list), to.append(Word.literal("/")), options, Optional.empty(),
            false, unpack));
    Arbitrary<Add> checked = Combinators.combine(digests().optional(), Arbitraries.of(true, false))
        .as((digest, keep) -> new Add(ImmutableList.of(new Add.Address(Word.of("https://example.org/a.git#v1"))), Word.of("/src"),
            CopyOptions.NONE,
            digest.map(value -> Word.literal(value.toString())), keep, Optional.empty()));
    return oneOf(several, checked);
  }

  private static Arbitrary<Run> runs(int depth) {
    Arbitrary<Run.Device> devices = Combinators.combine(names(), Arbitraries.of(true, false)).as(Run.Device::new);
    return Combinators.combine(commands(), mounts(depth).list().ofMaxSize(2), Arbitraries.of(Run.Network.values()).optional(),
        Arbitraries.of(Run.Security.values()).optional(), devices.list().ofMaxSize(1))
        .as((command, mounts, network, security, list) -> new Run(command, ImmutableList.copyOf(mounts), network, security,
            ImmutableList.copyOf(list), Reuse.BY_CONTENT));
  }

  private static Arbitrary<ImmutableList<Pair>> pairs() {
    return Combinators.combine(variableNames().map(Word::literal), words(1)).as(Pair::new).list().ofMinSize(1).ofMaxSize(3)
        .map(ImmutableList::copyOf);
  }

  private static Arbitrary<Instruction> settings() {
    Arbitrary<ImmutableList<String>> shells = texts().list().ofMinSize(1).ofMaxSize(3).map(ImmutableList::copyOf);
    List<Arbitrary<Instruction>> all = List.of(
        Combinators.combine(variableNames(), words(1).optional()).as(Instruction.Arg::new),
        pairs().map(Instruction.Env::new), pairs().map(Instruction.Label::new),
        filledWords().map(Instruction.Workdir::new),
        Arbitraries.of("app", "0:0", "$USER", "${USER:-app}:staff").map(Word::of).map(Instruction.User::new),
        oneOf(ports().map(Port::toString), Arbitraries.of("80", "53/udp", "7000-7010", "$PORT")).map(Word::of).list()
            .ofMinSize(1).ofMaxSize(3)
            .map(list -> new Instruction.Expose(ImmutableList.copyOf(list))),
        filledWords().list().ofMinSize(1).ofMaxSize(2).map(list -> new Instruction.Volume(ImmutableList.copyOf(list))),
        plainCommands().map(Instruction.Cmd::new), plainCommands().map(Instruction.Entrypoint::new),
        Arbitraries.just(new Instruction.Cmd(Command.exec())),
        healthchecks().map(Instruction.Health::new), shells.map(Instruction.Shell::new),
        Arbitraries.of("SIGTERM", "9", "RTMIN+3", "$SIGNAL").map(Word::of).map(Instruction.StopSignal::new),
        names().map(Instruction.Maintainer::new));
    return oneOf(all);
  }

  /** All instructions; those that copy or mount hold small stages. */
  public static Arbitrary<Instruction> instructions() {
    return instructions(1);
  }

  private static Arbitrary<Instruction> instructions(int depth) {
    Arbitrary<Instruction> plain = weighted(Tuple.of(4, settings()), Tuple.of(2, copies(depth)),
        Tuple.of(1, adds()), Tuple.of(2, runs(depth)));
    Arbitrary<Instruction> triggers = oneOf(settings(), copies(0), adds(), runs(0))
        .map(trigger -> valid(() -> new Instruction.Onbuild(trigger))).filter(Optional::isPresent).map(Optional::get);
    return random(weighted(Tuple.of(9, plain), Tuple.of(1, triggers)));
  }

  /** Stages that stand on, copy from and mount other stages. */
  public static Arbitrary<Stage> stages() {
    return stages(2);
  }

  private static Arbitrary<Stage> stages(int depth) {
    return random(
        Combinators.combine(bases(depth), names().optional(), Arbitraries.of("linux/amd64", "$BUILDPLATFORM").map(Word::of).optional(),
            instructions(depth).list().ofMaxSize(4)).as((base, name, platform, instructions) -> {
              Stage stage = Stage.from(base).with(instructions);
              Stage moved = platform.map(stage::onPlatform).orElse(stage);
              return name.map(moved::named).orElse(moved);
            }));
  }

  /** Images with arguments, for the platform that builds them. */
  public static Arbitrary<Image> images() {
    Arbitrary<List<Instruction.Arg>> arguments = Combinators.combine(variableNames(), words(1).optional()).as(Instruction.Arg::new).list()
        .ofMaxSize(3)
        .uniqueElements(Instruction.Arg::name);
    return Combinators.combine(stages(), arguments)
        .as((target, list) -> list.stream().reduce(Image.of(target), Image::argument, (a, b) -> b));
  }

  /** Makes generators once; the general ones make and look them up for every value, which takes longer than all else. */
  private static <T> Arbitrary<T> random(Arbitrary<T> arbitrary) {
    RandomGenerator<T> generator = arbitrary.generator(1000);
    return Arbitraries.randomValue(random -> generator.next(random).value());
  }

  @SafeVarargs
  private static <T> Arbitrary<T> oneOf(Arbitrary<? extends T>... choices) {
    List<Arbitrary<? extends T>> list = new ArrayList<>();
    for (Arbitrary<? extends T> choice : choices) {
      list.add(choice);
    }
    return oneOf(list);
  }

  private static <T> Arbitrary<T> oneOf(List<? extends Arbitrary<? extends T>> choices) {
    List<RandomGenerator<? extends T>> generators = choices.stream().<RandomGenerator<? extends T>>map(choice -> choice.generator(1000))
        .toList();
    return Arbitraries.randomValue(random -> generators.get(random.nextInt(generators.size())).next(random).value());
  }

  @SafeVarargs
  private static <T> Arbitrary<T> weighted(Tuple.Tuple2<Integer, ? extends Arbitrary<? extends T>>... choices) {
    List<Arbitrary<? extends T>> list = new ArrayList<>();
    for (Tuple.Tuple2<Integer, ? extends Arbitrary<? extends T>> choice : choices) {
      list.addAll(Collections.nCopies(choice.get1(), choice.get2()));
    }
    return oneOf(list);
  }

  /** Some bytes of text, for digests. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static <T> Optional<T> valid(Supplier<T> maker) {
    try {
      return Optional.of(maker.get());
    } catch (InvalidValueException refused) {
      return Optional.empty();
    }
  }
}
