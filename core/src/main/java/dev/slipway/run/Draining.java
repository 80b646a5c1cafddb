package dev.slipway.run;

import dev.slipway.image.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what a command prints, whatever becomes of it, and remembers a little of its end, for messages: without the command's
 * secrets, which the receiver gets.
 */
final class Draining implements Supervised.Reader {
  private static final int BLOCK = 1 << 16;
  private static final int TAIL = 2 << 10;

  private final RunOutput output;
  private final Redaction.Stream redacted;
  private byte[] last = new byte[0];
  private @Nullable RuntimeException failure;

  Draining(RunOutput output, Redaction redaction) {
    this.output = output;
    this.redacted = redaction.stream(this::remember);
  }

  @Override
  public void read(InputStream in) throws IOException {
    byte[] block = new byte[BLOCK];
    for (int count = in.read(block); count >= 0; count = in.read(block)) {
      take(block, count);
    }
  }

  private synchronized void take(byte[] block, int count) {
    redacted.write(block, 0, count);
    if (failure == null) {
      try {
        output.write(block, 0, count);
      } catch (RuntimeException e) {
        failure = e;
      }
    }
  }

  private void remember(byte[] bytes, int offset, int length) {
    int added = Math.min(length, TAIL);
    int kept = Math.min(last.length, TAIL - added);
    byte[] longer = Arrays.copyOfRange(last, last.length - kept, last.length + added);
    System.arraycopy(bytes, offset + length - added, longer, kept, added);
    last = longer;
  }

  /** Says something in the command's place. */
  void say(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    take(bytes, bytes.length);
  }

  /** The last that was said, without what may be the beginning of a secret. */
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
