package dev.slipway.compose.format;

/** A piece of a text with variables. */
public sealed interface TemplatePart {
  /**
   * Characters that stand for themselves.
   *
   * @param text the characters, a doubled dollar sign as one
   */
  record Literal(String text) implements TemplatePart {}

  /**
   * A variable.
   *
   * @param variable which, and what is done with it
   * @param start the index of its dollar sign in the text
   * @param end the index behind it
   */
  record Use(Variable variable, int start, int end) implements TemplatePart {}
}
