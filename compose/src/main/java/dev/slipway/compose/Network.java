package dev.slipway.compose;

import com.google.common.collect.ImmutableMap;

/** A network that services talk through. */
public final class Network extends Resource<Network> {
  private static final ElementType.Declaring<Network> DECLARING = ElementType.keyed("network", Network::new);

  /** The name on the platform, if it is not made of the names of project and network. */
  public static final Attribute<Network, Text> NAME = DECLARING.attribute("name", Forms.TEXT);
  /** Who provides it. */
  public static final Attribute<Network, Text> DRIVER = DECLARING.attribute("driver", Forms.TEXT);
  /** Options of the driver. */
  public static final Attribute<Network, ImmutableMap<String, Text>> DRIVER_OPTS = DECLARING.attribute("driver_opts", Forms.LABELS);
  /** How addresses are given. */
  public static final Attribute<Network, Ipam> IPAM = DECLARING.attribute("ipam", Forms.element(Ipam.ELEMENT));
  /** Whether it is there already and belongs to nobody here. */
  public static final Attribute<Network, Boolean> EXTERNAL = DECLARING.attribute("external", Forms.TRUTH);
  /** Whether it leads nowhere else. */
  public static final Attribute<Network, Boolean> INTERNAL = DECLARING.attribute("internal", Forms.TRUTH);
  /** Whether it has addresses of the old kind. */
  public static final Attribute<Network, Boolean> ENABLE_IPV4 = DECLARING.attribute("enable_ipv4", Forms.TRUTH);
  /** Whether it has addresses of the new kind. */
  public static final Attribute<Network, Boolean> ENABLE_IPV6 = DECLARING.attribute("enable_ipv6", Forms.TRUTH);
  /** Whether containers of other projects may be attached. */
  public static final Attribute<Network, Boolean> ATTACHABLE = DECLARING.attribute("attachable", Forms.TRUTH);
  /** Its labels. */
  public static final Attribute<Network, ImmutableMap<String, Text>> LABELS = DECLARING.attribute("labels", Forms.LABELS);

  static final ElementType<Network> ELEMENT = DECLARING.close();

  private Network(String key, Content<Network> content) {
    super(key, content);
  }

  /** A network with a key. */
  public static Network named(String key) {
    return ELEMENT.keyed(key);
  }

  /** A network that is there already. */
  public static Network external(String key) {
    return named(key).with(EXTERNAL, true);
  }

  /** The network under another name on the platform. */
  public Network withName(String name) {
    return with(NAME, Text.of(name));
  }

  /** The network of another driver. */
  public Network driver(String name) {
    return with(DRIVER, Text.of(name));
  }

  /** The network, which leads nowhere else. */
  public Network internal() {
    return with(INTERNAL, true);
  }

  /** The network with one more range of addresses. */
  public Network subnet(String range) {
    Ipam ipam = value(IPAM).orElseGet(Ipam::empty);
    return with(IPAM, ipam.with(Ipam.CONFIG, Collected.add(ipam.value(Ipam.CONFIG), IpamPool.subnet(range))));
  }
}
