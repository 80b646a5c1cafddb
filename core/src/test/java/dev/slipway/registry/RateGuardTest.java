package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RateGuardTest {
  private static final Duration WINDOW = Duration.ofMillis(300);

  /** A byte now and then, without end. */
  private static InputStream dripping(long millis) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        try {
          Thread.sleep(millis);
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        return 'x';
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        bytes[offset] = (byte) read();
        return 1;
      }
    };
  }

  @Test
  void aServerThatSendsAByteNowAndThenIsGivenUp() {
    RateGuard guard = new RateGuard(dripping(20), () -> {}, WINDOW);
    assertThatThrownBy(guard::readAllBytes).isInstanceOf(IOException.class).hasMessageContaining("less than 1024 bytes a second");
  }

  @Test
  void aReadThatWaitsForEverIsEndedFromOutside() {
    CountDownLatch ended = new CountDownLatch(1);
    InputStream silent = new InputStream() {
      @Override
      public int read() throws IOException {
        try {
          ended.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        throw new IOException("closed");
      }
    };
    RateGuard guard = new RateGuard(silent, ended::countDown, WINDOW);
    assertThatThrownBy(guard::read).isInstanceOf(IOException.class).hasMessageContaining("less than 1024 bytes a second");
  }

  @Test
  void theTimeThatTheReaderTakesDoesNotCount() throws Exception {
    RateGuard guard = new RateGuard(new ByteArrayInputStream(new byte[10]), () -> {}, WINDOW);
    for (int i = 0; i < 10; i++) {
      assertThat(guard.read()).isZero();
      Thread.sleep(60);
    }
    assertThat(guard.read()).isEqualTo(-1);
  }

  @Test
  void aServerThatIsSlowButFastEnoughIsBorne() throws IOException {
    InputStream slow = new InputStream() {
      private int left = 20;

      @Override
      public int read() {
        throw new AssertionError("read in pieces");
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left-- == 0) {
          return -1;
        }
        int unused = dripping(50).read();
        return Math.min(length, 500);
      }
    };
    assertThat(new RateGuard(slow, () -> {}, WINDOW).readAllBytes()).hasSize(20 * 500);
  }
}
