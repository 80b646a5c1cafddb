package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/** Devices such as graphics processors that a container needs. */
public final class DeviceRequest extends Element<DeviceRequest> {
  private static final ElementType.Declaring<DeviceRequest> DECLARING = ElementType.declare("device request", DeviceRequest::new);

  /** What they must be able to do, such as {@code gpu}. */
  public static final Attribute<DeviceRequest, ImmutableList<Text>> CAPABILITIES = DECLARING.attribute("capabilities", Forms.TEXTS);
  /** Who provides them. */
  public static final Attribute<DeviceRequest, Text> DRIVER = DECLARING.attribute("driver", Forms.TEXT);
  /** How many; -1 is all that there are. */
  public static final Attribute<DeviceRequest, Long> COUNT = DECLARING.attribute("count", DeviceCountForm.COUNT);
  /** Which ones, in place of a number. */
  public static final Attribute<DeviceRequest, ImmutableList<Text>> DEVICE_IDS = DECLARING.attribute("device_ids", Forms.TEXTS);
  /** Options of the driver. */
  public static final Attribute<DeviceRequest, ImmutableMap<String, Text>> OPTIONS = DECLARING.attribute("options", Forms.LABELS);

  static final ElementType<DeviceRequest> ELEMENT = DECLARING.close();

  private DeviceRequest(Content<DeviceRequest> content) {
    super(content);
  }

  /** All devices with a capability. */
  public static DeviceRequest all(String... capabilities) {
    return of(-1, capabilities);
  }

  /** So many devices with a capability. */
  public static DeviceRequest of(long count, String... capabilities) {
    return ELEMENT.empty().with(CAPABILITIES, Collected.texts(capabilities)).with(COUNT, count);
  }
}
