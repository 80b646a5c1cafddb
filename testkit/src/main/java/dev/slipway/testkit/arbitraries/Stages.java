package dev.slipway.testkit.arbitraries;

import static dev.slipway.testkit.arbitraries.Generators.accepted;
import static dev.slipway.testkit.arbitraries.Generators.flags;
import static dev.slipway.testkit.arbitraries.Generators.mostly;
import static dev.slipway.testkit.arbitraries.Generators.oneOf;
import static dev.slipway.testkit.arbitraries.Generators.ready;
import static dev.slipway.testkit.arbitraries.Names.lists;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.image.Base;
import dev.slipway.image.BindMount;
import dev.slipway.image.CacheMount;
import dev.slipway.image.Copy;
import dev.slipway.image.Image;
import dev.slipway.image.Instruction;
import dev.slipway.image.Mount;
import dev.slipway.image.Platform;
import dev.slipway.image.Reuse;
import dev.slipway.image.Run;
import dev.slipway.image.SecretMount;
import dev.slipway.image.SshMount;
import dev.slipway.image.Stage;
import dev.slipway.image.TmpfsMount;
import dev.slipway.image.Word;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Stages, which hold stages, and what they are made of: each level stands on and copies from the one below. */
final class Stages {
  private static final int LEVELS = 2;

  private final Arbitrary<Base> bases;
  private final Arbitrary<Base.Files> files;
  private final Arbitrary<BindMount> bindMounts;
  private final Arbitrary<CacheMount> cacheMounts;
  private final Arbitrary<Copy> copies;
  private final Arbitrary<Run> runs;
  private final Arbitrary<Instruction> instructions;
  private final Arbitrary<Stage> stages;

  private Stages(Arbitrary<Base> bases, Arbitrary<Instruction> triggers) {
    Arbitrary<Word> words = Texts.words();
    this.bases = bases;
    files = ready(Combinators.combine(bases, lists(Texts.filledWords(), 1, 2)).as(Base.Files::new));
    bindMounts = ready(Combinators.combine(bases.optional(0.5), words, targets(), flags()).as(BindMount::new));
    cacheMounts = ready(Combinators.combine(targets(), words.optional(0.5), Arbitraries.of(Mount.Sharing.values()),
        files.map(many -> new Base.Files(many.base(), many.paths().subList(0, 1))).optional(0.5), Settings.access(), flags())
        .as(CacheMount::new));
    Arbitrary<Copy.Source> sources = mostly(3, Settings.paths().map(Copy.Path::new), Settings.heredocs().map(Copy.Text::new));
    copies = ready(Combinators.combine(bases.optional(0.5), lists(sources, 1, 3), Settings.directories(), Settings.copyOptions(), flags())
        .as(Copy::new));
    runs = ready(Combinators
        .combine(Settings.commands(), lists(mounts(), 0, 2), Arbitraries.of(Run.Network.values()).optional(0.7),
            Arbitraries.of(Run.Security.values()).optional(0.7), lists(Settings.devices(), 0, 1))
        .as((command, mounts, network, security, devices) -> new Run(command, mounts, network, security, devices, Reuse.BY_CONTENT)));
    Arbitrary<Instruction> plain = oneOf(Settings.instructions(), Settings.instructions(), copies, Settings.adds(), runs);
    instructions = mostly(9, plain, triggers);
    stages = ready(Combinators.combine(bases, ready(Texts.names()).optional(0.5), platforms().optional(0.8), lists(instructions, 0, 4))
        .as((base, name, platform, list) -> stage(Stage.from(base).with(list), name, platform)));
  }

  /** The highest level. */
  static Stages nested() {
    Arbitrary<Instruction> none = Settings.instructions();
    Stages level = new Stages(leaves(), none);
    for (int i = 0; i < LEVELS; i++) {
      Arbitrary<Instruction> triggers = accepted(oneOf(Settings.instructions(), level.copies, level.runs, Settings.adds()),
          Instruction.Onbuild::new);
      level = new Stages(mostly(1, leaves(), level.stages), triggers);
    }
    return level;
  }

  /** Bases that are no stage. */
  static Arbitrary<Base> leaves() {
    return oneOf(Arbitraries.just(Base.scratch()), references(), references(), contexts(), dockerImages(), Names.locations());
  }

  static Arbitrary<Base.Reference> references() {
    Arbitrary<Base.Reference> named = Names.references().filter(reference -> !reference.familiar().equals("scratch")).map(Base::image);
    Arbitrary<Base.Reference> templates = Texts.variableNames().map(name -> new Base.Reference(Word.of("rust:${" + name + ":-1}")));
    return mostly(3, named, templates);
  }

  static Arbitrary<Base.DockerImage> dockerImages() {
    return Names.references().map(Base.DockerImage::new);
  }

  static Arbitrary<Base.NamedContext> contexts() {
    return Texts.names().map(Base::context);
  }

  static Arbitrary<TmpfsMount> tmpfsMounts() {
    return Combinators.combine(targets(), Arbitraries.longs().greaterOrEqual(1).optional(0.5)).as(TmpfsMount::new);
  }

  static Arbitrary<SecretMount> secretMounts() {
    return ready(Combinators
        .combine(Texts.filledWords(), targets().optional(0.5), ready(Texts.variableNames()).optional(0.5), flags(), Settings.access())
        .as(SecretMount::new));
  }

  static Arbitrary<SshMount> sshMounts() {
    return ready(Combinators.combine(Texts.filledWords(), targets().optional(0.5), flags(), Settings.access()).as(SshMount::new));
  }

  Arbitrary<Base> bases() {
    return bases;
  }

  Arbitrary<Base.Files> files() {
    return files;
  }

  Arbitrary<BindMount> bindMounts() {
    return bindMounts;
  }

  Arbitrary<CacheMount> cacheMounts() {
    return cacheMounts;
  }

  Arbitrary<Mount> mounts() {
    return oneOf(bindMounts, cacheMounts, tmpfsMounts(), secretMounts(), sshMounts());
  }

  Arbitrary<Copy> copies() {
    return copies;
  }

  Arbitrary<Run> runs() {
    return runs;
  }

  Arbitrary<Instruction> instructions() {
    return Generators.withExamples(instructions, Run.shell("make"), Copy.of(".", "."), new Instruction.Workdir(Word.of("/app")));
  }

  Arbitrary<Instruction.Onbuild> triggers() {
    return accepted(instructions.filter(instruction -> !(instruction instanceof Instruction.Onbuild)), Instruction.Onbuild::new);
  }

  Arbitrary<Stage> stages() {
    return Generators.withExamples(stages, Stage.scratch(), Stage.from("debian:12"),
        Stage.from(Stage.scratch().named("below")).copy(Stage.from("a").named("other").file("/a"), "/a"));
  }

  Arbitrary<Image> images() {
    Arbitrary<List<Instruction.Arg>> arguments = Settings.arguments().list().ofMaxSize(3).uniqueElements(Instruction.Arg::name);
    Arbitrary<ImmutableSet<Platform>> platforms = ready(Names.platforms()).list().ofMaxSize(2).map(ImmutableSet::copyOf);
    Arbitrary<Image> images = Combinators.combine(stages, arguments, platforms)
        .as((target, list, chosen) -> new Image(target, ImmutableList.copyOf(list), chosen));
    return Generators.withExamples(ready(images), Stage.scratch().toImage(), Stage.from("debian:12").toImage());
  }

  private static Arbitrary<Word> targets() {
    return ready(Texts.names()).map(name -> Word.literal("/mnt/" + name));
  }

  private static Arbitrary<Word> platforms() {
    Arbitrary<Word> templates = Arbitraries.of("$BUILDPLATFORM", "$TARGETPLATFORM").map(Word::of);
    return oneOf(templates, Names.platforms().map(platform -> Word.literal(platform.withOsVersion("").toString())));
  }

  private static Stage stage(Stage stage, Optional<String> name, Optional<Word> platform) {
    Stage moved = platform.map(stage::onPlatform).orElse(stage);
    return name.map(moved::named).orElse(moved);
  }
}
