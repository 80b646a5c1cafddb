package dev.slipway.compose;

/** What containers may use, and what is kept for them. */
public final class Resources extends Element<Resources> {
  private static final ElementType.Declaring<Resources> DECLARING = ElementType.declare("resources", Resources::new);

  /** The most that a container may use. */
  public static final Attribute<Resources, ResourceLimits> LIMITS = DECLARING.attribute("limits", Forms.element(ResourceLimits.ELEMENT));
  /** What is kept for a container. */
  public static final Attribute<Resources, ResourceReservations> RESERVATIONS = DECLARING.attribute("reservations",
      Forms.element(ResourceReservations.ELEMENT));

  static final ElementType<Resources> ELEMENT = DECLARING.close();

  private Resources(Content<Resources> content) {
    super(content);
  }

  /** Neither limits nor reservations. */
  public static Resources empty() {
    return ELEMENT.empty();
  }
}
