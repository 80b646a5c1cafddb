package dev.slipway.testkit.arbitraries;

import dev.slipway.InvalidValueException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomGenerator;

/**
 * How values of the model are put together. The model nests: edge cases of all parts of a stage would be combined into
 * millions, and looking generators up for each part takes longer than all else. So what is made here has its generator made
 * once; edge cases of the parts appear at random, shrinking works as ever.
 */
final class Generators {
  private static final int SIZE = 1000;

  private Generators() {}

  /** The same values, edge cases among them at random, ready to be a part of something larger. */
  static <T> Arbitrary<T> ready(Arbitrary<T> arbitrary) {
    RandomGenerator<T> generator = arbitrary.generator(SIZE, true);
    return Arbitraries.fromGenerator(generator);
  }

  /** Values of all these, equally often. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  static <T> Arbitrary<T> oneOf(Arbitrary<? extends T>... choices) {
    return oneOf(List.of(choices));
  }

  static <T> Arbitrary<T> oneOf(List<? extends Arbitrary<? extends T>> choices) {
    List<RandomGenerator<? extends T>> generators = new ArrayList<>();
    for (Arbitrary<? extends T> choice : choices) {
      generators.add(choice.generator(SIZE, true));
    }
    return Arbitraries.fromGenerator(random -> generators.get(random.nextInt(generators.size())).next(random).map(value -> (T) value));
  }

  /** The first {@code weight} times as often as the second. */
  static <T> Arbitrary<T> mostly(int weight, Arbitrary<? extends T> usual, Arbitrary<? extends T> rare) {
    List<Arbitrary<? extends T>> choices = new ArrayList<>(Collections.nCopies(weight, usual));
    choices.add(rare);
    return oneOf(choices);
  }

  /** The same values, and these among the first to be tried. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  static <T> Arbitrary<T> withExamples(Arbitrary<T> arbitrary, T... examples) {
    // jqwik cannot add to what has no edge cases at all, and mapping makes a list of them that can grow
    return arbitrary.map(value -> value).edgeCases(cases -> cases.add(examples));
  }

  /** What a function makes of values, where it accepts them. */
  static <A, B> Arbitrary<B> accepted(Arbitrary<A> arbitrary, Function<A, B> maker) {
    return arbitrary.map(value -> attempt(() -> maker.apply(value))).filter(SIZE, Optional::isPresent).map(Optional::get);
  }

  /** Values to which a few changes are made, one after the other. */
  static <T> Arbitrary<T> changed(Arbitrary<T> starts, List<Arbitrary<UnaryOperator<T>>> changes, int most) {
    return ready(Combinators.combine(starts, oneOf(changes).list().ofMaxSize(most)).as((start, list) -> {
      T value = start;
      for (UnaryOperator<T> change : list) {
        value = change.apply(value);
      }
      return value;
    }));
  }

  static Arbitrary<Boolean> flags() {
    return Arbitraries.of(false, true);
  }

  private static <T> Optional<T> attempt(Supplier<T> maker) {
    try {
      return Optional.of(maker.get());
    } catch (InvalidValueException refused) {
      return Optional.empty();
    }
  }
}
