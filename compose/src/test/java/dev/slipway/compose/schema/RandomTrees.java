package dev.slipway.compose.schema;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Trees that the table allows, made of it, and trees with something wrong somewhere. */
final class RandomTrees {
  private static final int FEW = 3;
  private static final ImmutableList<String> NAMES = ImmutableList.of("a", "b", "web", "db.1", "x-y", "nofile", "default");
  private static final ImmutableList<String> TEXTS = ImmutableList
      .of("a", "b", "a=b", "a=c", "B=", "8080:80", "10m", "1m30s", "./a:/b", "true", "5", "0440", "host=1.2.3.4", "all", "a b", "é",
          "x\ny");
  private static final ImmutableList<YamlValue> STRANGE = ImmutableList.of(
      YamlScalar.ofNull(), YamlScalar.of(true), YamlScalar.of(5), YamlScalar.of(-1), YamlScalar.of(101), YamlScalar.of(-2000),
      YamlScalar.number("1.5", 1.5), YamlScalar.number("2.0", 2.0), YamlScalar.of(""), YamlScalar.of("x"), YamlScalar.of("all"),
      YamlScalar.of("z"),
      YamlScalar.timestamp("2001-01-01"), YamlList.empty(), texts("a", "a"), texts("a", "b"),
      YamlList.of(ImmutableList.of(YamlScalar.of(1), YamlScalar.of(1))), YamlList.of(ImmutableList.of(YamlScalar.ofNull())),
      YamlList.of(ImmutableList.of(YamlMap.empty())), YamlMap.empty(), YamlMap.of(ImmutableMap.of("a", YamlScalar.of("b"))),
      YamlMap.of(ImmutableMap.of("", YamlScalar.of(1))), YamlMap.of(ImmutableMap.of("a b", YamlMap.empty())),
      YamlMap.of(ImmutableMap.of("x-a", YamlScalar.of(1))), YamlMap.of(ImmutableMap.of("source", YamlScalar.of("s"))));

  private final Random random;
  /** Which element may have all its attributes; others have few, so that trees stay small. */
  private final double share;

  RandomTrees(long seed, double share) {
    this.random = new Random(seed);
    this.share = share;
  }

  private static YamlValue texts(String... texts) {
    return YamlList.of(ImmutableList.copyOf(texts).stream().map(YamlScalar::of).toList());
  }

  /** A project that the table allows, as far as kinds go. */
  YamlMap project() {
    return element(Projects.PROJECT);
  }

  /** A value of a form. */
  YamlValue value(Form form) {
    List<Integer> ways = new ArrayList<>();
    if (!form.scalars().isEmpty()) {
      ways.add(0);
    }
    if (form.items().isPresent()) {
      ways.add(1);
    }
    if (form.allowsMapping() && !form.isAnything()) {
      ways.add(2);
    }
    return form.isAnything() ? one(STRANGE) : switch (one(ways)) {
      case 0 -> scalar(form);
      case 1 -> list(form);
      default -> form.element().<YamlValue>map(this::element).orElseGet(() -> named(form));
    };
  }

  private YamlMap element(Element element) {
    Map<String, YamlValue> entries = new LinkedHashMap<>();
    for (Field field : element.fields().values()) {
      if (field.required() || random.nextDouble() < Math.max(share, 2.0 / element.fields().size())) {
        entries.put(field.name(), value(field.form()));
      }
    }
    if (random.nextInt(10) == 0) {
      entries.put("x-own", one(STRANGE));
    }
    return YamlMap.of(entries);
  }

  private YamlValue named(Form form) {
    Map<String, YamlValue> entries = new LinkedHashMap<>();
    for (int i = random.nextInt(FEW); i >= 0; i--) {
      entries.put(one(NAMES), value(form.values().orElseThrow()));
    }
    return YamlMap.of(entries);
  }

  private YamlValue list(Form form) {
    List<YamlValue> items = new ArrayList<>();
    for (int i = random.nextInt(FEW); i > 0; i--) {
      YamlValue item = value(form.item());
      if (!form.distinct() || !items.contains(item)) {
        items.add(item);
      }
    }
    return YamlList.of(items);
  }

  private YamlValue scalar(Form form) {
    if (!form.words().isEmpty()) {
      return YamlScalar.of(one(form.words()));
    }
    return switch (one(form.scalars().asList())) {
      case TEXT -> YamlScalar.of(one(TEXTS));
      case TRUTH -> YamlScalar.of(random.nextBoolean());
      case WHOLE -> YamlScalar.of(random.nextInt(100));
      case NUMBER -> random.nextBoolean() ? YamlScalar.of(random.nextInt(100)) : YamlScalar.number("0.5", 0.5);
      case NOTHING -> YamlScalar.ofNull();
    };
  }

  /** The tree with something else somewhere. */
  YamlValue mutated(YamlValue tree) {
    int here = 1 + random.nextInt(size(tree));
    return mutated(tree, here);
  }

  private static int size(YamlValue value) {
    return 1 + switch (value) {
      case YamlMap map -> map.entries().stream().mapToInt(entry -> size(entry.value())).sum();
      case YamlList list -> list.items().stream().mapToInt(RandomTrees::size).sum();
      case YamlScalar scalar -> 0;
    };
  }

  /** Changes the value with this number, counted from one as they stand. */
  private YamlValue mutated(YamlValue value, int number) {
    if (number == 1) {
      return other(value);
    }
    int left = number - 1;
    if (value instanceof YamlMap map) {
      List<YamlMap.Entry> entries = new ArrayList<>();
      for (YamlMap.Entry entry : map.entries()) {
        int size = size(entry.value());
        entries.add(left >= 1 && left <= size ? entry.withValue(mutated(entry.value(), left)) : entry);
        left -= size;
      }
      return map.withEntries(entries);
    }
    List<YamlValue> items = new ArrayList<>();
    for (YamlValue item : ((YamlList) value).items()) {
      int size = size(item);
      items.add(left >= 1 && left <= size ? mutated(item, left) : item);
      left -= size;
    }
    return ((YamlList) value).withItems(items);
  }

  private YamlValue other(YamlValue value) {
    if (value instanceof YamlMap map && !map.isEmpty() && random.nextInt(4) > 0) {
      YamlMap.Entry entry = one(map.entries());
      return switch (random.nextInt(4)) {
        case 0 -> map.without(entry.name());
        case 1 -> map.without(entry.name()).with(entry.name() + "s", entry.value());
        case 2 -> map.with("x-" + entry.name(), entry.value());
        default -> map.with(one(ImmutableList.copyOf(Services.SERVICE.fields().keySet())), one(STRANGE));
      };
    }
    if (value instanceof YamlList list && !list.items().isEmpty() && random.nextInt(3) > 0) {
      List<YamlValue> items = new ArrayList<>(list.items());
      items.add(random.nextBoolean() ? one(items) : one(STRANGE));
      return list.withItems(items);
    }
    return one(STRANGE).at(value.place());
  }

  private <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
