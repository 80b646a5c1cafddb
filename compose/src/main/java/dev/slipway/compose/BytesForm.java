package dev.slipway.compose;

import dev.slipway.compose.format.ByteCount;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;

/** Amounts of bytes: canonical ones are decimal numbers as strings, minimal ones have the largest unit that fits. */
enum BytesForm implements Form<ByteCount> {
  BYTES;

  private static final String UNITS = "kmgtp";

  private static final ScalarForm<ByteCount> SCALAR = ScalarForm.of("an amount of bytes such as '512m'",
      scalar -> ByteCount.parse(scalar.text()).value(), value -> YamlScalar.of(value.toString()));

  @Override
  public Optional<ByteCount> decode(YamlValue value, Decoding at) {
    return SCALAR.decode(value, at);
  }

  @Override
  public YamlValue encode(ByteCount value, Encoding to) {
    return to.minimal() ? YamlScalar.of(brief(value.bytes())) : SCALAR.encode(value, to);
  }

  private static String brief(long bytes) {
    long number = bytes;
    int unit = -1;
    while (number > 0 && number % 1024 == 0 && unit < UNITS.length() - 1) {
      number /= 1024;
      unit++;
    }
    return unit < 0 ? Long.toString(bytes) : Long.toString(number) + UNITS.charAt(unit);
  }
}
