package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;

/** What one side made of a case. */
sealed interface Side {
  /** An image. */
  record Made(SavedImage image) implements Side {}

  /** An error. */
  record Refused(String message) implements Side {}

  /** Only on our side: it is known not to be done. */
  record NotDone(String what) implements Side {}

  /** What comparing the two gives; histories are not compared. */
  static Outcome compare(Side docker, Side ours) {
    if (ours instanceof NotDone(String what)) {
      return new Outcome.Unsupported(what);
    }
    if (docker instanceof Made(SavedImage theirs) && ours instanceof Made(SavedImage own)) {
      ImmutableList<String> differences = Differences.between(theirs, own);
      return differences.isEmpty() ? new Outcome.Same("image") : new Outcome.Differs(differences);
    }
    if (docker instanceof Refused && ours instanceof Refused) {
      return new Outcome.Same("refused");
    }
    String line = ours instanceof Refused(String why)
        ? "Docker builds it, we refuse: " + why
        : docker instanceof Refused(String message) ? "Docker refuses, we build it: " + message : "";
    return new Outcome.Differs(ImmutableList.of(line));
  }

  /** All of it, for people. */
  default String text() {
    return switch (this) {
      case Made(SavedImage image) -> image.toString();
      case Refused(String message) -> "refused: " + message + "\n";
      case NotDone(String what) -> "not done: " + what + "\n";
    };
  }
}
