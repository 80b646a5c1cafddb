package dev.slipway.compose;

import com.google.common.collect.ImmutableMap;

/** How a service is run on a platform: how often, where, with what, and how it is replaced. */
public final class Deploy extends Element<Deploy> {
  private static final ElementType.Declaring<Deploy> DECLARING = ElementType.declare("deploy", Deploy::new);

  /** Whether there is a number of containers, or one for each machine. */
  public static final Attribute<Deploy, Text> MODE = DECLARING.attribute("mode", Forms.TEXT);
  /** How many containers run. */
  public static final Attribute<Deploy, Long> REPLICAS = DECLARING.attribute("replicas", Forms.INTEGER);
  /** How clients find the containers. */
  public static final Attribute<Deploy, Text> ENDPOINT_MODE = DECLARING.attribute("endpoint_mode", Forms.TEXT);
  /** Labels of the service, not of its containers. */
  public static final Attribute<Deploy, ImmutableMap<String, Text>> LABELS = DECLARING.attribute("labels", Forms.LABELS);
  /** How containers are replaced by new ones. */
  public static final Attribute<Deploy, UpdateConfig> UPDATE_CONFIG = DECLARING.attribute("update_config",
      Forms.element(UpdateConfig.ELEMENT));
  /** How containers are replaced by those before them, if an update fails. */
  public static final Attribute<Deploy, UpdateConfig> ROLLBACK_CONFIG = DECLARING.attribute("rollback_config",
      Forms.element(UpdateConfig.ELEMENT));
  /** What containers may use, and what is kept for them. */
  public static final Attribute<Deploy, Resources> RESOURCES = DECLARING.attribute("resources", Forms.element(Resources.ELEMENT));
  /** When containers are started again. */
  public static final Attribute<Deploy, RestartPolicy> RESTART_POLICY = DECLARING.attribute("restart_policy",
      Forms.element(RestartPolicy.ELEMENT));
  /** On which machines containers run. */
  public static final Attribute<Deploy, Placement> PLACEMENT = DECLARING.attribute("placement", Forms.element(Placement.ELEMENT));

  static final ElementType<Deploy> ELEMENT = DECLARING.close();

  private Deploy(Content<Deploy> content) {
    super(content);
  }

  /** Nothing set yet. */
  public static Deploy empty() {
    return ELEMENT.empty();
  }

  /** The same with another number of containers. */
  public Deploy replicas(long count) {
    return with(REPLICAS, count);
  }

  /** The same with other limits for each container. */
  public Deploy limits(ResourceLimits limits) {
    return with(RESOURCES, value(RESOURCES).orElseGet(Resources::empty).with(Resources.LIMITS, limits));
  }

  /** The same with other resources kept for each container. */
  public Deploy reservations(ResourceReservations reservations) {
    return with(RESOURCES, value(RESOURCES).orElseGet(Resources::empty).with(Resources.RESERVATIONS, reservations));
  }
}
