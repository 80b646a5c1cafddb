package dev.slipway.compose;

import com.google.common.collect.ImmutableList;

/** How much a service may read from and write to block devices. */
public final class BlkioConfig extends Element<BlkioConfig> {
  private static final ElementType.Declaring<BlkioConfig> DECLARING = ElementType.declare("blkio_config", BlkioConfig::new);

  /** The share of this service, from 10 to 1000. */
  public static final Attribute<BlkioConfig, Long> WEIGHT = DECLARING.attribute("weight", Forms.INTEGER);
  /** The share on single devices. */
  public static final Attribute<BlkioConfig, ImmutableList<BlkioWeight>> WEIGHT_DEVICE = DECLARING.attribute("weight_device",
      Forms.elements(BlkioWeight.ELEMENT));
  /** Bytes per second that may be read. */
  public static final Attribute<BlkioConfig, ImmutableList<BlkioLimit>> DEVICE_READ_BPS = DECLARING.attribute("device_read_bps",
      Forms.elements(BlkioLimit.ELEMENT));
  /** Reads per second. */
  public static final Attribute<BlkioConfig, ImmutableList<BlkioLimit>> DEVICE_READ_IOPS = DECLARING.attribute("device_read_iops",
      Forms.elements(BlkioLimit.ELEMENT));
  /** Bytes per second that may be written. */
  public static final Attribute<BlkioConfig, ImmutableList<BlkioLimit>> DEVICE_WRITE_BPS = DECLARING.attribute("device_write_bps",
      Forms.elements(BlkioLimit.ELEMENT));
  /** Writes per second. */
  public static final Attribute<BlkioConfig, ImmutableList<BlkioLimit>> DEVICE_WRITE_IOPS = DECLARING.attribute("device_write_iops",
      Forms.elements(BlkioLimit.ELEMENT));

  static final ElementType<BlkioConfig> ELEMENT = DECLARING.close();

  private BlkioConfig(Content<BlkioConfig> content) {
    super(content);
  }

  /** No limits yet. */
  public static BlkioConfig empty() {
    return ELEMENT.empty();
  }
}
