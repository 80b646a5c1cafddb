package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import java.time.Duration;

/**
 * How a container is asked whether it works.
 *
 * The first argument of a test says what the others are: {@code CMD}, a program and its arguments; {@code CMD-SHELL}, a line for
 * the shell; {@code NONE}, no test, not even that of the image.
 */
public final class Healthcheck extends Element<Healthcheck> {
  private static final ElementType.Declaring<Healthcheck> DECLARING = ElementType.declare("healthcheck", Healthcheck::new);

  /** What is run. */
  public static final Attribute<Healthcheck, ImmutableList<Text>> TEST = DECLARING.attribute("test", ArgumentsForm.TEST);
  /** Time between two runs. */
  public static final Attribute<Healthcheck, Duration> INTERVAL = DECLARING.attribute("interval", Forms.DURATION);
  /** After which time a run has failed. */
  public static final Attribute<Healthcheck, Duration> TIMEOUT = DECLARING.attribute("timeout", Forms.DURATION);
  /** How many failures in a row make a container unhealthy. */
  public static final Attribute<Healthcheck, Long> RETRIES = DECLARING.attribute("retries", Forms.INTEGER);
  /** The time at the start in which failures do not count. */
  public static final Attribute<Healthcheck, Duration> START_PERIOD = DECLARING.attribute("start_period", Forms.DURATION);
  /** Time between two runs in that time. */
  public static final Attribute<Healthcheck, Duration> START_INTERVAL = DECLARING.attribute("start_interval", Forms.DURATION);
  /** Whether there is no check, not even that of the image. */
  public static final Attribute<Healthcheck, Boolean> DISABLE = DECLARING.attribute("disable", Forms.TRUTH);

  static final ElementType<Healthcheck> ELEMENT = DECLARING.close();

  private Healthcheck(Content<Healthcheck> content) {
    super(content);
  }

  /** A line that the shell of the image runs. */
  public static Healthcheck shell(String line) {
    return ELEMENT.empty().with(TEST, Collected.texts("CMD-SHELL", line));
  }

  /** A program and its arguments. */
  public static Healthcheck command(String... arguments) {
    return ELEMENT.empty().with(TEST, ImmutableList.<Text>builder().add(Text.of("CMD")).addAll(Collected.texts(arguments)).build());
  }

  /** The check of the image with other times. */
  public static Healthcheck ofImage() {
    return ELEMENT.empty();
  }

  /** No check, not even that of the image. */
  public static Healthcheck none() {
    return ELEMENT.empty().with(TEST, Collected.texts("NONE"));
  }

  /** The check that images have. */
  public static Healthcheck of(dev.slipway.image.Healthcheck check) {
    if (!(check instanceof dev.slipway.image.Healthcheck.Probe probe)) {
      return none();
    }
    Healthcheck made = probe.command() instanceof dev.slipway.image.Command.ExecForm exec
        ? command(exec.arguments().toArray(String[]::new))
        : shell(((dev.slipway.image.Command.ShellForm) probe.command()).line());
    made = probe.interval().map(made::every).orElse(made);
    made = probe.timeout().map(made::within).orElse(made);
    made = probe.startPeriod().map(made::startingIn).orElse(made);
    made = probe.startInterval().map(made::startingEvery).orElse(made);
    return probe.retries().map(made::retries).orElse(made);
  }

  /** The same check at another interval. */
  public Healthcheck every(Duration interval) {
    return with(INTERVAL, interval);
  }

  /** The same check with another time limit for one run. */
  public Healthcheck within(Duration timeout) {
    return with(TIMEOUT, timeout);
  }

  /** The same check with a time at the start in which failures do not count. */
  public Healthcheck startingIn(Duration startPeriod) {
    return with(START_PERIOD, startPeriod);
  }

  /** The same check with another interval at the start. */
  public Healthcheck startingEvery(Duration startInterval) {
    return with(START_INTERVAL, startInterval);
  }

  /** The same check with another number of failures in a row that are forgiven. */
  public Healthcheck retries(long count) {
    return with(RETRIES, count);
  }
}
