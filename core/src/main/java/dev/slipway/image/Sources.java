package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What instructions take files from. */
final class Sources {
  private Sources() {}

  /** What an instruction itself copies or mounts from; nothing for {@code ONBUILD}, whose trigger is for another image. */
  static ImmutableList<Base> of(Instruction instruction) {
    Stream<Base> sources = switch (instruction) {
      case Copy copy -> copy.from().stream();
      case Run run -> run.mounts().stream().flatMap(mount -> of(mount).stream());
      default -> Stream.empty();
    };
    return sources.collect(ImmutableList.toImmutableList());
  }

  /** The instruction with other sources. */
  static Instruction changed(Instruction instruction, UnaryOperator<Base> change) {
    return switch (instruction) {
      case Copy copy -> new Copy(copy.from().map(change), copy.sources(), copy.destination(), copy.options(), copy.parents());
      case Run run ->
        new Run(run.command(), run.mounts().stream().map(mount -> changed(mount, change)).collect(ImmutableList.toImmutableList()),
            run.network(), run.security(), run.devices(), run.reuse());
      default -> instruction;
    };
  }

  private static Mount changed(Mount mount, UnaryOperator<Base> change) {
    return switch (mount) {
      case BindMount bind -> new BindMount(bind.from().map(change), bind.source(), bind.target(), bind.writable());
      case CacheMount cache -> new CacheMount(cache.target(), cache.id(), cache.sharing(),
          cache.initial().map(files -> new Base.Files(change.apply(files.base()), files.paths())), cache.access(), cache.readOnly());
      default -> mount;
    };
  }

  /** Adds a base; of equal stages, the first with a name stands for all. */
  static <T extends Base> void add(T base, Map<T, T> known) {
    known.merge(base, base, (first, second) -> first instanceof Stage stage && stage.name().isEmpty() ? second : first);
  }

  private static Optional<Base> of(Mount mount) {
    return switch (mount) {
      case BindMount bind -> bind.from();
      case CacheMount cache -> cache.initial().map(Base.Files::base);
      default -> Optional.empty();
    };
  }
}
