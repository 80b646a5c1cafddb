package dev.slipway.compose.tree;

import dev.slipway.Problem;
import dev.slipway.Suggestions;
import dev.slipway.yaml.Place;
import java.util.Optional;

/**
 * Something that reading found: an error, or what may surprise.
 *
 * @param severity how bad it is
 * @param path the value in the project that is meant
 * @param place where the value stands, if it stands in a document
 * @param message what is wrong, with the value in quotes; one sentence without a full stop
 * @param advice what to write instead, if that is known
 */
public record Finding(Severity severity, TreePath path, Optional<Place> place, String message, Optional<String> advice) {

  /** More than anybody reads: names and texts of unknown origin can be megabytes long. */
  private static final int LONGEST = 1_500;

  /** Makes the message one line that can be shown anywhere: without characters that a terminal would obey, and not too long. */
  public Finding {
    message = Suggestions.printable(message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…");
  }

  /** How bad it is. */
  public enum Severity {
    /** The project cannot be read. */
    ERROR,
    /** The project can be read, but perhaps not as was meant. */
    WARNING
  }

  /** The finding as a problem of its document, or of a document with this name if it stands in none. */
  public Problem problem(String fallback) {
    String told = path.length() == 0 ? message : path + ": " + message;
    return place.map(where -> where.problem(told, advice)).orElseGet(() -> new Problem(fallback, Optional.empty(), told, advice));
  }

  /** The finding in one line, such as {@code compose.yaml:3:7: services.web.ports[0]: message; advice}. */
  @Override
  public String toString() {
    return problem("compose").toString();
  }
}
