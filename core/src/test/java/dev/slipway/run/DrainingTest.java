package dev.slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Redaction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DrainingTest {
  private static final String MARK = "0d1c3c5c";
  private static final Redaction NOTHING = Redaction.of(ImmutableList.of());

  /** Gives a few bytes at a time. */
  private static final class Dripping extends InputStream {
    private final InputStream source;
    private final int drop;

    Dripping(byte[] bytes, int drop) {
      this.source = new ByteArrayInputStream(bytes);
      this.drop = drop;
    }

    @Override
    public int read() throws IOException {
      return source.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return source.read(bytes, offset, Math.min(length, drop));
    }
  }

  private static String drained(String printed, int drop) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    new Draining(output::write, NOTHING, MARK).read(new Dripping(printed.getBytes(StandardCharsets.UTF_8), drop));
    return output.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theMarkIsNoOutputHoweverItArrives() throws IOException {
    for (int drop = 1; drop < 40; drop++) {
      assertThat(drained("out\0put\0" + MARK + "\n", drop)).isEqualTo("out\0put");
      assertThat(drained("\0\0" + MARK.substring(0, 4) + "\0" + MARK + "\n", drop)).isEqualTo("\0\0" + MARK.substring(0, 4));
      assertThat(drained("no mark\0" + MARK.substring(0, 7), drop)).isEqualTo("no mark\0" + MARK.substring(0, 7));
      assertThat(drained("", drop)).isEmpty();
    }
  }

  @Test
  @Timeout(20)
  void allHasComeWhenTheMarkHasAndNothingIsHeldBackBefore() throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Draining draining = new Draining(output::write, NOTHING, MARK);
    try (PipedOutputStream pipe = new PipedOutputStream(); PipedInputStream in = new PipedInputStream(pipe)) {
      CompletableFuture<Void> reading = Supervised.inBackground(() -> draining.read(in));
      pipe.write("line\n".getBytes(StandardCharsets.UTF_8));
      pipe.flush();
      while (output.size() < 5) {
        Thread.sleep(5);
      }
      CompletableFuture<Void> all = CompletableFuture.runAsync(() -> {
        try {
          draining.awaitAll();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      });
      assertThat(all).isNotDone();
      pipe.write(("end\0" + MARK + "\n").getBytes(StandardCharsets.UTF_8));
      pipe.flush();
      all.get(10, TimeUnit.SECONDS);
      assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("line\nend");
      assertThat(reading).isNotDone();
    }
  }

  @Test
  @Timeout(20)
  void theEndOfEverythingIsAnEndToo() throws Exception {
    Draining draining = new Draining((bytes, offset, length) -> {}, NOTHING, MARK);
    draining.read(InputStream.nullInputStream());
    draining.awaitAll();
    draining.rethrow();
  }
}
