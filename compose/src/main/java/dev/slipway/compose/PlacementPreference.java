package dev.slipway.compose;

/** How containers are spread over machines. */
public final class PlacementPreference extends Element<PlacementPreference> {
  private static final ElementType.Declaring<PlacementPreference> DECLARING = ElementType.declare("placement preference",
      PlacementPreference::new);

  /** The label of machines over whose values they are spread. */
  public static final Attribute<PlacementPreference, Text> SPREAD = DECLARING.attribute("spread", Forms.TEXT);

  static final ElementType<PlacementPreference> ELEMENT = DECLARING.close();

  private PlacementPreference(Content<PlacementPreference> content) {
    super(content);
  }

  /** Evenly over the values of a label. */
  public static PlacementPreference spread(String label) {
    return ELEMENT.empty().with(SPREAD, Text.of(label));
  }
}
