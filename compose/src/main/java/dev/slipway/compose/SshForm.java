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
    if (!(value instanceof YamlList list)) {
      return Forms.VARIABLES.decode(value, at);
    }
    return Forms.VARIABLES.decode(list.withItems(list.items().stream().map(SshForm::readable).toList()), at);
  }

  /** The reference implementation prints {@code id: path}, which it cannot read. */
  private static YamlValue readable(YamlValue item) {
    String text = item instanceof YamlScalar scalar ? scalar.text() : "";
    int colon = text.indexOf(": ");
    return colon > 0 && text.indexOf('=') < 0
        ? YamlScalar.of(text.substring(0, colon) + "=" + text.substring(colon + 2)).at(item.place())
        : item;
  }

  @Override
  public YamlValue encode(ImmutableMap<String, Setting<Text>> value, Encoding to) {
    ImmutableList.Builder<YamlValue> lines = ImmutableList.builder();
    ImmutableSortedMap.copyOf(value).forEach((id, path) -> lines
        .add(YamlScalar.of(to.characters(id) + path.value().map(text -> "=" + to.characters(text)).orElse(""))));
    return YamlList.of(lines.build());
  }
}
