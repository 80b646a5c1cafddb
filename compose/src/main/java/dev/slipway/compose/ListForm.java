package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;

/**
 * Lists. A scalar stands for a list of one.
 *
 * @param item what is in them
 * @param one whether a list of one scalar is written as that scalar in the minimal form
 * @param <T> what the items are
 */
record ListForm<T>(Form<T> item, boolean one) implements Form<ImmutableList<T>> {
  @Override
  public Optional<ImmutableList<T>> decode(YamlValue value, Decoding at) {
    if (value instanceof YamlScalar scalar && !scalar.isNull()) {
      return Checked.decode(item, value, at).map(ImmutableList::of);
    }
    if (!(value instanceof YamlList list)) {
      return at.refuse(value, "a list");
    }
    ImmutableList.Builder<T> items = ImmutableList.builderWithExpectedSize(list.items().size());
    for (int i = 0; i < list.items().size(); i++) {
      Checked.decode(item, list.items().get(i), at.item(i)).ifPresent(items::add);
    }
    return Optional.of(items.build());
  }

  @Override
  public YamlValue encode(ImmutableList<T> value, Encoding to) {
    ImmutableList<YamlValue> items = value.stream().map(each -> item.encode(each, to)).collect(ImmutableList.toImmutableList());
    return one && to.minimal() && items.size() == 1 && items.get(0) instanceof YamlScalar only ? only : YamlList.of(items);
  }

  @Override
  public void check(ImmutableList<T> value) {
    value.forEach(item::check);
  }

  @Override
  public Optional<ElementType<?>> element() {
    return item.element();
  }

  @Override
  public boolean holdsText() {
    return item.holdsText();
  }
}
