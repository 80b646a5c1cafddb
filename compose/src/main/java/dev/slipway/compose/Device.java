package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;

/** A device of the host that a container sees. */
public final class Device extends Element<Device> {
  private static final ElementType.Declaring<Device> DECLARING = ElementType.declare("device", Device::new);

  /** The device on the host. */
  public static final Attribute<Device, Text> SOURCE = DECLARING.attribute("source", Forms.TEXT);
  /** Where it is in the container. */
  public static final Attribute<Device, Text> TARGET = DECLARING.attribute("target", Forms.TEXT);
  /** What is allowed: read, write, make nodes. */
  public static final Attribute<Device, Text> PERMISSIONS = DECLARING.attribute("permissions", Forms.TEXT, Text.of("rwm"));

  static final ElementType<Device> ELEMENT = DECLARING.close();

  static final Form<ImmutableList<Device>> LIST = Forms.list(new ElementForm<>(ELEMENT, Device::brief));

  private Device(Content<Device> content) {
    super(content);
  }

  /** A device under the name that it has on the host. */
  public static Device of(String source) {
    return of(source, source);
  }

  /** A device under another name. */
  public static Device of(String source, String target) {
    return ELEMENT.empty().with(SOURCE, Text.of(source)).with(TARGET, Text.of(target)).with(PERMISSIONS, Text.of("rwm"));
  }

  /** {@code source:target[:permissions]}, if that says it all and is read back so. */
  private static Optional<YamlValue> brief(Device device, Encoding to) {
    YamlMap all = ELEMENT.encode(device, to);
    boolean pair = device.value(SOURCE).isPresent() && device.value(TARGET).isPresent()
        && all.entries().size() == (all.entry("permissions").isPresent() ? 3 : 2);
    String joined = all.entries().stream().map(entry -> entry.value().toString()).reduce((left, right) -> left + ":" + right).orElse("");
    boolean plain = all.entries().stream()
        .allMatch(entry -> entry.value() instanceof YamlScalar scalar && scalar.text().startsWith("/") != entry.name().equals("permissions")
            && scalar.text().indexOf(':') < 0 && scalar.text().indexOf('$') < 0);
    return pair && plain ? Optional.of(YamlScalar.of(joined)) : Optional.empty();
  }
}
