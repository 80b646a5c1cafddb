package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/** A program that provides what a service stands for, in place of containers. */
public final class Provider extends Element<Provider> {
  private static final ElementType.Declaring<Provider> DECLARING = ElementType.declare("provider", Provider::new);

  /** The program. */
  public static final Attribute<Provider, Text> TYPE = DECLARING.attribute("type", Forms.TEXT);
  /** Its options, each perhaps several times. */
  public static final Attribute<Provider, ImmutableMap<String, ImmutableList<Text>>> OPTIONS = DECLARING.attribute("options",
      Forms.map(Forms.TEXTS_OR_ONE));

  static final ElementType<Provider> ELEMENT = DECLARING.close();

  private Provider(Content<Provider> content) {
    super(content);
  }

  /** A program without options. */
  public static Provider of(String type) {
    return ELEMENT.empty().with(TYPE, Text.of(type));
  }

  /** The same with an option. */
  public Provider option(String name, String... values) {
    return with(OPTIONS, Collected.put(value(OPTIONS), name, Collected.texts(values)));
  }
}
