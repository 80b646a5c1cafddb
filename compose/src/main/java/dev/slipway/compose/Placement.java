package dev.slipway.compose;

import com.google.common.collect.ImmutableList;

/** On which machines containers run. */
public final class Placement extends Element<Placement> {
  private static final ElementType.Declaring<Placement> DECLARING = ElementType.declare("placement", Placement::new);

  /** What a machine must be like, such as {@code node.role==manager}. */
  public static final Attribute<Placement, ImmutableList<Text>> CONSTRAINTS = DECLARING.attribute("constraints", Forms.TEXTS);
  /** How containers are spread. */
  public static final Attribute<Placement, ImmutableList<PlacementPreference>> PREFERENCES = DECLARING.attribute("preferences",
      Forms.elements(PlacementPreference.ELEMENT));
  /** The most on one machine. */
  public static final Attribute<Placement, Long> MAX_REPLICAS_PER_NODE = DECLARING.attribute("max_replicas_per_node", Forms.INTEGER);

  static final ElementType<Placement> ELEMENT = DECLARING.close();

  private Placement(Content<Placement> content) {
    super(content);
  }

  /** Anywhere. */
  public static Placement empty() {
    return ELEMENT.empty();
  }
}
