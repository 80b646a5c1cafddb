package dev.slipway.compose;

/** A resource that an operator has named. */
public final class GenericResource extends Element<GenericResource> {
  private static final ElementType.Declaring<GenericResource> DECLARING = ElementType.declare("generic resource", GenericResource::new);

  /** Which one and how many. */
  public static final Attribute<GenericResource, DiscreteResource> DISCRETE_RESOURCE_SPEC = DECLARING.attribute("discrete_resource_spec",
      Forms.element(DiscreteResource.ELEMENT));

  static final ElementType<GenericResource> ELEMENT = DECLARING.close();

  private GenericResource(Content<GenericResource> content) {
    super(content);
  }

  /** So many of a resource. */
  public static GenericResource of(String kind, long value) {
    return ELEMENT.empty().with(DISCRETE_RESOURCE_SPEC, DiscreteResource.of(kind, value));
  }
}
