package dev.slipway.compose;

/** The share of a service on one block device. */
public final class BlkioWeight extends Element<BlkioWeight> {
  private static final ElementType.Declaring<BlkioWeight> DECLARING = ElementType.declare("blkio weight", BlkioWeight::new);

  /** The device. */
  public static final Attribute<BlkioWeight, Text> PATH = DECLARING.attribute("path", Forms.TEXT);
  /** The share, from 10 to 1000. */
  public static final Attribute<BlkioWeight, Long> WEIGHT = DECLARING.attribute("weight", Forms.INTEGER);

  static final ElementType<BlkioWeight> ELEMENT = DECLARING.close();

  private BlkioWeight(Content<BlkioWeight> content) {
    super(content);
  }

  /** A share on a device. */
  public static BlkioWeight of(String path, long weight) {
    return ELEMENT.empty().with(PATH, Text.of(path)).with(WEIGHT, weight);
  }
}
