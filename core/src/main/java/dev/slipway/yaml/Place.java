package dev.slipway.yaml;

import com.google.common.collect.ImmutableList;
import dev.slipway.Problem;
import dev.slipway.SourceText;
import dev.slipway.Span;
import java.util.Optional;

/**
 * Where a value stands: a stretch of a document, and what brought the value from there to where it is used.
 *
 * @param source the document
 * @param span the stretch of it
 * @param uses what used the value, the nearest to it first; empty if it stands where it is used
 */
public record Place(SourceText source, Span span, ImmutableList<Use> uses) {

  /**
   * Something that takes a value from another place.
   *
   * @param how how it does so, as a participle: {@code "included"}, {@code "extended"}, {@code "used as an alias"}
   * @param source the document with the use
   * @param span the stretch of it
   */
  public record Use(String how, SourceText source, Span span) {
    /** The use as messages tell it, such as {@code extended at compose.yaml:3:5}. */
    @Override
    public String toString() {
      return how + " at " + source.name() + ":" + span;
    }
  }

  /** A stretch of a document whose value is used where it stands. */
  public static Place of(SourceText source, Span span) {
    return new Place(source, span, ImmutableList.of());
  }

  /** The same place, whose value is used by one thing more. */
  public Place usedBy(Use use) {
    return new Place(source, span, ImmutableList.<Use>builder().addAll(uses).add(use).build());
  }

  /** What is wrong here; the message also tells how the value came to be used. */
  public Problem problem(String message, Optional<String> advice) {
    StringBuilder told = new StringBuilder(message);
    uses.forEach(use -> told.append(" (").append(use).append(')'));
    return new Problem(source.name(), Optional.of(span), told.toString(), advice);
  }

  /** The beginning as compilers print it, such as {@code compose.yaml:3:7}. */
  @Override
  public String toString() {
    return source.name() + ":" + span;
  }
}
