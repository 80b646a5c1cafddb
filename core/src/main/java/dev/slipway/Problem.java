package dev.slipway;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.Optional;

/**
 * What is wrong at one place of a document.
 *
 * @param file what the document is called
 * @param span where; empty if the document as a whole is meant
 * @param message what is wrong, with the value in quotes; one sentence without a full stop
 * @param advice what to write instead, if that is known
 */
public record Problem(String file, Optional<Span> span, String message, Optional<String> advice) {
  /** The order in which problems are told: those of the whole document first, the others by place. */
  public static final Comparator<Problem> DOCUMENT_ORDER = Comparator
      .comparing((Problem problem) -> problem.span().map(Span::offset).orElse(-1));

  /** A problem at a place. */
  public static Problem at(String file, Span span, String message) {
    return new Problem(file, Optional.of(span), message, Optional.empty());
  }

  /** A problem of the document as a whole. */
  public static Problem of(String file, String message) {
    return new Problem(file, Optional.empty(), message, Optional.empty());
  }

  /** The same problem with what to write instead. */
  public Problem advise(String newAdvice) {
    return new Problem(file, span, message, Optional.of(newAdvice));
  }

  /**
   * The problem for people: the place, the line with a mark below the characters that are meant, and the advice.
   *
   * @param source the text in which the place is
   */
  public String in(SourceText source) {
    return ProblemText.of(source, ImmutableList.of(this));
  }

  /** The problem in one line, such as {@code Dockerfile:3:7: message; advice}. */
  @Override
  public String toString() {
    return file + span.map(place -> ":" + place).orElse("") + ": " + message + advice.map(text -> "; " + text).orElse("");
  }
}
