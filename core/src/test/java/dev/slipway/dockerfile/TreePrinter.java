package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.dockerfile.Arguments.Assignments;
import dev.slipway.dockerfile.Arguments.Json;
import dev.slipway.dockerfile.Arguments.Line;
import dev.slipway.dockerfile.Arguments.None;
import dev.slipway.dockerfile.Arguments.Probe;
import dev.slipway.dockerfile.Arguments.Trigger;
import dev.slipway.dockerfile.Arguments.Words;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints the syntax tree in the form of the recorded cases: each statement in parentheses, strings quoted as Go does. */
final class TreePrinter {
  private TreePrinter() {}

  static String print(Dockerfile file) {
    return file.statements().stream().map(statement -> "(" + print(statement) + ")\n").collect(Collectors.joining());
  }

  private static String print(Statement statement) {
    StringBuilder out = new StringBuilder(statement.keywordToken().text().toLowerCase(Locale.ROOT));
    if (!statement.flags().isEmpty()) {
      out.append(statement.flags().stream()
          .map(flag -> quoted("--" + flag.name() + flag.value().map(value -> "=" + value).orElse("")))
          .collect(Collectors.joining(" ", " [", "]")));
    }
    if (statement.arguments() instanceof Trigger trigger) {
      return out.append(" (").append(print(trigger.statement())).append(')').toString();
    }
    strings(statement.keyword(), statement.arguments()).forEach(string -> out.append(' ').append(quoted(string)));
    return out.toString();
  }

  private static List<String> strings(Keyword keyword, Arguments arguments) {
    ImmutableList.Builder<String> strings = ImmutableList.builder();
    switch (arguments) {
      case None none -> {
      }
      case Json json -> strings.addAll(json.values());
      case Line line -> strings.add(line.token().text());
      case Words words -> words.words().forEach(word -> strings.add(word.text()));
      case Assignments assignments -> assignments.list().forEach(assignment -> {
        if (keyword == Keyword.ARG) {
          strings.add(assignment.name() + assignment.value().map(value -> "=" + value).orElse(""));
        } else {
          strings.add(assignment.name().text(), assignment.value().orElseThrow().text(), assignments.legacy() ? "" : "=");
        }
      });
      case Probe probe -> {
        strings.add(probe.type().text());
        strings.addAll(strings(keyword, probe.command()));
      }
      case Trigger trigger -> throw new IllegalStateException("a trigger has no strings of its own");
    }
    return strings.build();
  }

  /** A string literal of Go. */
  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints().forEach(c -> {
      switch (c) {
        case '"', '\\' -> out.append('\\').appendCodePoint(c);
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case 7 -> out.append("\\a");
        case 11 -> out.append("\\v");
        default -> {
          if (c < ' ' || c == 0x7F) {
            out.append(String.format(Locale.ROOT, "\\x%02x", c));
          } else {
            out.appendCodePoint(c);
          }
        }
      }
    });
    return out.append('"').toString();
  }
}
