package dev.slipway.compose.load;

import com.google.common.collect.ImmutableMultiset;
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
  abstract boolean explains(TreePath path, Optional<YamlValue> ours, Optional<YamlValue> theirs, RecordedProject row);

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
