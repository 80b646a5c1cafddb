package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;

/** Data that the specification gives no meaning to. Only strings change, where dollar signs are doubled in files. */
final class Extensions {
  private Extensions() {}

  /** The data without places; empty if a variable stands in it, which has been told then. */
  static Optional<YamlValue> decode(YamlValue value, Decoding at) {
    if (value instanceof YamlScalar scalar) {
      return scalar.isString() ? string(scalar, at) : Optional.of(scalar.at(Optional.empty()));
    }
    if (value instanceof YamlList list) {
      ImmutableList.Builder<YamlValue> items = ImmutableList.builder();
      for (int i = 0; i < list.items().size(); i++) {
        decode(list.items().get(i), at.item(i)).ifPresent(items::add);
      }
      return Optional.of(list.withItems(items.build()).at(Optional.empty()));
    }
    YamlMap map = (YamlMap) value;
    ImmutableList.Builder<YamlMap.Entry> entries = ImmutableList.builder();
    map.entries().forEach(entry -> decode(entry.value(), at.to(entry.name()))
        .ifPresent(kept -> entries.add(new YamlMap.Entry(entry.key().at(Optional.empty()), kept))));
    return Optional.of(map.withEntries(entries.build()).at(Optional.empty()));
  }

  private static Optional<YamlValue> string(YamlScalar scalar, Decoding at) {
    Optional<Text> text = at.text(scalar);
    Optional<String> literal = text.flatMap(Text::literal);
    if (text.isPresent() && literal.isEmpty()) {
      at.error(scalar, "variables in extensions have no value before the file is read as a project: " + ValueNames.quoted(scalar.text()));
    }
    return literal.map(characters -> YamlScalar.of(characters).styled(scalar.style()));
  }

  static YamlValue encode(YamlValue value, Encoding to) {
    if (value instanceof YamlScalar scalar) {
      return scalar.isString() ? YamlScalar.of(to.characters(scalar.text())).styled(scalar.style()).tagged(scalar.tag()) : scalar;
    }
    if (value instanceof YamlList list) {
      return list.withItems(list.items().stream().map(item -> encode(item, to)).toList());
    }
    YamlMap map = (YamlMap) value;
    return map.withEntries(map.entries().stream().map(entry -> entry.withValue(encode(entry.value(), to))).toList());
  }
}
