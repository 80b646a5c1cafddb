package dev.slipway.compose;

import com.google.common.collect.ImmutableMap;

/** Where the output of containers goes. */
public final class Logging extends Element<Logging> {
  private static final ElementType.Declaring<Logging> DECLARING = ElementType.declare("logging", Logging::new);

  /** Who takes it. */
  public static final Attribute<Logging, Text> DRIVER = DECLARING.attribute("driver", Forms.TEXT);
  /** Options of the driver. */
  public static final Attribute<Logging, ImmutableMap<String, Text>> OPTIONS = DECLARING.attribute("options", Forms.LABELS);

  static final ElementType<Logging> ELEMENT = DECLARING.close();

  private Logging(Content<Logging> content) {
    super(content);
  }

  /** A driver without options. */
  public static Logging driver(String name) {
    return ELEMENT.empty().with(DRIVER, Text.of(name));
  }

  /** The same with one more option. */
  public Logging option(String name, String value) {
    return with(OPTIONS, Collected.put(value(OPTIONS), name, Text.of(value)));
  }
}
