package dev.slipway.compose.format;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What reading a text gave: a value, or what is wrong with the text, or a value and what may surprise about it.
 *
 * @param value the value; empty if one of the problems is an error
 * @param problems what is wrong, by place
 */
public record Parsed<T>(Optional<T> value, ImmutableList<TextProblem> problems) {
  /** Checks that there is either a value or an error. */
  public Parsed {
    if (value.isPresent() == problems.stream().anyMatch(problem -> !problem.warning())) {
      throw new InvalidValueException("'" + problems + "': reading a text gives either a value or an error");
    }
  }

  /** A value of which nothing is to be said. */
  public static <T> Parsed<T> of(T value) {
    return new Parsed<>(Optional.of(value), ImmutableList.of());
  }

  /** A text that is wrong in one way. */
  public static <T> Parsed<T> failed(TextProblem error) {
    return new Parsed<>(Optional.empty(), ImmutableList.of(error));
  }

  /** Whether there is a value. */
  public boolean isValid() {
    return value.isPresent();
  }

  /** What keeps the text from being read. */
  public ImmutableList<TextProblem> errors() {
    return problems.stream().filter(problem -> !problem.warning()).collect(ImmutableList.toImmutableList());
  }

  /** What may surprise. */
  public ImmutableList<TextProblem> warnings() {
    return problems.stream().filter(TextProblem::warning).collect(ImmutableList.toImmutableList());
  }

  /** The same with another value. */
  public <R> Parsed<R> map(Function<? super T, R> change) {
    return new Parsed<>(value.map(change), problems);
  }

  /**
   * The value.
   *
   * @throws InvalidValueException with all errors if there is none
   */
  public T orElseThrow() {
    return value.orElseThrow(
        () -> new InvalidValueException(errors().stream().map(TextProblem::toString).collect(Collectors.joining("\n"))));
  }
}
