package dev.slipway.compose.format;

import dev.slipway.compose.format.TemplateNode.Fault;
import dev.slipway.compose.format.TemplateNode.Literal;
import dev.slipway.compose.format.TemplateNode.Use;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Replaces the variables of one text. For one thread. */
final class TemplateRun {
  /** Characters of a result: a few long values that are used often would fill any memory. */
  static final int LONGEST = 1 << 24;

  private final String text;
  private final Function<? super String, Optional<String>> lookup;
  private final TextProblems problems;
  private int room;

  TemplateRun(String text, Function<? super String, Optional<String>> lookup, TextProblems problems, int room) {
    this.text = text;
    this.lookup = lookup;
    this.problems = problems;
    this.room = room;
  }

  void write(List<TemplateNode> nodes, StringBuilder out) {
    for (TemplateNode node : nodes) {
      if (room < 0) {
        return;
      }
      switch (node) {
        case Literal literal -> writeLiteral(literal, out);
        case Use use -> writeUse(use, out);
        case Fault fault -> problems.add(fault.problem());
      }
    }
  }

  private void writeLiteral(Literal literal, StringBuilder out) {
    if (takes(literal, literal.end() - literal.start())) {
      literal.write(text, out);
    }
  }

  private void writeUse(Use use, StringBuilder out) {
    Optional<String> value = lookup.apply(use.name(text));
    boolean present = value.isPresent() && !(use.operator().countsEmpty() && value.get().isEmpty());
    switch (use.operator()) {
      case NONE -> {
        if (!present) {
          warnUnset(use);
        }
        writeValue(use, value.orElse(""), out);
      }
      case REPLACEMENT, REPLACEMENT_IF_NOT_EMPTY -> {
        if (present) {
          write(use.word(), out);
        }
      }
      default -> {
        if (present) {
          writeValue(use, value.orElse(""), out);
        } else if (use.operator().isDefault()) {
          write(use.word(), out);
        } else {
          failRequired(use, value.isPresent());
        }
      }
    }
  }

  private void writeValue(Use use, String value, StringBuilder out) {
    if (takes(use, value.length())) {
      out.append(value);
    }
  }

  /** Whether that many characters still fit. */
  private boolean takes(TemplateNode node, int characters) {
    if (characters <= room) {
      room -= characters;
      return true;
    }
    if (room >= 0) {
      room = -1;
      problems.error(node.start(), node.end(), "the text becomes too long when its variables are replaced",
          "use long values less often, or put them into a file");
    }
    return false;
  }

  private void warnUnset(Use use) {
    String name = use.name(text);
    problems.warning(use.start(), use.end(), "variable '" + name + "' is not set, nothing stands in its place", "set it, write ${" + name
        + ":-default}, or write $" + text.substring(use.start(), use.end()) + " for the characters themselves");
  }

  private void failRequired(Use use, boolean empty) {
    StringBuilder message = new StringBuilder();
    TextProblems inner = new TextProblems();
    new TemplateRun(text, lookup, inner, room).write(use.word(), message);
    problems.addAll(inner.all());
    if (!inner.failed()) {
      String name = use.name(text);
      String what = "variable '" + name + "' is required and " + (empty ? "empty" : "not set");
      problems.error(use.start(), use.end(), message.isEmpty() ? what : what + ": " + message,
          "set it in the environment or in an environment file, such as " + name + "=value in .env");
    }
  }
}
