package dev.slipway.compose;

import com.google.common.collect.ImmutableMap;

/** A range of addresses of a network. */
public final class IpamPool extends Element<IpamPool> {
  private static final ElementType.Declaring<IpamPool> DECLARING = ElementType.declare("ipam pool", IpamPool::new);

  /** The whole range. */
  public static final Attribute<IpamPool, Text> SUBNET = DECLARING.attribute("subnet", Forms.TEXT);
  /** The part from which containers get addresses. */
  public static final Attribute<IpamPool, Text> IP_RANGE = DECLARING.attribute("ip_range", Forms.TEXT);
  /** The address of the gateway. */
  public static final Attribute<IpamPool, Text> GATEWAY = DECLARING.attribute("gateway", Forms.TEXT);
  /** Addresses that are taken, by host name. */
  public static final Attribute<IpamPool, ImmutableMap<String, Text>> AUX_ADDRESSES = DECLARING.attribute("aux_addresses", Forms.LABELS);

  static final ElementType<IpamPool> ELEMENT = DECLARING.close();

  private IpamPool(Content<IpamPool> content) {
    super(content);
  }

  /** A range such as {@code 10.5.0.0/16}. */
  public static IpamPool subnet(String range) {
    return ELEMENT.empty().with(SUBNET, Text.of(range));
  }
}
