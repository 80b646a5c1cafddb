package dev.slipway.compose;

import dev.slipway.compose.format.ByteCount;

/** Options of directories in memory. */
public final class TmpfsOptions extends Element<TmpfsOptions> {
  private static final ElementType.Declaring<TmpfsOptions> DECLARING = ElementType.declare("tmpfs options", TmpfsOptions::new);

  /** The most that fits in. */
  public static final Attribute<TmpfsOptions, ByteCount> SIZE = DECLARING.attribute("size", Forms.BYTES);
  /** Who may read and write. */
  public static final Attribute<TmpfsOptions, FileMode> MODE = DECLARING.attribute("mode", FileMode.NUMBER);

  static final ElementType<TmpfsOptions> ELEMENT = DECLARING.close();

  private TmpfsOptions(Content<TmpfsOptions> content) {
    super(content);
  }

  /** As usual. */
  public static TmpfsOptions empty() {
    return ELEMENT.empty();
  }
}
