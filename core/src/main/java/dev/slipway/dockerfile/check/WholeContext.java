package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableSet;
import dev.slipway.image.Add;
import dev.slipway.image.Copy;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.Instruction;
import dev.slipway.image.Word;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A copy of all that the build context holds.
 *
 * @param options its flags
 * @param destination where it goes
 */
record WholeContext(CopyOptions options, Word destination) {
  private static final ImmutableSet<String> EVERYTHING = ImmutableSet.of(".", "./", "/", "./.", "*", "./*", "/*", "**");

  /** The copy of the whole context that an instruction is. */
  static Optional<WholeContext> of(Instruction instruction) {
    return switch (instruction) {
      case Copy copy -> copy.from().isEmpty() && isWhole(copy.sources().stream()
          .flatMap(source -> source instanceof Copy.Path path ? Stream.of(path.path()) : Stream.empty()))
              ? Optional.of(new WholeContext(copy.options(), copy.destination()))
              : Optional.empty();
      case Add add -> isWhole(add.sources().stream()
          .flatMap(source -> source instanceof Add.Path path ? Stream.of(path.path()) : Stream.empty()))
              ? Optional.of(new WholeContext(add.options(), add.destination()))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static boolean isWhole(Stream<Word> paths) {
    return paths.anyMatch(path -> path.constant().map(EVERYTHING::contains).orElse(false));
  }
}
