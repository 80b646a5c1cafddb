package dev.slipway.compose;

import dev.slipway.InvalidValueException;
import dev.slipway.compose.format.ComposeDuration;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.time.Duration;
import java.util.Optional;

/** Durations such as {@code 1m30s}. */
enum DurationForm implements Form<Duration> {
  DURATION;

  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private static final ScalarForm<Duration> SCALAR = ScalarForm.of("a duration such as '1m30s'",
      scalar -> ComposeDuration.parse(scalar.text()).value().map(ComposeDuration::toDuration),
      value -> YamlScalar.of(ComposeDuration.of(value).toString()));

  @Override
  public Optional<Duration> decode(YamlValue value, Decoding at) {
    return SCALAR.decode(value, at);
  }

  /** The minimal form has no parts that are zero. */
  @Override
  public YamlValue encode(Duration value, Encoding to) {
    String text = ComposeDuration.of(value).toString();
    if (to.minimal()) {
      text = text.endsWith("m0s") ? text.substring(0, text.length() - 2) : text;
      text = text.endsWith("h0m") ? text.substring(0, text.length() - 2) : text;
      text = text.replace("µs", "us");
    }
    return YamlScalar.of(text);
  }

  @Override
  public void check(Duration value) {
    if (value.abs().compareTo(LONGEST) > 0) {
      throw new InvalidValueException("'" + value + "' is longer than 292 years");
    }
  }
}
