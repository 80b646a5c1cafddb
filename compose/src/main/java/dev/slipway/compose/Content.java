package dev.slipway.compose;

import com.google.common.collect.ImmutableMap;
import dev.slipway.yaml.YamlValue;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an element holds: settings in the order of their attributes, and what else stood there.
 *
 * @param type the element's kind
 * @param settings none of them is unset
 * @param others extensions and keys that are not known, with literal strings
 * @param <E> the elements
 */
record Content<E extends Element<E>>(ElementType<E> type, ImmutableMap<Attribute<E, ?>, Setting<?>> settings,
    ImmutableMap<String, YamlValue> others) {

  /** The same with another setting of an attribute; unset takes it out. */
  Content<E> with(Attribute<E, ?> attribute, Setting<?> setting) {
    Map<Integer, Attribute<E, ?>> order = new TreeMap<>();
    settings.keySet().forEach(present -> order.put(present.position(), present));
    order.put(attribute.position(), attribute);
    ImmutableMap.Builder<Attribute<E, ?>, Setting<?>> changed = ImmutableMap.builderWithExpectedSize(order.size());
    for (Attribute<E, ?> each : order.values()) {
      Setting<?> now = each == attribute ? setting : settings.get(each);
      if (now != null && now.isSet()) {
        changed.put(each, now);
      }
    }
    return new Content<>(type, changed.buildOrThrow(), others);
  }

  /** The same with another value under a key that is no attribute. */
  Content<E> with(String key, YamlValue value) {
    ImmutableMap.Builder<String, YamlValue> changed = ImmutableMap.builder();
    return new Content<>(type, settings, changed.putAll(others).put(key, value).buildKeepingLast());
  }
}
