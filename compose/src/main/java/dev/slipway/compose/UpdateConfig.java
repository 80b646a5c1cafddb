package dev.slipway.compose;

import java.time.Duration;

/** How containers are replaced. */
public final class UpdateConfig extends Element<UpdateConfig> {
  private static final ElementType.Declaring<UpdateConfig> DECLARING = ElementType.declare("update_config", UpdateConfig::new);

  /** How many at once; zero is all. */
  public static final Attribute<UpdateConfig, Long> PARALLELISM = DECLARING.attribute("parallelism", Forms.INTEGER);
  /** Time between two groups. */
  public static final Attribute<UpdateConfig, Duration> DELAY = DECLARING.attribute("delay", Forms.DURATION);
  /** What happens if a new container fails. */
  public static final Attribute<UpdateConfig, Text> FAILURE_ACTION = DECLARING.attribute("failure_action", Forms.TEXT);
  /** How long a new container is watched. */
  public static final Attribute<UpdateConfig, Duration> MONITOR = DECLARING.attribute("monitor", Forms.DURATION);
  /** The part that may fail, from 0 to 1. */
  public static final Attribute<UpdateConfig, Double> MAX_FAILURE_RATIO = DECLARING.attribute("max_failure_ratio", Forms.DECIMAL);
  /** What comes first. */
  public static final Attribute<UpdateConfig, Order> ORDER = DECLARING.attribute("order", Forms.constant(Order.class));

  static final ElementType<UpdateConfig> ELEMENT = DECLARING.close();

  private UpdateConfig(Content<UpdateConfig> content) {
    super(content);
  }

  /** What comes first when a container is replaced. */
  public enum Order {
    /** The new one is started first. */
    START_FIRST("start-first"),
    /** The old one is stopped first. */
    STOP_FIRST("stop-first");

    private final String id;

    Order(String id) {
      this.id = id;
    }

    /** The order as files write it. */
    @Override
    public String toString() {
      return id;
    }
  }

  /** Nothing set yet. */
  public static UpdateConfig empty() {
    return ELEMENT.empty();
  }
}
