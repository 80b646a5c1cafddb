package dev.slipway.build;

import com.google.common.collect.EvictingQueue;
import com.google.common.collect.ImmutableList;
import dev.slipway.image.Redaction;
import dev.slipway.run.RunOutput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * What a command prints, line by line, with its secrets replaced. A bounded part is passed on, and the last lines are kept:
 * however much a command prints, memory stays as it is.
 */
final class OutputLines implements RunOutput {
  private static final int KEPT_LINES = 50;
  /** Longer lines are broken, between two characters. */
  private static final int LONGEST_LINE = 4096;
  private static final int LONGEST_CHARACTER = 4;
  private static final long MOST_PASSED_ON = 16L << 20;

  private final Consumer<String> listener;
  /** In front of the lines: a secret may stand where one is broken. */
  private final Redaction.Stream redacted;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final EvictingQueue<String> last = EvictingQueue.create(KEPT_LINES);
  private long passedOn;
  private boolean cut;

  OutputLines(Redaction redaction, Consumer<String> listener) {
    this.listener = listener;
    this.redacted = redaction.stream(this::take);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    redacted.write(bytes, offset, length);
  }

  private void take(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == '\n') {
        end();
      } else {
        if (isFullBefore(bytes[i])) {
          end();
        }
        line.write(bytes[i]);
      }
    }
  }

  private boolean isFullBefore(byte next) {
    boolean inCharacter = (next & 0xC0) == 0x80;
    return line.size() >= (inCharacter ? LONGEST_LINE + LONGEST_CHARACTER - 1 : LONGEST_LINE);
  }

  private void end() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    // of a line that a program drew again and again, such as a progress bar, the last state counts
    text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    text = text.substring(text.lastIndexOf('\r') + 1);
    last.add(text);
    passedOn += text.length() + 1;
    if (passedOn <= MOST_PASSED_ON) {
      listener.accept(text);
    } else if (!cut) {
      cut = true;
      listener.accept("(more than " + (MOST_PASSED_ON >> 20) + " MiB were printed: the rest is not shown)");
    }
  }

  /** Passes on a last line without an end. */
  synchronized void finish() {
    redacted.finish();
    if (line.size() > 0) {
      end();
    }
  }

  /** The end of what was printed. */
  synchronized ImmutableList<String> last() {
    return ImmutableList.copyOf(last);
  }
}
