package dev.slipway.compose.load;

import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The attributes that a document resets or overrides with the tags {@code !reset} and {@code !override}: whatever the
 * document is merged over loses its values for them first. Tags on items of lists stay for the merge of these lists.
 */
final class Resets {
  private static final String RESET = "!reset";
  private static final String OVERRIDE = "!override";

  /** Resets nothing. */
  static final Resets NONE = new Resets(Map.of(), false);

  private final Map<String, Resets> below;
  private final boolean here;

  private Resets(Map<String, Resets> below, boolean here) {
    this.below = below;
    this.here = here;
  }

  /**
   * A document without its tags.
   *
   * @param value what is left of it: nothing of what is reset, all of what overrides
   * @param resets what the tags say
   */
  record Taken(YamlValue value, Resets resets) {
  }

  /** Takes the tags out of a document. */
  static Taken from(YamlMap document) {
    return taken(document.tagged(Optional.empty()));
  }

  private static Taken taken(YamlValue value) {
    if (value.tag().filter(OVERRIDE::equals).isPresent()) {
      YamlValue inner = taken(value.tagged(Optional.empty())).value();
      return new Taken(inner, new Resets(Map.of(), true));
    }
    if (value instanceof YamlMap map) {
      return entries(map);
    }
    return new Taken(value, NONE);
  }

  private static boolean isReset(YamlValue value) {
    return value.tag().filter(RESET::equals).isPresent();
  }

  private static Taken entries(YamlMap map) {
    Map<String, Resets> below = new LinkedHashMap<>();
    List<YamlMap.Entry> left = new ArrayList<>(map.entries().size());
    boolean changed = false;
    for (YamlMap.Entry entry : map.entries()) {
      if (isReset(entry.value())) {
        below.put(entry.name(), new Resets(Map.of(), true));
        changed = true;
        continue;
      }
      Taken taken = taken(entry.value());
      changed |= !Trees.isSame(taken.value(), entry.value());
      left.add(Trees.isSame(taken.value(), entry.value()) ? entry : entry.withValue(taken.value()));
      if (!taken.resets().isEmpty()) {
        below.put(entry.name(), taken.resets());
      }
    }
    return new Taken(changed ? map.withEntries(left) : map, below.isEmpty() ? NONE : new Resets(below, false));
  }

  private boolean isEmpty() {
    return below.isEmpty() && !here;
  }

  /** What these say about one key of the root. */
  Resets of(String key) {
    return below.getOrDefault(key, NONE);
  }

  /** A tree without the values that are reset. */
  YamlMap appliedTo(YamlMap tree) {
    if (below.isEmpty()) {
      return tree;
    }
    List<YamlMap.Entry> left = new ArrayList<>(tree.entries().size());
    for (YamlMap.Entry entry : tree.entries()) {
      Resets inner = of(entry.name());
      if (!inner.here) {
        left.add(entry.value() instanceof YamlMap map ? entry.withValue(inner.appliedTo(map)) : entry);
      }
    }
    return tree.withEntries(left);
  }
}
