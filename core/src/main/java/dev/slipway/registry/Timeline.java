package dev.slipway.registry;

import java.time.Duration;
import java.time.Instant;

/** The passing of time, as far as waiting and expiry are concerned; tests bring one that does not really wait. */
public interface Timeline {
  /** The present. */
  Instant now();

  /** Lets time pass. */
  void sleep(Duration duration) throws InterruptedException;

  /** The real one. */
  static Timeline system() {
    return new Timeline() {
      @Override
      public Instant now() {
        return Instant.now();
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
      }
    };
  }
}
