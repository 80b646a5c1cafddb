package dev.slipway.oci;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a container's health is probed: Docker's extension {@code Healthcheck} of the configuration. Durations are
 * nanoseconds in the document; 0 there means "inherit", as absent does.
 */
public final class HealthcheckConfig {
  private final Fields fields;

  private HealthcheckConfig(Fields fields) {
    this.fields = fields;
    fields.texts("Test");
    for (String name : List.of("Interval", "Timeout", "StartPeriod", "StartInterval", "Retries")) {
      if (fields.number(name).orElse(0) < 0) {
        throw fields.malformed(name, "is negative");
      }
    }
  }

  static HealthcheckConfig of(Fields fields) {
    return new HealthcheckConfig(fields);
  }

  /**
   * A probe; its first element says how to read the others: {@code NONE} switches an inherited probe off, {@code CMD}
   * runs the rest, {@code CMD-SHELL} hands the rest to the shell.
   */
  public static HealthcheckConfig of(List<String> test) {
    if (test.isEmpty()) {
      throw new InvalidValueException("the test of a health check is empty; start it with 'CMD', 'CMD-SHELL' or 'NONE'");
    }
    return new HealthcheckConfig(Fields.empty(Shapes.HEALTHCHECK).withTexts("Test", test));
  }

  /** The probe as {@link #of(List)} takes it; empty to inherit the test. */
  public ImmutableList<String> test() {
    return fields.texts("Test").orElse(ImmutableList.of());
  }

  /** The time between two probes. */
  public Optional<Duration> interval() {
    return duration("Interval");
  }

  /** How long one probe may take. */
  public Optional<Duration> timeout() {
    return duration("Timeout");
  }

  /** How long after the start failures do not count. */
  public Optional<Duration> startPeriod() {
    return duration("StartPeriod");
  }

  /** The time between two probes during the start period. */
  public Optional<Duration> startInterval() {
    return duration("StartInterval");
  }

  /** How many failures in a row make a container unhealthy. */
  public OptionalLong retries() {
    OptionalLong retries = fields.number("Retries");
    return retries.orElse(0) == 0 ? OptionalLong.empty() : retries;
  }

  /** With that time between two probes. */
  public HealthcheckConfig withInterval(Duration interval) {
    return with("Interval", interval);
  }

  /** With that limit for one probe. */
  public HealthcheckConfig withTimeout(Duration timeout) {
    return with("Timeout", timeout);
  }

  /** With that start period. */
  public HealthcheckConfig withStartPeriod(Duration startPeriod) {
    return with("StartPeriod", startPeriod);
  }

  /** With that time between two probes during the start period. */
  public HealthcheckConfig withStartInterval(Duration startInterval) {
    return with("StartInterval", startInterval);
  }

  /** With that many failures in a row until a container is unhealthy. */
  public HealthcheckConfig withRetries(long retries) {
    if (retries < 0) {
      throw new InvalidValueException("retries '" + retries + "' of a health check is negative");
    }
    return new HealthcheckConfig(retries == 0 ? fields.without("Retries") : fields.with("Retries", retries));
  }

  private HealthcheckConfig with(String name, Duration duration) {
    if (duration.isNegative() || duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0) {
      throw new InvalidValueException("'" + duration + "' is no duration of a health check: between 0 and 292 years are allowed");
    }
    return new HealthcheckConfig(duration.isZero() ? fields.without(name) : fields.with(name, duration.toNanos()));
  }

  private Optional<Duration> duration(String name) {
    long nanos = fields.number(name).orElse(0);
    return nanos == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
  }

  Fields fields() {
    return fields;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HealthcheckConfig that && that.fields.equals(fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  /** The health check as canonical JSON. */
  @Override
  public String toString() {
    return fields.json();
  }
}
