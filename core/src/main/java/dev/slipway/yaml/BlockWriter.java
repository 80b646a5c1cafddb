package dev.slipway.yaml;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import java.util.Optional;

/** Writes values below and beside each other, indented. Everything that it writes ends with a line break. */
final class BlockWriter {
  /** Parsers look no further than 1,024 characters for the colon behind a key; an escape takes ten at most. */
  private static final int LONGEST_KEY = 1_000;
  private static final CharMatcher TAG = CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('A', 'Z')).or(CharMatcher.inRange('0', '9'))
      .or(CharMatcher.anyOf("_-./:"));

  private final YamlWriting options;
  private final StringBuilder out = new StringBuilder();

  BlockWriter(YamlWriting options) {
    this.options = options;
  }

  String text() {
    return out.toString();
  }

  /** A document at the beginning of a line. */
  void document(YamlPath root, YamlValue value) {
    above(root, 0);
    remark(root).beside().ifPresent(text -> comment(text, 0));
    if (!isNested(value) || value.tag().isPresent()) {
      after(root, value, 0, Optional.empty(), "", properties(value));
    } else if (value instanceof YamlList list) {
      list(root, list, 0, false);
    } else if (value instanceof YamlMap map) {
      map(root, map, 0, false);
    }
  }

  /** Entries from a column on; {@code inLine} if the first one's column has been reached in the line. */
  void map(YamlPath path, YamlMap map, int column, boolean inLine) {
    boolean first = inLine;
    for (YamlMap.Entry entry : map.entries()) {
      entry(path.to(entry.name()), entry, column, first);
      first = false;
    }
  }

  /** One entry with its comments. */
  void entry(YamlPath path, YamlMap.Entry entry, int column, boolean inLine) {
    if (!inLine) {
      above(path, column);
      pad(column);
    }
    String key = key(entry.key());
    if (key.length() > LONGEST_KEY) {
      out.append("? ").append(key).append(options.lineBreak());
      pad(column);
      out.append(':');
    } else {
      out.append(key).append(':');
    }
    boolean below = entry.value() instanceof YamlList && !options.indentedLists();
    after(path, entry.value(), below ? column : column + options.indent(), remark(path).beside(), " ", properties(entry.value()));
  }

  /** A key in one line. */
  static String key(YamlScalar key) {
    if (key.tag().isPresent()) {
      throw new InvalidValueException(
          "the key " + YamlProblems.quoted(key.text()) + " has the tag '" + key.tag().get() + "'; give the tag to its value");
    }
    return ScalarText.of(key, false);
  }

  /** Items from a column on, as {@link #map(YamlPath, YamlMap, int, boolean)}. */
  void list(YamlPath path, YamlList list, int column, boolean inLine) {
    boolean first = inLine;
    for (int i = 0; i < list.items().size(); i++) {
      item(path.item(i), list.items().get(i), column, first);
      first = false;
    }
  }

  /** One item with its comments. */
  void item(YamlPath path, YamlValue value, int column, boolean inLine) {
    boolean compact = isNested(value) && value.tag().isEmpty();
    if (!inLine) {
      aboveItem(path, value, column);
      pad(column);
    }
    out.append('-');
    if (!compact) {
      after(path, value, column + 2, remark(path).beside(), " ", properties(value));
      return;
    }
    out.append(' ');
    if (value instanceof YamlList list) {
      list(path, list, column + 2, true);
    } else if (value instanceof YamlMap map) {
      map(path, map, column + 2, true);
    }
  }

  /** What stands above an item stands above the first thing in it as well, as both begin in one line. */
  private void aboveItem(YamlPath path, YamlValue value, int column) {
    above(path, column);
    if (isNested(value) && value.tag().isEmpty()) {
      remark(path).beside().ifPresent(text -> comment(text, column));
      switch (value) {
        case YamlMap map -> above(path.to(map.entries().get(0).name()), column);
        case YamlList list -> aboveItem(path.item(0), list.items().get(0), column);
        case YamlScalar scalar -> {
        }
      }
    }
  }

  /**
   * A value behind a key, a hyphen or nothing, to the end of the line or below.
   *
   * @param column where it begins if it stands below
   * @param blank what separates it from what stands before it in the line
   * @param properties its tag, and its anchor if it has one
   */
  void after(YamlPath path, YamlValue value, int column, Optional<String> beside, String blank, String properties) {
    String separated = blank + properties + (properties.isEmpty() ? "" : " ");
    Optional<BlockText> block = value instanceof YamlScalar scalar ? BlockText.of(scalar) : Optional.empty();
    if (block.isPresent()) {
      line(separated + block.get().header(), beside);
      lines(block.get().lines(), Math.max(column, options.indent()));
    } else if (!isNested(value)) {
      line(separated + atom(value), beside);
    } else {
      line(properties.isEmpty() ? "" : blank + properties, beside);
      if (value instanceof YamlMap map) {
        map(path, map, column, false);
      } else if (value instanceof YamlList list) {
        list(path, list, column, false);
      }
    }
  }

  /** A null is written as the word: where nothing stands, some readers see an empty string. */
  private static String atom(YamlValue value) {
    return switch (value) {
      case YamlMap map -> "{}";
      case YamlList list -> "[]";
      case YamlScalar scalar -> ScalarText.of(scalar, false);
    };
  }

  private void line(String text, Optional<String> beside) {
    out.append(text);
    beside.ifPresent(comment -> out.append("  # ").append(comment.strip()));
    out.append(options.lineBreak());
  }

  private void lines(ImmutableList<String> lines, int column) {
    for (String line : lines) {
      if (!line.isEmpty()) {
        pad(column);
        out.append(line);
      }
      out.append(options.lineBreak());
    }
  }

  private void above(YamlPath path, int column) {
    YamlRemark remark = remark(path);
    if (remark.spaced() && !out.isEmpty()) {
      out.append(options.lineBreak());
    }
    remark.above().forEach(text -> comment(text, column));
  }

  private void comment(String text, int column) {
    pad(column);
    out.append(("# " + text).stripTrailing()).append(options.lineBreak());
  }

  private YamlRemark remark(YamlPath path) {
    return options.remarks().apply(path);
  }

  private void pad(int column) {
    out.repeat(' ', column);
  }

  /** Whether a value takes lines of its own. */
  static boolean isNested(YamlValue value) {
    return switch (value) {
      case YamlMap map -> !map.isEmpty();
      case YamlList list -> !list.items().isEmpty();
      case YamlScalar scalar -> false;
    };
  }

  private static String properties(YamlValue value) {
    return value.tag().map(BlockWriter::tag).orElse("");
  }

  /** A tag as it is written. */
  static String tag(String tag) {
    if (tag.length() < 2 || tag.charAt(0) != '!' || !TAG.matchesAllOf(tag.substring(1))) {
      throw new InvalidValueException(
          "the tag " + YamlProblems.quoted(tag) + " cannot be written; a local tag is an exclamation mark and letters, such as '!reset'");
    }
    return tag;
  }
}
