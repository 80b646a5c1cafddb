package dev.slipway.run;

import dev.slipway.image.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what a command prints, whatever becomes of it, and remembers a little of its end, for messages: without the command's
 * secrets, which the receiver gets. All of it has come when a mark has, which nobody could know in advance: a NUL character, a text
 * and a line feed, behind which nothing of the command's follows.
 */
final class Draining implements Supervised.Reader {
  private static final int BLOCK = 1 << 16;
  private static final int TAIL = 2 << 10;

  private final RunOutput output;
  private final Redaction.Stream redacted;
  private final byte[] mark;
  private final CompletableFuture<Void> complete = new CompletableFuture<>();
  private byte[] last = new byte[0];
  private @Nullable RuntimeException failure;

  Draining(RunOutput output, Redaction redaction, String mark) {
    this.output = output;
    this.redacted = redaction.stream(this::remember);
    this.mark = ("\0" + mark + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void read(InputStream in) throws IOException {
    byte[] block = new byte[BLOCK];
    int held = 0;
    try {
      for (int count = in.read(block); count >= 0; count = in.read(block, held, BLOCK - held)) {
        int end = held + count;
        held = startOfMark(block, end);
        take(block, end - held);
        System.arraycopy(block, end - held, block, 0, held);
        if (held == mark.length) {
          held = 0;
          complete.complete(null);
        }
      }
      take(block, held);
    } finally {
      complete.complete(null);
    }
  }

  /** How many bytes at the end may belong to the mark. */
  private int startOfMark(byte[] block, int end) {
    for (int length = Math.min(mark.length, end); length > 0; length--) {
      if (Arrays.equals(block, end - length, end, mark, 0, length)) {
        return length;
      }
    }
    return 0;
  }

  private synchronized void take(byte[] block, int count) {
    if (count == 0) {
      return;
    }
    redacted.write(block, 0, count);
    if (failure == null) {
      try {
        output.write(block, 0, count);
      } catch (RuntimeException e) {
        failure = e;
      }
    }
  }

  /** Waits until all that the command printed has been passed on. */
  void awaitAll() throws InterruptedException {
    Supervised.await(complete);
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
