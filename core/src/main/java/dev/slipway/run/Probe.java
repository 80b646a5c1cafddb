package dev.slipway.run;

import dev.slipway.BuildException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A question to a program: how it ended, and the beginning of what it said. */
record Probe(int exitCode, String text) {
  private static final int LONGEST = 64 << 10;
  private static final long PATIENCE_SECONDS = 10;
  private static final int NOT_STARTED = -1;

  /** Runs a program that is expected to end at once; one that cannot be started or does not end has a negative exit code. */
  static Probe of(List<String> command) {
    Complaints errors = new Complaints();
    Supervised process;
    try {
      process = Supervised.start(command, Map.of("LC_ALL", "C"), Path.of("/"), errors);
    } catch (BuildException e) {
      return new Probe(NOT_STARTED, String.valueOf(e.getMessage()));
    }
    try {
      process.endInput();
      boolean ended = process.awaitEnd(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
      if (!ended) {
        return new Probe(NOT_STARTED, "no answer within " + PATIENCE_SECONDS + " s");
      }
      String said = beginning(process.feed());
      process.awaitErrors();
      return new Probe(process.awaitEnd(), (said + errors.text()).strip());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Faults.cancelled();
    } catch (IOException e) {
      return new Probe(NOT_STARTED, String.valueOf(e.getMessage()));
    } finally {
      process.kill();
      process.close();
    }
  }

  private static String beginning(InputStream in) throws IOException {
    String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    in.transferTo(OutputStream.nullOutputStream());
    return text;
  }
}
