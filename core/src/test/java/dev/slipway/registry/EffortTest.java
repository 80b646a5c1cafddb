package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.RegistryException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EffortTest {
  private final VirtualTime time = new VirtualTime();
  private final Effort effort = new Effort(Patience.DEFAULT, time);

  private static RegistryException meaning() {
    return new RegistryException(ErrorCode.UNAVAILABLE, "gone");
  }

  private void fail() {
    effort.failed(EffortTest::meaning);
  }

  @Test
  void fourFailuresAreBorneAndTheFifthCounts() {
    for (int i = 0; i < 4; i++) {
      fail();
    }
    assertThatThrownBy(this::fail).isInstanceOf(RegistryException.class).hasMessage("gone");
  }

  @Test
  void waitsDoubleAndAreShortenedByChanceUpToHalf() {
    Duration before = Duration.ZERO;
    for (int i = 0; i < 4; i++) {
      fail();
      Duration wait = time.passed().minus(before);
      assertThat(wait).isBetween(Duration.ofMillis(125L << i), Duration.ofMillis(250L << i));
      before = time.passed();
    }
  }

  @Test
  void whatTheRegistryAsksForIsHonoured() {
    effort.failed(EffortTest::meaning, Optional.of(Duration.ofSeconds(17)), Duration.ZERO);
    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(17));
  }

  @Test
  void aWaitBeyondAllPatienceEndsAtOnce() {
    assertThatThrownBy(() -> effort.failed(EffortTest::meaning, Optional.of(Duration.ofSeconds(61)), Duration.ZERO)).hasMessage("gone");
    assertThat(time.passed()).isZero();
  }

  @Test
  void silenceCountsAsWaiting() {
    effort.failed(EffortTest::meaning, Optional.empty(), Duration.ofSeconds(30));
    assertThatThrownBy(() -> effort.failed(EffortTest::meaning, Optional.empty(), Duration.ofSeconds(30))).hasMessage("gone");
  }

  @Test
  void aSuccessMakesUpForFailures() {
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 4; i++) {
        fail();
      }
      effort.succeeded();
    }
    assertThat(time.passed()).isGreaterThan(Duration.ofSeconds(30));
  }

  @Test
  void requestsOnTheWayCountTheirOwnFailuresButShareTheTime() {
    for (int i = 0; i < 4; i++) {
      fail();
    }
    Effort part = effort.part();
    for (int i = 0; i < 4; i++) {
      part.failed(EffortTest::meaning);
    }
    assertThatThrownBy(() -> part.failed(EffortTest::meaning)).hasMessage("gone");
    Effort other = effort.part();
    assertThatThrownBy(() -> {
      for (int i = 0; i < 4; i++) {
        other.failed(EffortTest::meaning, Optional.of(Duration.ofSeconds(20)), Duration.ZERO);
      }
    }).hasMessage("gone");
    assertThat(time.passed()).isLessThanOrEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void workThatBeginsAnewEndsWithTheTimeWhateverItsPartsComeTo() {
    Effort restarts = effort.ofRestarts();
    assertThatThrownBy(() -> {
      while (true) {
        restarts.failed(EffortTest::meaning);
        restarts.part().succeeded();
      }
    }).hasMessage("gone");
    assertThat(time.passed()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(60));
  }

  @Test
  void tokensThatAreRefusedOverAndOverAreNotFetchedWithoutEnd() {
    for (int i = 0; i < 4; i++) {
      effort.refused(EffortTest::meaning);
      effort.challenged();
    }
    assertThatThrownBy(() -> effort.refused(EffortTest::meaning)).hasMessage("gone");
  }

  @Test
  void fiveSilentAttemptsFitIntoTheTime() {
    Duration silent = Duration.ZERO;
    for (int i = 0; i < 5; i++) {
      Duration silence = effort.silence(Duration.ofSeconds(20));
      assertThat(silence).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(20));
      silent = silent.plus(silence);
      if (i < 4) {
        effort.failed(EffortTest::meaning, Optional.empty(), silence);
      }
    }
    assertThat(silent.plus(time.passed())).isLessThanOrEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void anInterruptEndsTheWaiting() {
    Thread.currentThread().interrupt();
    Effort real = new Effort(Patience.DEFAULT, Timeline.system());
    assertThatThrownBy(() -> real.failed(EffortTest::meaning)).isInstanceOfSatisfying(RegistryException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void impossiblePatienceIsRefused() {
    assertThatThrownBy(() -> new Patience(0, Duration.ZERO, Duration.ZERO, Duration.ZERO)).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new Patience(1, Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ZERO))
        .isInstanceOf(InvalidValueException.class);
  }
}
