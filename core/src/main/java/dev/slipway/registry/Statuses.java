package dev.slipway.registry;

import com.google.common.net.HttpHeaders;
import com.google.common.primitives.Ints;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What status codes and their headers mean for what is done next. */
final class Statuses {
  private Statuses() {}

  /** Whether the same request may be answered otherwise a moment later. Ranges are only asked for that exist, hence 416. */
  static boolean mayPass(int status) {
    return status == 408 || status == 416 || status == 425 || status == 429 || status == 499
        || status >= 500 && status != 501 && status != 505;
  }

  static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  /** How long to wait, in seconds or up to a date, RFC 9110 section 10.2.3. */
  static Optional<Duration> retryAfter(Reply reply, Timeline timeline) {
    return reply.header(HttpHeaders.RETRY_AFTER).flatMap(text -> {
      Integer seconds = Ints.tryParse(text.trim());
      if (seconds != null) {
        return seconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
      }
      try {
        Instant until = ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        Duration wait = Duration.between(timeline.now(), until);
        return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
      } catch (DateTimeException neither) {
        return Optional.empty();
      }
    });
  }
}
