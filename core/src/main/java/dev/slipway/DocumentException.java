package dev.slipway;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.Map;

/**
 * A document such as a Dockerfile, a manifest, a configuration or an ignore file is malformed or contradicts itself.
 *
 * <p>Readers of texts that people write collect {@link #problems()}; the message then shows them in the order of
 * the document, each with its line and a caret below the place: all of them, or the first thousand and how many more there are.
 */
public final class DocumentException extends SlipwayException {
  private static final long serialVersionUID = 1L;

  private final transient ImmutableList<Problem> problems;

  /** A failure of the given kind; the message says what is wrong, where, and what to do. */
  public DocumentException(ErrorCode code, String message) {
    super(code, message, null);
    this.problems = ImmutableList.of();
  }

  /** As {@link #DocumentException(ErrorCode, String)}, with the failure underneath. */
  public DocumentException(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
    this.problems = ImmutableList.of();
  }

  private DocumentException(ErrorCode code, String message, ImmutableList<Problem> problems) {
    super(code, message, null);
    this.problems = problems;
  }

  /**
   * A failure with all that is wrong in a text.
   *
   * @param source the text in which the problems' places are
   * @param problems at least one, in any order
   */
  public static DocumentException of(ErrorCode code, SourceText source, Collection<Problem> problems) {
    if (problems.isEmpty()) {
      throw new InvalidValueException("a failure to read '" + source.name() + "' needs at least one problem");
    }
    ImmutableList<Problem> ordered = ImmutableList.sortedCopyOf(Problem.DOCUMENT_ORDER, problems);
    return new DocumentException(code, ProblemText.of(source, ordered), ordered);
  }

  /**
   * A failure with all that is wrong in several texts.
   *
   * @param sources the texts by the names that problems have for them; problems of others are told without a line
   * @param problems at least one, in the order in which they are told
   */
  public static DocumentException of(ErrorCode code, Map<String, SourceText> sources, Collection<Problem> problems) {
    if (problems.isEmpty()) {
      throw new InvalidValueException("a failure to read '" + String.join("', '", sources.keySet()) + "' needs at least one problem");
    }
    return new DocumentException(code, ProblemText.of(sources, ImmutableList.copyOf(problems)), ImmutableList.copyOf(problems));
  }

  /** What is wrong, in the order of the document; empty if that is known only as a message. */
  public ImmutableList<Problem> problems() {
    return problems == null ? ImmutableList.of() : problems;
  }
}
