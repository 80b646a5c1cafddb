package dev.slipway.compose.schema;

import com.google.common.collect.ImmutableList;
import dev.slipway.compose.format.ByteCount;
import dev.slipway.compose.format.ComposeDuration;
import dev.slipway.compose.format.ShellWords;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;

/** Canonical forms of texts with a grammar of their own: commands, sizes, lengths of time. */
final class TextForms {
  private TextForms() {}

  /** The words of a command. */
  static YamlValue command(YamlValue value, TreePath path, Findings findings) {
    if (!(value instanceof YamlScalar line) || !line.isString()) {
      return value;
    }
    return TextFindings.value(ShellWords.parse(line.text()), line, path, findings)
        .<YamlValue>map(words -> strings(words.words(), line))
        .orElse(line);
  }

  /** A list of strings at the place of a scalar. */
  static YamlList strings(ImmutableList<String> texts, YamlScalar origin) {
    ImmutableList<YamlScalar> items = texts.stream().map(text -> ScalarForms.characters(origin, text))
        .collect(ImmutableList.toImmutableList());
    return YamlList.of(items).at(origin.place());
  }

  /** A length of time as Go prints it. */
  static YamlValue duration(YamlValue value, TreePath path, Findings findings) {
    if (!(value instanceof YamlScalar length) || !length.isString()) {
      return value;
    }
    return TextFindings.value(ComposeDuration.parse(length.text()), length, path, findings)
        .<YamlValue>map(duration -> ScalarForms.characters(length, duration.toString()))
        .orElse(length);
  }

  /** A size in bytes as a string of decimal digits. */
  static YamlValue bytes(YamlValue value, TreePath path, Findings findings) {
    if (!(value instanceof YamlScalar size) || size.isNull()) {
      return value;
    }
    Optional<String> digits = size.isString()
        ? TextFindings.value(ByteCount.parse(size.text()), size, path, findings).map(ByteCount::toString)
        : whole(size, path, findings);
    return digits.<YamlValue>map(text -> ScalarForms.characters(size, text)).orElse(size);
  }

  private static Optional<String> whole(YamlScalar size, TreePath path, Findings findings) {
    if (size.integer().isPresent()) {
      return size.integer().map(Object::toString);
    }
    return size.number().isPresent() ? ScalarForms.exact(size, path, findings).map(YamlScalar::text) : Optional.empty();
  }
}
