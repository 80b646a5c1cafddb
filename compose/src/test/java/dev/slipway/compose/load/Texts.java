package dev.slipway.compose.load;

import dev.slipway.compose.tree.Finding;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A project in memory, in the directory {@code /p}: files by their names below it, the first one is read. */
final class Texts {
  private final Map<String, String> files = new LinkedHashMap<>();
  private UnaryOperator<LoadRequest> changes = request -> request;
  private int overrides;

  private Texts() {}

  /** A project whose file is this text. */
  static Texts of(String text) {
    return new Texts().and("compose.yaml", text);
  }

  /** One more file. */
  Texts and(String name, String text) {
    files.put(name.startsWith("/") ? name : "/p/" + name, text);
    return this;
  }

  /** One more file, which is merged over those before it. */
  Texts override(String text) {
    return and("override" + overrides++ + ".yaml", text);
  }

  /** Changes the request. */
  Texts with(UnaryOperator<LoadRequest> change) {
    UnaryOperator<LoadRequest> before = changes;
    changes = request -> change.apply(before.apply(request));
    return this;
  }

  Loaded load() {
    List<Path> named = files.keySet().stream().filter(name -> name.equals("/p/compose.yaml") || name.startsWith("/p/override")).map(Path::of).toList();
    return Loading.load(changes.apply(LoadRequest.of(named, Path.of("/p"))), MemoryFiles.of(files));
  }

  /** A value of the resolved project as one line: mappings in braces, lists in brackets, nulls as a tilde. */
  String resolved(String... path) {
    Loaded loaded = load();
    if (loaded.hasErrors()) {
      throw new AssertionError("found " + loaded.errors());
    }
    return at(loaded.resolved(), path);
  }

  /** A value of a tree as one line; a dash if there is none. */
  static String at(YamlValue root, String... path) {
    YamlValue found = root;
    for (String step : path) {
      YamlValue next = found instanceof YamlMap map ? map.get(step).orElse(null) : null;
      if (next == null) {
        return "-";
      }
      found = next;
    }
    return line(found);
  }

  private static String line(YamlValue value) {
    if (value instanceof YamlMap map) {
      return map.entries().stream().map(entry -> entry.name() + ": " + line(entry.value())).collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof YamlList list) {
      return list.items().stream().map(Texts::line).collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof YamlScalar scalar && scalar.isNull() ? "~" : value.toString();
  }

  /** The errors, each in a line without its advice. */
  List<String> errors() {
    return load().errors().stream().map(Texts::told).toList();
  }

  /** The warnings, each in a line without its advice. */
  List<String> warnings() {
    return load().warnings().stream().map(Texts::told).toList();
  }

  private static String told(Finding finding) {
    String text = finding.toString();
    return finding.advice().map(advice -> text.substring(0, text.length() - advice.length() - 2)).orElse(text);
  }
}
