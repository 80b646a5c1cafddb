package dev.slipway.compose.schema;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.slipway.compose.format.ExtraHost;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.List;
import java.util.Optional;

/** By what items of a list are told apart: of two with the same key, the later one counts, at the place of the earlier. */
enum Identity {
  /** What stands before the first equals sign. */
  NAME {
    @Override
    Optional<String> key(YamlValue item) {
      return scalar(item).map(text -> text.contains("=") ? text.substring(0, text.indexOf('=')) : text);
    }
  },
  /** The characters; those of a number in decimal digits. */
  VALUE {
    @Override
    Optional<String> key(YamlValue item) {
      return scalar(item);
    }
  },
  /** The host and the address, whichever sign is between them. */
  HOST {
    @Override
    Optional<String> key(YamlValue item) {
      return scalar(item).map(text -> ExtraHost.parse(text).value().map(ExtraHost::toString).orElse(text));
    }
  },
  /** The path of an environment file. */
  PATH {
    @Override
    Optional<String> key(YamlValue item) {
      return item instanceof YamlMap map ? text(map, "path") : scalar(item);
    }
  },
  /** The directory in the container. */
  TARGET {
    @Override
    Optional<String> key(YamlValue item) {
      return ShortForms.mountTarget(item);
    }
  },
  /** The device in the container. */
  DEVICE {
    @Override
    Optional<String> key(YamlValue item) {
      if (item instanceof YamlMap map) {
        return text(map, "target").or(() -> text(map, "source"));
      }
      List<String> parts = scalar(item).map(Splitter.on(':')::splitToList).orElse(ImmutableList.of());
      return parts.isEmpty() ? Optional.empty() : Optional.of(parts.get(Math.min(1, parts.size() - 1)));
    }
  },
  /** Where a config is put. */
  CONFIG {
    @Override
    Optional<String> key(YamlValue item) {
      return file(item, "");
    }
  },
  /** Where a secret is put. */
  SECRET {
    @Override
    Optional<String> key(YamlValue item) {
      return file(item, "/run/secrets");
    }
  },
  /** Address, port and protocol outside and inside. Ranges of ports have many keys. */
  PORT {
    @Override
    Optional<String> key(YamlValue item) {
      ImmutableList<String> keys = keys(item);
      return keys.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", keys));
    }

    @Override
    ImmutableList<String> keys(YamlValue item) {
      return ShortForms.portKeys(item);
    }

    @Override
    ImmutableList<YamlValue> prepared(List<YamlValue> items) {
      return PortRanges.apart(items);
    }
  };

  /** The key of an item; empty if it has none and is like no other. */
  abstract Optional<String> key(YamlValue item);

  /** The keys of an item that stands for several ones. */
  ImmutableList<String> keys(YamlValue item) {
    return key(item).map(ImmutableList::of).orElse(ImmutableList.of());
  }

  /** The items, as far as needed in longer forms, so that each has one key. */
  ImmutableList<YamlValue> prepared(List<YamlValue> items) {
    return ImmutableList.copyOf(items);
  }

  /** The characters of a scalar that is not null; those of a whole number in decimal digits. */
  static Optional<String> scalar(YamlValue item) {
    return item instanceof YamlScalar scalar && !scalar.isNull()
        ? Optional.of(scalar.integer().map(Object::toString).orElse(scalar.text()))
        : Optional.empty();
  }

  /** The characters of a scalar behind a key. */
  static Optional<String> text(YamlMap map, String key) {
    return map.get(key).flatMap(Identity::scalar);
  }

  private static Optional<String> file(YamlValue item, String directory) {
    return item instanceof YamlMap map
        ? Optional.of(text(map, "target").orElseGet(() -> directory + "/" + text(map, "source").orElse("")))
        : scalar(item).map(name -> directory + "/" + name);
  }
}
