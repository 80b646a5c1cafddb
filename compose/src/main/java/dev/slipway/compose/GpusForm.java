package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;

/** Graphics processors: {@code all}, or a list of requests. */
final class GpusForm implements Form<ImmutableList<DeviceRequest>> {
  private static final ImmutableList<DeviceRequest> ALL = ImmutableList.of(DeviceRequest.ELEMENT.empty().with(DeviceRequest.COUNT, -1L));

  private final Form<ImmutableList<DeviceRequest>> requests = Forms.elements(DeviceRequest.ELEMENT);

  @Override
  public Optional<ImmutableList<DeviceRequest>> decode(YamlValue value, Decoding at) {
    return value instanceof YamlScalar scalar && scalar.text().equals("all") ? Optional.of(ALL) : requests.decode(value, at);
  }

  @Override
  public Optional<ElementType<?>> element() {
    return requests.element();
  }

  @Override
  public YamlValue encode(ImmutableList<DeviceRequest> value, Encoding to) {
    return to.minimal() && value.equals(ALL) ? YamlScalar.of("all") : requests.encode(value, to);
  }
}
