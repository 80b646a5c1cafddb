package dev.slipway.yaml;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;

/**
 * The way from the root of a document to one of its values, such as {@code services.web.ports[0]}.
 *
 * @param document which document of the text, counted from zero
 * @param steps keys and numbers of items
 */
public record YamlPath(int document, ImmutableList<Step> steps) {
  /** The root of the first document. */
  public static final YamlPath ROOT = new YamlPath(0, ImmutableList.of());

  /** One step. */
  public sealed interface Step {}

  /**
   * To the value of a key.
   *
   * @param name the characters of the key
   */
  public record Key(String name) implements Step {}

  /**
   * To an item of a list.
   *
   * @param index which, counted from zero
   */
  public record Item(int index) implements Step {
    /** Checks that it counts from zero. */
    public Item {
      if (index < 0) {
        throw new InvalidValueException("'" + index + "' is no number of an item: items count from 0");
      }
    }
  }

  /** Checks that documents count from zero. */
  public YamlPath {
    if (document < 0) {
      throw new InvalidValueException("'" + document + "' is no number of a document: documents count from 0");
    }
  }

  /** The way to these keys in the first document. */
  public static YamlPath of(String... keys) {
    YamlPath path = ROOT;
    for (String key : keys) {
      path = path.to(key);
    }
    return path;
  }

  /** The same way in another document, counted from zero. */
  public YamlPath inDocument(int number) {
    return new YamlPath(number, steps);
  }

  /** One key further. */
  public YamlPath to(String key) {
    return then(new Key(key));
  }

  /** One item further, counted from zero. */
  public YamlPath item(int index) {
    return then(new Item(index));
  }

  private YamlPath then(Step step) {
    return new YamlPath(document, ImmutableList.<Step>builderWithExpectedSize(steps.size() + 1).addAll(steps).add(step).build());
  }

  /** Whether it is the root of a document. */
  public boolean isRoot() {
    return steps.isEmpty();
  }

  /** The way to what its value stands in. */
  YamlPath parent() {
    return new YamlPath(document, steps.subList(0, steps.size() - 1));
  }

  Step last() {
    return steps.get(steps.size() - 1);
  }

  /** The path as people write it. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (Step step : steps) {
      switch (step) {
        case Key key -> out.append(out.isEmpty() ? "" : ".").append(key.name());
        case Item item -> out.append('[').append(item.index()).append(']');
      }
    }
    return out.toString();
  }
}
