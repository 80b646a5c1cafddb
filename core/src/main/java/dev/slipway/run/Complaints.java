package dev.slipway.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The beginning of what a program says on its standard error; complete when {@link Supervised#awaitErrors} returns. */
final class Complaints implements Supervised.Reader {
  private static final int LONGEST = 4 << 10;

  private volatile String text = "";

  @Override
  public void read(InputStream in) throws IOException {
    text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
    in.transferTo(OutputStream.nullOutputStream());
  }

  /** What it said, without blank space around it. */
  String text() {
    return text;
  }
}
