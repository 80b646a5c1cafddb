package dev.slipway.compose;

import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Locale;
import java.util.Optional;

/** Numbers of devices, of which -1 is all. */
enum DeviceCountForm implements Form<Long> {
  COUNT;

  @Override
  public Optional<Long> decode(YamlValue value, Decoding at) {
    boolean all = value instanceof YamlScalar scalar && scalar.text().toLowerCase(Locale.ROOT).equals("all");
    return all ? Optional.of(-1L) : Forms.INTEGER.decode(value, at);
  }

  @Override
  public YamlValue encode(Long value, Encoding to) {
    return to.minimal() && value == -1 ? YamlScalar.of("all") : YamlScalar.of(value);
  }
}
