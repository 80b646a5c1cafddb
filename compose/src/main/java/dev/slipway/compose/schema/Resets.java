package dev.slipway.compose.schema;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.compose.format.ExtraHost;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tags {@code !reset} and {@code !override}: what the later file says with them replaces what earlier files say, by
 * nothing or by the value behind the tag.
 */
final class Resets {
  private static final String RESET = "!reset";
  private static final String OVERRIDE = "!override";

  private final Findings findings;

  Resets(Findings findings) {
    this.findings = findings;
  }

  /** Whether a value means that nothing is to be left. */
  static boolean isReset(YamlValue value) {
    return value.tag().filter(RESET::equals).isPresent();
  }

  private static boolean replaces(YamlValue value) {
    return isReset(value) || value.tag().filter(OVERRIDE::equals).isPresent();
  }

  /** A value without the tags and without what they take away. */
  static YamlValue untagged(YamlValue value) {
    YamlValue bare = value.tag().isPresent() ? value.tagged(Optional.empty()) : value;
    return switch (bare) {
      case YamlMap map -> Parts.changed(map, entry -> kept(entry.value()));
      case YamlList list -> Parts.changed(list, (index, item) -> kept(item));
      case YamlScalar scalar -> scalar;
    };
  }

  private static Optional<YamlValue> kept(YamlValue value) {
    return isReset(value) ? Optional.empty() : Optional.of(untagged(value));
  }

  /** What a later file leaves of an earlier one. */
  YamlValue left(Form form, YamlValue base, YamlValue override, TreePath path) {
    if (override instanceof YamlMap map) {
      return entries(form, base, map, path);
    }
    return override instanceof YamlList list && list.items().stream().anyMatch(Resets::isReset) ? items(form, base, list, path) : base;
  }

  private YamlValue entries(Form form, YamlValue base, YamlMap override, TreePath path) {
    if (base instanceof YamlMap map) {
      return left(form, map, override, path);
    }
    ImmutableSet<String> replaced = override.entries()
        .stream()
        .filter(entry -> replaces(entry.value()))
        .map(YamlMap.Entry::name)
        .collect(ImmutableSet.toImmutableSet());
    return base instanceof YamlList list && !replaced.isEmpty() ? without(form, list, replaced) : base;
  }

  private YamlMap left(Form form, YamlMap base, YamlMap override, TreePath path) {
    return Parts.changed(base, entry -> {
      Optional<YamlValue> later = override.get(entry.name());
      if (later.isEmpty()) {
        return Optional.of(entry.value());
      }
      return replaces(later.get())
          ? Optional.empty()
          : Optional.of(left(form.child(entry.name()), entry.value(), later.get(), path.to(entry.name())));
    });
  }

  /** A list of names, or of names with values, without some names. */
  private static YamlValue without(Form form, YamlList list, ImmutableSet<String> names) {
    return switch (form.merging()) {
      case PAIRS, NAMES, DEPENDENCIES, NEW_HOSTS -> list.withItems(
          list.items()
              .stream()
              .filter(item -> !(item instanceof YamlScalar scalar) || !names.contains(name(form, scalar)))
              .collect(ImmutableList.toImmutableList()));
      default -> list;
    };
  }

  private static String name(Form form, YamlScalar item) {
    return form.merging() == Merging.NEW_HOSTS
        ? ExtraHost.parse(item.text()).value().map(ExtraHost::host).orElse(item.text())
        : Identity.NAME.key(item).orElse(item.text());
  }

  /** The base without the items that the later file takes away one by one. */
  private YamlValue items(Form form, YamlValue base, YamlList override, TreePath path) {
    List<YamlValue> taken = new ArrayList<>();
    for (int i = 0; i < override.items().size(); i++) {
      YamlValue item = override.items().get(i);
      if (isReset(item) && key(form, item.tagged(Optional.empty())).isPresent()) {
        taken.add(item.tagged(Optional.empty()));
      } else if (isReset(item)) {
        findings.warning(
            path.item(i), item, "'!reset' does not say which item is meant", "write the item behind it, or put '!reset' before the list");
      }
    }
    YamlValue list = base instanceof YamlMap map && form.merging() == Merging.PAIRS
        ? Pairs.list(map, form.isHidden(), path, findings)
        : base;
    return list instanceof YamlList present ? present.withItems(without(form, present.items(), taken)) : namesLeft(list, taken);
  }

  /** A mapping that could be a list of names, without some of them. */
  private static YamlValue namesLeft(YamlValue base, List<YamlValue> taken) {
    return base instanceof YamlMap map
        ? map.withEntries(
            map.entries()
                .stream()
                .filter(entry -> taken.stream().noneMatch(item -> Identity.scalar(item).filter(entry.name()::equals).isPresent()))
                .collect(ImmutableList.toImmutableList()))
        : base;
  }

  private static ImmutableList<YamlValue> without(Form form, List<YamlValue> items, List<YamlValue> taken) {
    List<YamlValue> all = new ArrayList<>(items);
    all.addAll(taken);
    ImmutableList<YamlValue> prepared = form.identity().map(identity -> identity.prepared(all)).orElse(ImmutableList.copyOf(all));
    ImmutableSet<?> keys = form.identity().<ImmutableSet<?>>map(identity -> identity.keys(taken)).orElse(ImmutableSet.copyOf(taken));
    return prepared.stream().filter(item -> key(form, item).filter(keys::contains).isEmpty()).collect(ImmutableList.toImmutableList());
  }

  /** By what an item is known: its key, or itself. */
  private static Optional<?> key(Form form, YamlValue item) {
    return form.identity().<Optional<?>>map(identity -> identity.key(item))
        .orElseGet(() -> item.isNull() ? Optional.empty() : Optional.of(item));
  }
}
