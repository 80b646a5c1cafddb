package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import java.util.function.UnaryOperator;

/** Replaces what instructions take files from. */
final class ChangedSources {
  private ChangedSources() {}

  /** The instruction with other sources. */
  static Instruction of(Instruction instruction, UnaryOperator<Base> change) {
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
}
