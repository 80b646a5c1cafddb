package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/** How a network gives addresses. */
public final class Ipam extends Element<Ipam> {
  private static final ElementType.Declaring<Ipam> DECLARING = ElementType.declare("ipam", Ipam::new);

  /** Who gives them. */
  public static final Attribute<Ipam, Text> DRIVER = DECLARING.attribute("driver", Forms.TEXT);
  /** Where they come from. */
  public static final Attribute<Ipam, ImmutableList<IpamPool>> CONFIG = DECLARING.attribute("config", Forms.elements(IpamPool.ELEMENT));
  /** Options of the driver. */
  public static final Attribute<Ipam, ImmutableMap<String, Text>> OPTIONS = DECLARING.attribute("options", Forms.LABELS);

  static final ElementType<Ipam> ELEMENT = DECLARING.close();

  private Ipam(Content<Ipam> content) {
    super(content);
  }

  /** As usual. */
  public static Ipam empty() {
    return ELEMENT.empty();
  }
}
