package dev.slipway.compose;

/** The service that a service takes what it does not say itself from; gone in resolved projects. */
public final class Extends extends Element<Extends> {
  private static final ElementType.Declaring<Extends> DECLARING = ElementType.declare("extends", Extends::new);

  /** The other service. */
  public static final Attribute<Extends, Text> SERVICE = DECLARING.attribute("service", Forms.TEXT);
  /** The file with it, if it is another one. */
  public static final Attribute<Extends, Text> FILE = DECLARING.attribute("file", Forms.TEXT);

  static final ElementType<Extends> ELEMENT = DECLARING.close();

  static final Form<Extends> FORM = ElementForm.of(ELEMENT, SERVICE);

  private Extends(Content<Extends> content) {
    super(content);
  }

  /** A service of the same file. */
  public static Extends service(String name) {
    return ELEMENT.empty().with(SERVICE, Text.of(name));
  }

  /** A service of another file. */
  public static Extends service(String name, String file) {
    return service(name).with(FILE, Text.of(file));
  }
}
