package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;

/** Keys by id, as a list of {@code id} or {@code id=path}. */
enum SshForm implements Form<ImmutableMap<String, Setting<Text>>> {
  KEYS;

  @Override
  public Optional<ImmutableMap<String, Setting<Text>>> decode(YamlValue value, Decoding at) {
    return Forms.VARIABLES.decode(value, at);
  }

  @Override
  public YamlValue encode(ImmutableMap<String, Setting<Text>> value, Encoding to) {
    ImmutableList.Builder<YamlValue> lines = ImmutableList.builder();
    ImmutableSortedMap.copyOf(value).forEach((id, path) -> lines
        .add(YamlScalar.of(to.characters(id) + path.value().map(text -> "=" + to.characters(text)).orElse(""))));
    return YamlList.of(lines.build());
  }
}
