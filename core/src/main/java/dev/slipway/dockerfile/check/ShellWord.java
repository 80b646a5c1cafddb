package dev.slipway.dockerfile.check;

/**
 * A word of a shell command.
 *
 * @param text the word without its quotes; what the shell would put in (variables, commands) stands there as it is written
 * @param literal whether the shell puts nothing in, so that the text is what the program gets (wildcards aside)
 * @param quoted whether a quote or backslash stood in it
 * @param start the index of its first character in the script
 * @param end the index behind its last character
 */
record ShellWord(String text, boolean literal, boolean quoted, int start, int end) {
  /** Whether it is exactly this, quoted or not. */
  boolean is(String other) {
    return literal && text.equals(other);
  }

  /** Whether it is a word that shells treat as their own if it stands where a command begins. */
  boolean isReserved(String word) {
    return !quoted && is(word);
  }
}
