package dev.slipway.compose;

import dev.slipway.compose.format.ByteCount;

/** A limit on one block device. */
public final class BlkioLimit extends Element<BlkioLimit> {
  private static final ElementType.Declaring<BlkioLimit> DECLARING = ElementType.declare("blkio limit", BlkioLimit::new);

  /** The device. */
  public static final Attribute<BlkioLimit, Text> PATH = DECLARING.attribute("path", Forms.TEXT);
  /** Bytes, or reads and writes, per second. */
  public static final Attribute<BlkioLimit, ByteCount> RATE = DECLARING.attribute("rate", Forms.BYTES);

  static final ElementType<BlkioLimit> ELEMENT = DECLARING.close();

  private BlkioLimit(Content<BlkioLimit> content) {
    super(content);
  }

  /** A limit on a device. */
  public static BlkioLimit of(String path, ByteCount rate) {
    return ELEMENT.empty().with(PATH, Text.of(path)).with(RATE, rate);
  }
}
