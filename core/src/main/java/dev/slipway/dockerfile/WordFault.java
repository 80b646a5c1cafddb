package dev.slipway.dockerfile;

/** A text that is no word of the Dockerfile language: what is wrong at which index of it, and what to write. */
final class WordFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final int index;
  private final String advice;

  WordFault(int index, String message, String advice) {
    super(message, null, false, false);
    this.index = index;
    this.advice = advice;
  }

  /** The UTF-16 index of the place in the text. */
  int index() {
    return index;
  }

  /** What is wrong, without what to do. */
  String what() {
    return String.valueOf(getMessage());
  }

  /** What to write instead; empty if the message says all. */
  String advice() {
    return advice;
  }
}
