package dev.slipway.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes in what a command prints, whatever becomes of it, and remembers a little of its end. */
final class Draining implements Supervised.Reader {
  private static final int BLOCK = 1 << 16;
  private static final int TAIL = 2 << 10;

  private final RunOutput output;
  private byte[] last = new byte[0];
  private @Nullable RuntimeException failure;

  Draining(RunOutput output) {
    this.output = output;
  }

  @Override
  public void read(InputStream in) throws IOException {
    byte[] block = new byte[BLOCK];
    for (int count = in.read(block); count >= 0; count = in.read(block)) {
      take(block, count);
    }
  }

  private synchronized void take(byte[] block, int count) {
    last = Arrays.copyOfRange(block, count - Math.min(count, TAIL), count);
    if (failure == null) {
      try {
        output.write(block, 0, count);
      } catch (RuntimeException e) {
        failure = e;
      }
    }
  }

  /** Says something in the command's place. */
  void say(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    take(bytes, bytes.length);
  }

  /** The last that was said. */
  synchronized String tail() {
    return new String(last, StandardCharsets.UTF_8).strip();
  }

  /** Throws what the receiver of the output threw, if it did. */
  synchronized void rethrow() {
    if (failure != null) {
      throw failure;
    }
  }
}
