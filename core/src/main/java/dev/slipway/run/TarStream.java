package dev.slipway.run;

import java.io.IOException;
import java.io.OutputStream;

/** A tar that can be written: names are relative and clean, parents come first, nothing in it leads elsewhere. */
@FunctionalInterface
public interface TarStream {
  /** Writes all of it, and leaves the stream open. */
  void writeTo(OutputStream out) throws IOException;
}
