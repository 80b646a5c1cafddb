package dev.slipway.compose;

import com.google.common.collect.ImmutableList;

/** A language model that services use. */
public final class Model extends Resource<Model> {
  private static final ElementType.Declaring<Model> DECLARING = ElementType.keyed("model", Model::new);

  /** The name on the platform. */
  public static final Attribute<Model, Text> NAME = DECLARING.attribute("name", Forms.TEXT);
  /** Which model. */
  public static final Attribute<Model, Text> MODEL = DECLARING.attribute("model", Forms.TEXT);
  /** How many tokens it keeps in mind. */
  public static final Attribute<Model, Long> CONTEXT_SIZE = DECLARING.attribute("context_size", Forms.INTEGER);
  /** Options of what runs it. */
  public static final Attribute<Model, ImmutableList<Text>> RUNTIME_FLAGS = DECLARING.attribute("runtime_flags", Forms.TEXTS);

  static final ElementType<Model> ELEMENT = DECLARING.close();

  private Model(String key, Content<Model> content) {
    super(key, content);
  }

  /** A model with a key. */
  public static Model of(String key, String model) {
    return ELEMENT.keyed(key).with(MODEL, Text.of(model));
  }

  /** The model with another size of context. */
  public Model contextSize(long tokens) {
    return with(CONTEXT_SIZE, tokens);
  }
}
