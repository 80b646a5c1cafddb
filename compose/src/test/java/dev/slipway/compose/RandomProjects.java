package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSetMultimap;
import dev.slipway.compose.tree.Findings;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Makes projects of anything that the model can hold, by the declarations of the model itself. */
final class RandomProjects {
  private static final String[] WORDS = {"a", "web", "db", "y", "N", "no", "null", "~", "0644", "1e3", "12:30", "0x1F", "true", "=", "<<",
      "8080:80",
      "./dir", "/var/lib", "line\nother", "line\n", " lead", "trail ", "tab\there", "# no", "a: b", "- x", "é", "😀", "\u0085", "\u2028",
      "\u00a0",
      "{}", "[x]", "*a", "&a", "!t", "|", ">", "%", "@", "`", "'", "\"", "\\", "$", "$$", "${", "}", "a$b", "$A", "${A}", "\u0007", "1_000",
      "-", "?",
      "2001-01-01", "", "0", "CMD", "service_healthy"};
  private static final String[] KEYS = {"a", "b", "web", "db.one", "y", "N", "0", "A_B", "x-1", "null", "1e3"};
  private static final String[] SCALARS = {"true", "false", "0", "1", "65", "80", "1024", "100000", "-1", "0.5", "12.25", "host", "private",
      "always",
      "missing", "no", "on-failure", "bind", "volume", "tmpfs", "image", "cluster", "npipe", "z", "Z", "enabled", "readonly", "start-first",
      "stop-first",
      "rebuild", "sync", "sync+exec", "restart", "service_started", "service_completed_successfully", "1s", "1m30s", "1h", "250ms", "10us",
      "512m", "1g",
      "1000", "0440", "0755", "weird$"};

  private final Random random;
  private final boolean variables;
  private final Decoding nowhere = Decoding.of(new Findings(), false);

  RandomProjects(Random random, boolean variables) {
    this.random = random;
    this.variables = variables;
  }

  Project project() {
    return element(Project.ELEMENT, "", 6);
  }

  private <E extends Element<E>> E element(ElementType<E> type, String key, int most) {
    E made = type.keyed(key);
    ImmutableList<Attribute<E, ?>> attributes = type.attributes().values().asList();
    int count = random.nextInt(Math.min(most, attributes.size()) + 1);
    for (int i = 0; i < count; i++) {
      made = with(made, attributes.get(random.nextInt(attributes.size())));
    }
    if (random.nextInt(8) == 0) {
      made = made.extension("x-" + pick(KEYS), data(2));
    }
    if (random.nextInt(20) == 0) {
      made = made.derive(made.content().with("unknown-key", data(2)));
    }
    return made;
  }

  private <E extends Element<E>, T> E with(E element, Attribute<E, T> attribute) {
    int kind = random.nextInt(20);
    if (kind == 0) {
      return element.withNull(attribute);
    }
    if (kind == 1 && variables && !attribute.form().holdsText()) {
      return element.withVariable(attribute, Text.variable("OPEN").orElse("1"));
    }
    return value(attribute.form()).map(value -> element.with(attribute, value)).orElse(element);
  }

  /** A value that a form can hold; empty if none of those that were tried can stand there. */
  @SuppressWarnings("unchecked")
  private <T> Optional<T> value(Form<T> form) {
    return (Optional<T>) switch (form) {
      case TextForm text -> Optional.of(text());
      case ListForm<?> list -> Optional.of(list(list.item()));
      case MapForm<?> map -> Optional.of(map(map.item()));
      case ElementForm<?> element -> Optional.of(element(element.type(), "", 4));
      case UlimitForm limit -> Optional.of(Ulimit.of(random.nextInt(3), random.nextInt(3)));
      case GpusForm gpus -> Optional.of(list(ElementForm.of(DeviceRequest.ELEMENT)));
      case HostsForm hosts -> Optional.of(ImmutableSetMultimap.of(pick("one", "two"), text(), pick("one", "three"), text()));
      case SshForm keys -> Optional.of(ImmutableMap.of(pick("default", "k"), random.nextBoolean() ? Setting.ofNull() : Setting.of(text())));
      case ArgumentsForm arguments -> Optional.of(arguments.test() ? test() : list(Forms.TEXT));
      default -> scalar(form);
    };
  }

  private ImmutableList<Text> test() {
    return ImmutableList.<Text>builder().add(Text.of(pick("CMD", "CMD-SHELL", "NONE"))).addAll(list(Forms.TEXT)).build();
  }

  private <T> Optional<T> scalar(Form<T> form) {
    for (int i = 0; i < 40; i++) {
      String word = pick(SCALARS);
      Optional<T> read = Checked.decode(form, YamlScalar.of(word), nowhere);
      if (read.isPresent()) {
        return read;
      }
    }
    return Optional.empty();
  }

  private <T> ImmutableList<T> list(Form<T> item) {
    return some(() -> value(item));
  }

  private <T> ImmutableList<T> some(Supplier<Optional<T>> source) {
    ImmutableList.Builder<T> items = ImmutableList.builder();
    for (int i = random.nextInt(4); i > 0; i--) {
      source.get().ifPresent(items::add);
    }
    return items.build();
  }

  private <T> ImmutableMap<String, T> map(MapForm.KeyedForm<T> form) {
    Map<String, T> values = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String key = pick(KEYS);
      entry(form, key).ifPresent(value -> values.put(key, value));
    }
    return ImmutableMap.copyOf(values);
  }

  @SuppressWarnings("unchecked")
  private <T> Optional<T> entry(MapForm.KeyedForm<T> form, String key) {
    if (form instanceof ResourceForm<?> resource) {
      return Optional.of((T) element(resource.type(), key, 7));
    }
    if (form instanceof NullableForm<?> nullable) {
      return random.nextInt(3) == 0 ? Optional.of((T) Setting.ofNull()) : value(nullable.form()).map(value -> (T) Setting.of(value));
    }
    if (form instanceof MapForm.Values<T> values) {
      return value(values.form());
    }
    return form.element().map(type -> (T) element(type, "", 3));
  }

  private Text text() {
    Text text = Text.of("");
    for (int i = random.nextInt(3); i >= 0; i--) {
      text = text.and(variables && random.nextInt(5) == 0 ? variable() : Text.of(pick(WORDS)));
    }
    return text;
  }

  private Text variable() {
    Text variable = Text.variable(pick("A", "TAG", "_x1"));
    return switch (random.nextInt(5)) {
      case 0 -> variable.orElse(pick("latest", "a b", "{x}", "5$", ""));
      case 1 -> variable.orElse(Text.of("x").and(Text.variable("B").orElse("c")));
      case 2 -> variable.required(pick("give it", "", "what: $5"));
      case 3 -> variable.replacedBy("set");
      default -> variable;
    };
  }

  private YamlValue data(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> YamlScalar.of(random.nextInt(100) - 50L);
      case 1 -> YamlScalar.of(random.nextBoolean());
      case 2 -> YamlScalar.ofNull();
      case 3 -> YamlScalar.number("0.25", 0.25);
      case 4, 5 -> YamlScalar.of(pick(WORDS));
      case 6 -> {
        List<YamlValue> items = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          items.add(data(depth - 1));
        }
        yield YamlList.of(items);
      }
      default -> {
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          entries.put(pick(WORDS), data(depth - 1));
        }
        yield YamlMap.of(entries);
      }
    };
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
