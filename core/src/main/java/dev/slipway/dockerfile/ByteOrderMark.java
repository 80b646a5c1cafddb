package dev.slipway.dockerfile;

import dev.slipway.SourceText;

/** The mark that some editors put before the first character of a file; it means nothing and is kept. */
public final class ByteOrderMark extends Element {
  ByteOrderMark(SourceText source) {
    super(source, 0, 1);
  }
}
