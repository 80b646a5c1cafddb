package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Port;
import dev.slipway.image.Port.Protocol;

/** A port of a container that can be reached from elsewhere. */
public final class PublishedPort extends Element<PublishedPort> {
  private static final ElementType.Declaring<PublishedPort> DECLARING = ElementType.declare("port", PublishedPort::new);

  /** What it is called. */
  public static final Attribute<PublishedPort, Text> NAME = DECLARING.attribute("name", Forms.TEXT);
  /** Whether the host, or all machines together, listen. */
  public static final Attribute<PublishedPort, Text> MODE = DECLARING.attribute("mode", Forms.TEXT, Text.of("ingress"));
  /** The address on which the host listens; all of them if there is none. */
  public static final Attribute<PublishedPort, Text> HOST_IP = DECLARING.attribute("host_ip", Forms.TEXT);
  /** The port in the container. */
  public static final Attribute<PublishedPort, Long> TARGET = DECLARING.attribute("target",
      Forms.integer("the port of a container", 0, 65_535));
  /** The port on the host, or a range from which one is taken; any free one if there is none. */
  public static final Attribute<PublishedPort, Text> PUBLISHED = DECLARING.attribute("published", Forms.TEXT);
  /** The transport. */
  public static final Attribute<PublishedPort, Text> PROTOCOL = DECLARING.attribute("protocol", Forms.TEXT, Text.of("tcp"));
  /** What is spoken over it. */
  public static final Attribute<PublishedPort, Text> APP_PROTOCOL = DECLARING.attribute("app_protocol", Forms.TEXT);

  static final ElementType<PublishedPort> ELEMENT = DECLARING.close();

  static final Form<ImmutableList<PublishedPort>> LIST = Forms.list(new ElementForm<>(ELEMENT, PortText::brief));

  private PublishedPort(Content<PublishedPort> content) {
    super(content);
  }

  /** A TCP port of a container, under a free port of the host. */
  public static PublishedPort of(int target) {
    return ELEMENT.empty().with(MODE, Text.of("ingress")).with(TARGET, (long) target).with(PROTOCOL, Text.of("tcp"));
  }

  /** A TCP port of a container under one of the host. */
  public static PublishedPort of(int published, int target) {
    return of(target).published(Text.of(Long.toString(Port.tcp(published).number())));
  }

  /** A port of a container under one of the host that a variable tells. */
  public static PublishedPort of(Text published, int target) {
    return of(target).published(published);
  }

  private PublishedPort published(Text port) {
    return with(PUBLISHED, port);
  }

  /** The same port, reached through one address of the host. */
  public PublishedPort on(String address) {
    return with(HOST_IP, Text.of(address));
  }

  /** The same port of another transport. */
  public PublishedPort protocol(Protocol protocol) {
    return with(PROTOCOL, Text.of(protocol.id()));
  }
}
