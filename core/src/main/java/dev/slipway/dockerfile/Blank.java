package dev.slipway.dockerfile;

import dev.slipway.SourceText;

/** One or several lines with nothing but white space. */
public final class Blank extends Element {
  Blank(SourceText source, int start, int end) {
    super(source, start, end);
  }
}
