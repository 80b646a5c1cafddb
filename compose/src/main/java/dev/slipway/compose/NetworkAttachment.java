package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/** How a container is attached to a network. */
public final class NetworkAttachment extends Element<NetworkAttachment> {
  private static final ElementType.Declaring<NetworkAttachment> DECLARING = ElementType.declare("network attachment",
      NetworkAttachment::new);

  /** More names of the container in the network. */
  public static final Attribute<NetworkAttachment, ImmutableList<Text>> ALIASES = DECLARING.attribute("aliases", Forms.TEXTS);
  /** The name of the interface in the container. */
  public static final Attribute<NetworkAttachment, Text> INTERFACE_NAME = DECLARING.attribute("interface_name", Forms.TEXT);
  /** A fixed address. */
  public static final Attribute<NetworkAttachment, Text> IPV4_ADDRESS = DECLARING.attribute("ipv4_address", Forms.TEXT);
  /** A fixed address. */
  public static final Attribute<NetworkAttachment, Text> IPV6_ADDRESS = DECLARING.attribute("ipv6_address", Forms.TEXT);
  /** Addresses that hold for the link only. */
  public static final Attribute<NetworkAttachment, ImmutableList<Text>> LINK_LOCAL_IPS = DECLARING.attribute("link_local_ips", Forms.TEXTS);
  /** The address of the interface. */
  public static final Attribute<NetworkAttachment, Text> MAC_ADDRESS = DECLARING.attribute("mac_address", Forms.TEXT);
  /** Options of the network driver. */
  public static final Attribute<NetworkAttachment, ImmutableMap<String, Text>> DRIVER_OPTS = DECLARING.attribute("driver_opts",
      Forms.LABELS);
  /** Networks with a higher number are attached first. */
  public static final Attribute<NetworkAttachment, Long> PRIORITY = DECLARING.attribute("priority", Forms.INTEGER);
  /** The network with the highest number has the default gateway. */
  public static final Attribute<NetworkAttachment, Long> GW_PRIORITY = DECLARING.attribute("gw_priority", Forms.INTEGER);

  static final ElementType<NetworkAttachment> ELEMENT = DECLARING.close();

  private NetworkAttachment(Content<NetworkAttachment> content) {
    super(content);
  }

  /** As usual. */
  public static NetworkAttachment empty() {
    return ELEMENT.empty();
  }

  /** The same under one more name. */
  public NetworkAttachment alias(String name) {
    return with(ALIASES, Collected.add(value(ALIASES), Text.of(name)));
  }

  /** The same with a fixed address. */
  public NetworkAttachment ipv4(String address) {
    return with(IPV4_ADDRESS, Text.of(address));
  }
}
