package dev.slipway.compose;

import java.time.Duration;

/** When containers are started again. */
public final class RestartPolicy extends Element<RestartPolicy> {
  private static final ElementType.Declaring<RestartPolicy> DECLARING = ElementType.declare("restart_policy", RestartPolicy::new);

  /** After which end: {@code none}, {@code on-failure} or {@code any}. */
  public static final Attribute<RestartPolicy, Text> CONDITION = DECLARING.attribute("condition", Forms.TEXT);
  /** Time before a container is started again. */
  public static final Attribute<RestartPolicy, Duration> DELAY = DECLARING.attribute("delay", Forms.DURATION);
  /** How often. */
  public static final Attribute<RestartPolicy, Long> MAX_ATTEMPTS = DECLARING.attribute("max_attempts", Forms.INTEGER);
  /** How long a container must run to count as started. */
  public static final Attribute<RestartPolicy, Duration> WINDOW = DECLARING.attribute("window", Forms.DURATION);

  static final ElementType<RestartPolicy> ELEMENT = DECLARING.close();

  private RestartPolicy(Content<RestartPolicy> content) {
    super(content);
  }

  /** Nothing set yet. */
  public static RestartPolicy empty() {
    return ELEMENT.empty();
  }
}
