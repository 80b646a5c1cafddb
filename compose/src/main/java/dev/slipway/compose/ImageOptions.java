package dev.slipway.compose;

/** Options of images that are mounted. */
public final class ImageOptions extends Element<ImageOptions> {
  private static final ElementType.Declaring<ImageOptions> DECLARING = ElementType.declare("image options", ImageOptions::new);

  /** The directory in the image that is mounted. */
  public static final Attribute<ImageOptions, Text> SUBPATH = DECLARING.attribute("subpath", Forms.TEXT);

  static final ElementType<ImageOptions> ELEMENT = DECLARING.close();

  private ImageOptions(Content<ImageOptions> content) {
    super(content);
  }

  /** The whole image. */
  public static ImageOptions empty() {
    return ELEMENT.empty();
  }
}
