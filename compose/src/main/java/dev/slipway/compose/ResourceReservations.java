package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import dev.slipway.compose.format.ByteCount;

/** What is kept for a container. */
public final class ResourceReservations extends Element<ResourceReservations> {
  private static final ElementType.Declaring<ResourceReservations> DECLARING = ElementType.declare("reservations",
      ResourceReservations::new);

  /** Processors, parts of one too. */
  public static final Attribute<ResourceReservations, Double> CPUS = DECLARING.attribute("cpus", Forms.DECIMAL);
  /** Memory. */
  public static final Attribute<ResourceReservations, ByteCount> MEMORY = DECLARING.attribute("memory", Forms.BYTES);
  /** Resources that an operator has named. */
  public static final Attribute<ResourceReservations, ImmutableList<GenericResource>> GENERIC_RESOURCES = DECLARING
      .attribute("generic_resources", Forms.elements(GenericResource.ELEMENT));
  /** Devices such as graphics processors. */
  public static final Attribute<ResourceReservations, ImmutableList<DeviceRequest>> DEVICES = DECLARING.attribute("devices",
      Forms.elements(DeviceRequest.ELEMENT));

  static final ElementType<ResourceReservations> ELEMENT = DECLARING.close();

  private ResourceReservations(Content<ResourceReservations> content) {
    super(content);
  }

  /** Nothing kept. */
  public static ResourceReservations empty() {
    return ELEMENT.empty();
  }

  /** The same with one more request for devices. */
  public ResourceReservations device(DeviceRequest request) {
    return with(DEVICES, Collected.add(value(DEVICES), request));
  }
}
