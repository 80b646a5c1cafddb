package dev.slipway.compose;

/** A number of things that an operator has named. */
public final class DiscreteResource extends Element<DiscreteResource> {
  private static final ElementType.Declaring<DiscreteResource> DECLARING = ElementType.declare("discrete resource", DiscreteResource::new);

  /** What they are called. */
  public static final Attribute<DiscreteResource, Text> KIND = DECLARING.attribute("kind", Forms.TEXT);
  /** How many. */
  public static final Attribute<DiscreteResource, Long> VALUE = DECLARING.attribute("value", Forms.INTEGER);

  static final ElementType<DiscreteResource> ELEMENT = DECLARING.close();

  private DiscreteResource(Content<DiscreteResource> content) {
    super(content);
  }

  static DiscreteResource of(String kind, long value) {
    return ELEMENT.empty().with(KIND, Text.of(kind)).with(VALUE, value);
  }
}
