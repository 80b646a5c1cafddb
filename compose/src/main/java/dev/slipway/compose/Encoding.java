package dev.slipway.compose;

/**
 * How a tree is made of values.
 *
 * @param minimal whether in the short forms that people write, rather than the long ones
 * @param escaped whether dollar signs of literal texts are doubled, as in files
 */
record Encoding(boolean minimal, boolean escaped) {
  /** The characters of a text. */
  String characters(Text text) {
    return escaped ? text.template() : text.unescaped();
  }

  /** Characters that stand for themselves. */
  String characters(String literal) {
    return escaped ? literal.replace("$", "$$") : literal;
  }
}
