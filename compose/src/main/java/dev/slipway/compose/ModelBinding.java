package dev.slipway.compose;

/** How a service is told of a language model. */
public final class ModelBinding extends Element<ModelBinding> {
  private static final ElementType.Declaring<ModelBinding> DECLARING = ElementType.declare("model binding", ModelBinding::new);

  /** The variable with the address. */
  public static final Attribute<ModelBinding, Text> ENDPOINT_VAR = DECLARING.attribute("endpoint_var", Forms.TEXT);
  /** The variable with the name of the model. */
  public static final Attribute<ModelBinding, Text> MODEL_VAR = DECLARING.attribute("model_var", Forms.TEXT);

  static final ElementType<ModelBinding> ELEMENT = DECLARING.close();

  private ModelBinding(Content<ModelBinding> content) {
    super(content);
  }

  /** Variables with usual names. */
  public static ModelBinding empty() {
    return ELEMENT.empty();
  }
}
