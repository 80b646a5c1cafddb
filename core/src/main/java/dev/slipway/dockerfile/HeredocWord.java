package dev.slipway.dockerfile;

import java.util.OptionalLong;

/**
 * A word that announces a text of several lines.
 *
 * @param token the word with quotes and escapes
 * @param delimiter the line that ends the text
 * @param expanded whether no quote stands in it
 * @param chomped whether it is {@code <<-}
 * @param descriptor the number before it
 */
record HeredocWord(Token token, String delimiter, boolean expanded, boolean chomped, OptionalLong descriptor) {}
