package dev.slipway.compose.load;

import com.google.common.collect.ImmutableMultiset;
import com.google.common.collect.ImmutableSet;
import dev.slipway.compose.format.WindowsPath;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlDialect;
import dev.slipway.yaml.YamlFile;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where we mean another result than the reference implementation; each has a row in the package documentation. */
enum Divergence {
  /** Attributes with values that change nothing. */
  VALUES_THAT_SAY_NOTHING {
    @Override
    boolean explains(TreePath path, Optional<YamlValue> ours, Optional<YamlValue> theirs, RecordedProject row) {
      return theirs.isEmpty() && ours.filter(Divergence::saysNothing).isPresent();
    }
  },
  /** Attributes whose default is true. */
  VALUES_THAT_ARE_TRUE_ANYWAY {
    @Override
    boolean explains(TreePath path, Optional<YamlValue> ours, Optional<YamlValue> theirs, RecordedProject row) {
      boolean optOut = path.matches("services", "*", "env_file", "*", "required")
          || path.matches("services", "*", "volumes", "*", "bind", "create_host_path");
      return optOut && theirs.isEmpty() && ours.equals(Optional.of(YamlScalar.of(true)));
    }
  },
  /** A project without services. */
  NO_SERVICES {
    @Override
    boolean explains(TreePath path, Optional<YamlValue> ours, Optional<YamlValue> theirs, RecordedProject row) {
      return path.matches("services") && ours.isEmpty() && theirs.filter(Divergence::saysNothing).isPresent();
    }
  },
  /** Ports of a range sorted as numbers. */
  ORDER_OF_PORTS {
    @Override
    boolean explains(TreePath path, Optional<YamlValue> ours, Optional<YamlValue> theirs, RecordedProject row) {
      return path.matches("services", "*", "ports") && ours.isPresent() && theirs.isPresent() && ours.get() instanceof YamlList own
          && theirs.get() instanceof YamlList other
          && ImmutableMultiset.copyOf(own.items()).equals(ImmutableMultiset.copyOf(other.items()));
    }
  },
  /** The same port in two forms. */
  PORTS_IN_TWO_FORMS {
    @Override
    boolean explains(TreePath path, Optional<YamlValue> ours, Optional<YamlValue> theirs, RecordedProject row) {
      return path.matches("services", "*", "ports") && ours.orElse(null) instanceof YamlList own && theirs.orElse(null) instanceof YamlList other
          && own.items().size() < other.items().size() && ImmutableSet.copyOf(own.items()).equals(ImmutableSet.copyOf(other.items()));
    }
  },
  /** An item of a list that is reset. */
  RESET_OF_AN_ITEM {
    @Override
    boolean explains(TreePath path, Optional<YamlValue> ours, Optional<YamlValue> theirs, RecordedProject row) {
      return row.text().contains("!reset") && theirs.orElse(null) instanceof YamlList other
          && (ours.isEmpty() || ours.get() instanceof YamlList own && other.items().containsAll(own.items()));
    }
  },
  /** The same item in two files. */
  SAID_TWICE {
    @Override
    boolean explainsVerdict(RecordedProject row, Loaded ours) {
      return row.error().filter(error -> error.contains("are equal")).isPresent() && !ours.hasErrors();
    }
  },
  /** Half of a limit over a whole one. */
  HALF_A_LIMIT {
    @Override
    boolean explainsVerdict(RecordedProject row, Loaded ours) {
      return row.error().filter(error -> error.contains("ulimits")).isPresent() && row.request().files().size() > 1 && !ours.hasErrors();
    }
  },
  /** A secret that its driver knows. */
  SECRET_OF_A_DRIVER {
    @Override
    boolean explainsVerdict(RecordedProject row, Loaded ours) {
      return row.error().filter(error -> error.startsWith("secret ") && error.contains("must declare either")).isPresent() && !ours.hasErrors()
          && Trees.mapOrEmpty(ours.resolved(), "secrets").entries().stream().flatMap(entry -> Trees.map(entry.value()).stream())
              .anyMatch(secret -> secret.get("driver").isPresent());
    }
  },
  /** A file that is included and stands among the files of the project. */
  INCLUDED_AND_NAMED {
    @Override
    boolean explainsVerdict(RecordedProject row, Loaded ours) {
      return row.error().filter(error -> error.startsWith("include cycle")).isPresent() && row.request().files().size() > 1 && !ours.hasErrors();
    }
  },
  /** Variables of an included file in a mapping without values. */
  VARIABLES_OF_AN_INCLUDE {
    @Override
    boolean explains(TreePath path, Optional<YamlValue> ours, Optional<YamlValue> theirs, RecordedProject row) {
      boolean inherited = path.matches("services", "*", "environment", "*") || path.matches("services", "*", "build", "args", "*");
      return inherited && theirs.map(YamlValue::isNull).orElse(true) && ours.filter(value -> !value.isNull()).isPresent()
          && row.text().contains("include:");
    }
  },
  /** Includes that are not read on request. */
  INCLUDES_THAT_ARE_KEPT {
    @Override
    boolean explains(TreePath path, Optional<YamlValue> ours, Optional<YamlValue> theirs, RecordedProject row) {
      return row.request().has(LoadOption.KEEP_INCLUDES) && path.matches("include") && theirs.isEmpty();
    }
  },
  /** Unknown keys, where nothing is checked on request. */
  UNKNOWN_KEYS {
    @Override
    boolean explains(TreePath path, Optional<YamlValue> ours, Optional<YamlValue> theirs, RecordedProject row) {
      return row.request().has(LoadOption.UNCHECKED) && theirs.isEmpty() && ours.isPresent();
    }
  },
  /** Mounts of Windows that are converted on request. */
  MOUNTS_OF_WINDOWS {
    @Override
    boolean explains(TreePath path, Optional<YamlValue> ours, Optional<YamlValue> theirs, RecordedProject row) {
      return row.request().has(LoadOption.CONVERT_WINDOWS_PATHS) && path.matches("services", "*", "volumes", "*", "source")
          && theirs.flatMap(Trees::string).filter(WindowsPath::isAbsolute).isPresent();
    }
  },
  /** Directories of included files, where the project's directory is relative itself. */
  RELATIVE_PROJECT_DIRECTORY {
    @Override
    boolean explains(TreePath path, Optional<YamlValue> ours, Optional<YamlValue> theirs, RecordedProject row) {
      String directory = row.request().projectDirectory().toString();
      return !directory.isEmpty() && !directory.startsWith("/") && ours.isPresent() && theirs.isPresent()
          && theirs.get().toString().equals(directory + "/" + ours.get());
    }
  },
  /** Resources without attributes. */
  RESOURCES_WITHOUT_ATTRIBUTES {
    @Override
    boolean explains(TreePath path, Optional<YamlValue> ours, Optional<YamlValue> theirs, RecordedProject row) {
      return path.length() == 2 && References.SECTIONS.contains(path.steps().get(0)) && ours.filter(YamlValue::isNull).isPresent()
          && theirs.equals(Optional.of(YamlMap.empty()));
    }
  },
  /** Numbers and dates in texts. */
  TEXTS_AS_THEY_ARE_WRITTEN {
    @Override
    boolean explains(TreePath path, Optional<YamlValue> ours, Optional<YamlValue> theirs, RecordedProject row) {
      if (!(ours.orElse(null) instanceof YamlScalar own) || !(theirs.orElse(null) instanceof YamlScalar other) || !own.isString() || !other.isString()) {
        return false;
      }
      YamlScalar meant = plain(own.text());
      return switch (meant.kind()) {
        case INTEGER, FLOAT -> meant.number().equals(plain(other.text()).number());
        case TIMESTAMP -> plain(other.text().substring(0, Math.min(10, other.text().length()))).kind() == YamlScalar.Kind.TIMESTAMP;
        case BOOLEAN -> meant.truth().equals(plain(other.text()).truth());
        default -> false;
      };
    }
  },
  /** Keys of agents for builds. */
  KEYS_OF_AGENTS {
    @Override
    boolean explains(TreePath path, Optional<YamlValue> ours, Optional<YamlValue> theirs, RecordedProject row) {
      if (!path.matches("services", "*", "build", "ssh") || !(ours.orElse(null) instanceof YamlMap own)
          || !(theirs.orElse(null) instanceof YamlList other)) {
        return false;
      }
      List<String> printed = own.entries().stream().map(entry -> saysNothing(entry.value()) ? entry.name() : entry.name() + ": " + entry.value()).sorted().toList();
      return other.items().stream().map(YamlValue::toString).sorted().toList().equals(printed);
    }
  },
  /** A volume of one letter. */
  VOLUME_OF_ONE_LETTER {
    @Override
    boolean explains(TreePath path, Optional<YamlValue> ours, Optional<YamlValue> theirs, RecordedProject row) {
      String source = ours.flatMap(Trees::map).flatMap(mount -> Trees.string(mount, "source")).orElse("");
      String target = theirs.flatMap(Trees::map).flatMap(mount -> Trees.string(mount, "target")).orElse("");
      return path.matches("services", "*", "volumes", "*") && source.length() == 1 && target.startsWith(source + ":");
    }
  };

  /**
   * Whether this is why a value differs.
   *
   * @param ours the value that we give; empty for none
   * @param theirs the value that was recorded; empty for none
   */
  boolean explains(TreePath path, Optional<YamlValue> ours, Optional<YamlValue> theirs, RecordedProject row) {
    return false;
  }

  /**
   * Whether this is why only one of the two refuses a project.
   *
   * @param ours what we make of it
   */
  boolean explainsVerdict(RecordedProject row, Loaded ours) {
    return false;
  }

  /** The name of its row. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A text as it would be read without quotes. */
  private static YamlScalar plain(String text) {
    List<YamlValue> read = YamlFile.parse("text", "- " + text + "\n").values(YamlDialect.COMPOSE).documents();
    return read.size() == 1 && read.get(0) instanceof YamlList list && list.items().size() == 1 && list.items().get(0) instanceof YamlScalar scalar
        ? scalar
        : YamlScalar.of(text);
  }

  private static boolean saysNothing(YamlValue value) {
    if (value instanceof YamlMap map) {
      return map.entries().stream().allMatch(entry -> saysNothing(entry.value()));
    }
    if (value instanceof YamlList list) {
      return list.items().isEmpty();
    }
    YamlScalar scalar = (YamlScalar) value;
    return scalar.isNull() || scalar.text().isEmpty() || scalar.truth().equals(Optional.of(false))
        || scalar.number().filter(number -> number == 0).isPresent();
  }
}
