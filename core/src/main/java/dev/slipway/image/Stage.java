package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Instruction.Pair;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A stage of an image: a base and the instructions that follow it. Every method returns a new stage; a stage refers to
 * others by holding them, so neither a missing name nor a cycle can be written.
 *
 * <p>Strings are {@linkplain Word#of templates} wherever the Dockerfile language expands variables; commands are never
 * expanded here. Two stages are equal if base, platform and instructions are; the {@linkplain #named name} is a label.
 */
public final class Stage implements Base {
  private final Base base;
  private final Optional<Word> platform;
  private final Optional<String> name;
  private final ImmutableList<Instruction> instructions;
  private final Digest digest;

  private Stage(Base base, Optional<Word> platform, Optional<String> name, ImmutableList<Instruction> instructions, Digest digest) {
    this.base = base;
    this.platform = platform;
    this.name = name;
    this.instructions = instructions;
    this.digest = digest;
  }

  /**
   * A stage that stands on an image in a registry, such as {@code debian:bookworm-slim} or {@code rust:$VERSION};
   * {@code scratch} is the empty file system, as in Dockerfiles.
   */
  public static Stage from(String reference) {
    return reference.equals("scratch") ? scratch() : from(new Reference(Word.of(reference)));
  }

  /** A stage that stands on an image in a registry. */
  public static Stage from(ImageReference reference) {
    return from(Base.image(reference));
  }

  /** A stage that stands on another stage, an image on disk, a named context or nothing. */
  public static Stage from(Base base) {
    return new Stage(base, Optional.empty(), Optional.empty(), ImmutableList.of(), Structure.digest(base));
  }

  /** A stage that starts with no files at all. */
  public static Stage scratch() {
    return from(Base.scratch());
  }

  /** The same stage under a name, by which people find it in Dockerfiles and reports. */
  public Stage named(String newName) {
    Names.checkStageName(newName, "stage");
    if (!Character.isLetter(newName.charAt(0)) || newName.equals("scratch") || newName.equals("context")) {
      throw new InvalidValueException("'" + newName + "' cannot name a stage: begin with a letter; 'scratch' and 'context' are taken");
    }
    return new Stage(base, platform, Optional.of(newName), instructions, digest);
  }

  /** The same stage on its base for one platform, whatever the image is built for. */
  public Stage onPlatform(Platform newPlatform) {
    return onPlatform(Word.literal(newPlatform.toString()));
  }

  /** The same stage on its base for a platform with variables, such as {@code $BUILDPLATFORM}. */
  public Stage onPlatform(Word newPlatform) {
    if (newPlatform.isEmpty()) {
      throw new InvalidValueException("the platform of a stage is empty; write for example 'linux/amd64' or '$BUILDPLATFORM'");
    }
    Stage start = from(base);
    Stage moved = new Stage(base, Optional.of(newPlatform), name, ImmutableList.of(),
        Digest.sha256(Structure.bytes(ImmutableList.of(start.digest, newPlatform))));
    return moved.with(instructions);
  }

  /** What the stage stands on. */
  public Base base() {
    return base;
  }

  /** The platform of the base, where it is not the one that the image is built for. */
  public Optional<Word> platform() {
    return platform;
  }

  /** The label of the stage. */
  public Optional<String> name() {
    return name;
  }

  /** What follows the base, in order. */
  public ImmutableList<Instruction> instructions() {
    return instructions;
  }

  /** The digest of base, platform and instructions: equal exactly for equal stages. */
  public Digest digest() {
    return digest;
  }

  /**
   * All stages and other bases that this stage needs directly: its base, and what it copies or mounts from. What
   * {@code ONBUILD} triggers need is not among them: they run in other images. Equal stages are there once, under the first
   * name that one of them has.
   */
  public ImmutableSet<Base> sources() {
    Map<Base, Base> sources = new LinkedHashMap<>();
    add(base, sources);
    instructions.forEach(instruction -> instruction.bases().forEach(source -> add(source, sources)));
    return ImmutableSet.copyOf(sources.values());
  }

  /** Adds a base; of equal stages, the first with a name stands for all. */
  static <T extends Base> void add(T base, Map<T, T> known) {
    known.merge(base, base, (first, second) -> first instanceof Stage stage && stage.name().isEmpty() ? second : first);
  }

  /** What the stage that this one stands on makes it do first: the triggers of its {@code ONBUILD} instructions. */
  public ImmutableList<Instruction> inheritedTriggers() {
    return base instanceof Stage parent
        ? parent.instructions.stream().filter(Instruction.Onbuild.class::isInstance).map(Instruction.Onbuild.class::cast)
            .map(Instruction.Onbuild::trigger).collect(ImmutableList.toImmutableList())
        : ImmutableList.of();
  }

  /** The same stage without triggers of its own for those that stand on it. */
  public Stage withoutTriggers() {
    Stage start = from(base);
    Stage placed = platform.map(start::onPlatform).orElse(start);
    Stage named = name.isPresent() ? new Stage(base, placed.platform, name, placed.instructions, placed.digest) : placed;
    return named.with(instructions.stream().filter(each -> !(each instanceof Instruction.Onbuild)).toList());
  }

  /** The stage as an image for the platform that builds it. */
  public Image toImage() {
    return Image.of(this);
  }

  /** The stage with one more instruction. */
  public Stage with(Instruction instruction) {
    ImmutableList<Instruction> longer = ImmutableList.<Instruction>builderWithExpectedSize(instructions.size() + 1).addAll(instructions)
        .add(instruction).build();
    return new Stage(base, platform, name, longer, Digest.sha256(Structure.bytes(ImmutableList.of(digest, instruction))));
  }

  /** The stage with more instructions. */
  public Stage with(Iterable<? extends Instruction> more) {
    ImmutableList.Builder<Instruction> longer = ImmutableList.<Instruction>builder().addAll(instructions);
    Digest newDigest = digest;
    for (Instruction instruction : more) {
      longer.add(instruction);
      newDigest = Digest.sha256(Structure.bytes(ImmutableList.of(newDigest, instruction)));
    }
    return new Stage(base, platform, name, longer.build(), newDigest);
  }

  /** The stage that a function makes of this one: how reusable parts are applied in a chain. */
  public Stage apply(UnaryOperator<Stage> function) {
    return function.apply(this);
  }

  /** {@code RUN} of a line in the image's shell. */
  public Stage run(String line, Mount... mounts) {
    return with(Run.shell(line, mounts));
  }

  /** {@code RUN} in any form. */
  public Stage run(Command command, Mount... mounts) {
    return with(Run.of(command, mounts));
  }

  /** {@code COPY} of a path of the build context. */
  public Stage copy(String source, String destination) {
    return with(Copy.of(source, destination));
  }

  /** {@code COPY} of files of a stage or image. */
  public Stage copy(Files files, String destination) {
    return with(Copy.of(files, destination));
  }

  /** {@code COPY} of a small file written in place. */
  public Stage copy(Heredoc text, String destination) {
    return with(Copy.of(text, destination));
  }

  /** {@code COPY} with all its options. */
  public Stage copy(Copy copy) {
    return with(copy);
  }

  /** {@code ADD} of a path, archive or address. */
  public Stage add(String source, String destination) {
    return with(Add.of(source, destination));
  }

  /** {@code ADD} with all its options. */
  public Stage add(Add add) {
    return with(add);
  }

  /** {@code ARG} without a default. */
  public Stage arg(String argument) {
    return with(Instruction.Arg.of(argument));
  }

  /** {@code ARG} with a default. */
  public Stage arg(String argument, String defaultValue) {
    return with(Instruction.Arg.of(argument, defaultValue));
  }

  /** {@code ENV} of one variable; the value may extend another: {@code env("PATH", "/opt/bin:$PATH")}. */
  public Stage env(String variable, String value) {
    return with(new Instruction.Env(ImmutableList.of(new Pair(Word.of(variable), Word.of(value)))));
  }

  /** {@code ENV} of several variables at once. */
  public Stage env(Map<String, String> variables) {
    return with(new Instruction.Env(pairs(variables)));
  }

  /** {@code LABEL} of one label. */
  public Stage label(String label, String value) {
    return with(new Instruction.Label(ImmutableList.of(new Pair(Word.of(label), Word.of(value)))));
  }

  /** {@code LABEL} of several labels at once. */
  public Stage label(Map<String, String> labels) {
    return with(new Instruction.Label(pairs(labels)));
  }

  /** {@code WORKDIR}. */
  public Stage workdir(String path) {
    if (path.isEmpty()) {
      throw new InvalidValueException("WORKDIR has an empty argument; write for example '/app'");
    }
    return with(new Instruction.Workdir(Word.of(path)));
  }

  /** {@code USER} by name or number, with an optional group behind a colon. */
  public Stage user(String user) {
    Word word = Word.of(user);
    if (word.constant().map(String::isBlank).orElse(false)) {
      throw new InvalidValueException("USER has an empty argument; write for example 'app', or 'root'");
    }
    word.constant().ifPresent(text -> {
      var unused = UserSpec.parse(text);
    });
    return with(new Instruction.User(word));
  }

  /** {@code USER} by number. */
  public Stage user(int uid, int gid) {
    return user(uid + ":" + gid);
  }

  /** {@code EXPOSE} of TCP ports. */
  public Stage expose(int... ports) {
    return with(new Instruction.Expose(
        Arrays.stream(ports).mapToObj(port -> Word.literal(Port.tcp(port).toString())).collect(ImmutableList.toImmutableList())));
  }

  /** {@code EXPOSE} of one port. */
  public Stage expose(Port port) {
    return expose(port.toString());
  }

  /** {@code EXPOSE} of a port or range with an optional protocol, such as {@code 7000-7010/udp}. */
  public Stage expose(String port) {
    Word word = Word.of(port);
    word.constant().ifPresent(text -> {
      var unused = PortRange.parse(text);
    });
    return with(new Instruction.Expose(ImmutableList.of(word)));
  }

  /** {@code VOLUME} of directories. */
  public Stage volume(String... paths) {
    return with(new Instruction.Volume(Arrays.stream(paths).map(Word::of).collect(ImmutableList.toImmutableList())));
  }

  /** {@code CMD} in exec form. */
  public Stage command(String... arguments) {
    return command(Command.exec(arguments));
  }

  /** {@code CMD} in either form. */
  public Stage command(Command command) {
    return with(new Instruction.Cmd(command));
  }

  /** {@code ENTRYPOINT} in exec form. */
  public Stage entrypoint(String... arguments) {
    return entrypoint(Command.exec(arguments));
  }

  /** {@code ENTRYPOINT} in either form. */
  public Stage entrypoint(Command command) {
    return with(new Instruction.Entrypoint(command));
  }

  /** {@code HEALTHCHECK}. */
  public Stage healthcheck(Healthcheck check) {
    return with(new Instruction.Health(check));
  }

  /** {@code SHELL}, for later commands in shell form. */
  public Stage shell(String... arguments) {
    return with(new Instruction.Shell(ImmutableList.copyOf(arguments)));
  }

  /** {@code STOPSIGNAL}. */
  public Stage stopSignal(String signal) {
    return with(new Instruction.StopSignal(Word.of(signal)));
  }

  /** {@code ONBUILD}: an instruction for images built on this one. */
  public Stage onbuild(Instruction trigger) {
    return with(new Instruction.Onbuild(trigger));
  }

  private static ImmutableList<Pair> pairs(Map<String, String> map) {
    return map.entrySet().stream().map(entry -> new Pair(Word.of(entry.getKey()), Word.of(entry.getValue())))
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Stage stage && stage.digest.equals(digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  /** The stage's name, or the start of its digest. */
  @Override
  public String toString() {
    return name.orElseGet(() -> "stage " + digest.shortHex());
  }
}
