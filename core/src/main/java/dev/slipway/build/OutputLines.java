package dev.slipway.build;

import com.google.common.base.Splitter;
import com.google.common.collect.EvictingQueue;
import com.google.common.collect.ImmutableList;
import dev.slipway.image.SecretValue;
import dev.slipway.run.RunOutput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.Consumer;

/**
 * What a command prints, line by line, with its secrets replaced. A bounded part is passed on, and the last lines are kept:
 * however much a command prints, memory stays as it is.
 */
final class OutputLines implements RunOutput {
  private static final int KEPT_LINES = 50;
  /** Longer lines are broken. */
  private static final int LONGEST_LINE = 4096;
  private static final long MOST_PASSED_ON = 16L << 20;
  /** Shorter texts stand in too many lines that have nothing to do with the secret. */
  private static final int SHORTEST_SECRET = 4;

  private final Consumer<String> listener;
  private final ImmutableList<String> secrets;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final EvictingQueue<String> last = EvictingQueue.create(KEPT_LINES);
  private long passedOn;
  private boolean cut;

  OutputLines(Collection<SecretValue> secrets, Consumer<String> listener) {
    this.listener = listener;
    // a line of a secret is a secret too, and the longest go first, as one may be part of another
    this.secrets = secrets.stream().map(SecretValue::reveal).flatMap(text -> Splitter.on('\n').trimResults().splitToStream(text))
        .filter(text -> text.length() >= SHORTEST_SECRET).distinct().sorted(Comparator.comparingInt(String::length).reversed())
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == '\n') {
        end();
      } else {
        line.write(bytes[i]);
        if (line.size() >= LONGEST_LINE) {
          end();
        }
      }
    }
  }

  private void end() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    // of a line that a program drew again and again, such as a progress bar, the last state counts
    text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    text = text.substring(text.lastIndexOf('\r') + 1);
    for (String secret : secrets) {
      text = text.replace(secret, "***");
    }
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
    if (line.size() > 0) {
      end();
    }
  }

  /** The end of what was printed. */
  synchronized ImmutableList<String> last() {
    return ImmutableList.copyOf(last);
  }
}
