package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.Suggestions;
import dev.slipway.image.Command;
import dev.slipway.image.Heredoc;
import dev.slipway.image.Mount;
import dev.slipway.image.Run;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads {@code RUN}, and the commands of other instructions. */
final class RunReader {
  private final char escape;
  private final Findings findings;
  private final MountReader mounts;
  private final Supplier<Variables> variables;
  private final boolean labs;

  RunReader(char escape, WordTokens words, SourceNames names, Supplier<Variables> variables, boolean labs, Findings findings) {
    this.escape = escape;
    this.findings = findings;
    this.mounts = new MountReader(words, names, variables, findings);
    this.variables = variables;
    this.labs = labs;
  }

  char escape() {
    return escape;
  }

  Supplier<Variables> variables() {
    return variables;
  }

  boolean labs() {
    return labs;
  }

  Optional<Run> run(Statement statement) {
    ImmutableList.Builder<Mount> found = ImmutableList.builder();
    statement.flags("mount").forEach(flag -> mounts.read(flag).ifPresent(found::add));
    Optional<Run.Network> network = choice(statement, "network", Run.Network.values(), Run.Network::id);
    Optional<Run.Security> security = choice(statement, "security", Run.Security.values(), Run.Security::id);
    ImmutableList.Builder<Run.Device> devices = ImmutableList.builder();
    statement.flags("device").forEach(flag -> device(flag).ifPresent(devices::add));
    Optional<Command> command = statement.heredocs().isEmpty()
        ? command(statement.arguments(), statement.line(), escape)
        : withTexts(statement);
    if (command.isEmpty()) {
      findings.always(statement.keywordToken().span(), "RUN has no command", "write for example 'RUN make install'");
    }
    return command.map(line -> new Run(line, found.build(), network, security, devices.build(), ReuseComment.of(statement)));
  }

  /**
   * A command without texts of several lines; empty if nothing stands there.
   *
   * @param line the whole instruction
   */
  static Optional<Command> command(Arguments arguments, Token line, char escape) {
    return switch (arguments) {
      case Arguments.Json json -> Optional.of(Command.exec(json.values()));
      case Arguments.Line rest -> Optional.of(Command.shell(escape == '\\' ? withBreaks(rest.token()) : rest.token().text()));
      default -> Optional.empty();
    };
  }

  /** The line with its continuations, where they can be written again just so. */
  private static String withBreaks(Token token) {
    String text = token.text();
    if (token.span().line() == token.span().endLine()) {
      return text;
    }
    StringBuilder lines = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = nextLine(token, at);
      lines.append(text, at, end).append(end < text.length() ? "\\\n" : "");
      at = end;
    }
    String broken = lines.toString();
    return ShellLine.of(broken).isWritable() ? broken : text;
  }

  /** The index of the first character that stands in a later line than the one with an index. */
  private static int nextLine(Token token, int from) {
    int line = token.span(from, from + 1).line();
    int low = from + 1;
    int high = token.length();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (token.span(middle, middle + 1).line() > line) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private Optional<Command> withTexts(Statement statement) {
    List<HeredocPart> parts = statement.heredocs();
    String line = statement.rest().text();
    if (parts.size() == 1 && parts.get(0).announcement().text().equals(line)) {
      return Optional.of(script(heredoc(parts.get(0), parts.get(0).content(), false)));
    }
    List<ShellLine.Announcement> announced = ShellLine.of(line).announcements();
    ImmutableList.Builder<Heredoc> texts = ImmutableList.builder();
    for (int i = 0; i < parts.size(); i++) {
      HeredocPart part = parts.get(i);
      // shells take a backslash for a quote, and read the text as it stands
      boolean expanded = announced.size() == parts.size() ? !announced.get(i).quoted() : part.expanded();
      texts.add(heredoc(part, part.rawContent(), expanded));
    }
    return Optional.of(new Command.ShellForm(line, texts.build()));
  }

  private static Command script(Heredoc text) {
    boolean line = text.name().equals(HeredocText.LINE) && !text.content().startsWith("#!") && !text.content().isBlank();
    return line ? Command.shell(text.content()) : new Command.Script(HeredocText.named(text));
  }

  private Heredoc heredoc(HeredocPart part, String content, boolean expanded) {
    try {
      return new Heredoc(part.delimiter(), content, expanded);
    } catch (InvalidValueException refused) {
      findings.ifBuilt(part.announcement().span(), String.valueOf(refused.getMessage()), "");
      return Heredoc.script("true");
    }
  }

  private <T> Optional<T> choice(Statement statement, String name, T[] values, Function<T, String> id) {
    Optional<Token> value = statement.flag(name).flatMap(Flag::value);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String text = value.get().text();
    List<String> ids = Arrays.stream(values).map(id).toList();
    Optional<T> found = Arrays.stream(values).filter(each -> id.apply(each).equals(text)).findFirst();
    if (found.isEmpty()) {
      findings.always(value.get().span(), "'" + text + "' is no value of --" + name, "write one of " + String.join(", ", ids)
          + Suggestions.among(text, ids));
    }
    return found;
  }

  private Optional<Run.Device> device(Flag flag) {
    Token value = flag.value().orElse(flag.name());
    if (!labs) {
      findings.ifBuilt(flag.token().span(),
          "RUN --device belongs to the experiments of the Dockerfile language, which this file does not ask for",
          "begin the file with '# syntax=docker/dockerfile:1-labs'");
    }
    try {
      Optional<String> name = Optional.empty();
      boolean required = false;
      for (CsvFields.Field field : CsvFields.of(value.text())) {
        int equals = field.text().indexOf('=');
        String key = (equals < 0 ? field.text() : field.text().substring(0, equals)).toLowerCase(Locale.ROOT);
        if (key.equals("required")) {
          required = equals < 0 || MountReader.bool(field.text().substring(equals + 1))
              .orElseThrow(() -> new WordFault(field.start(), "'" + field.text() + "' is neither true nor false", "write required=true"));
        } else if (name.isEmpty()) {
          name = Optional.of(key.equals("name") && equals >= 0 ? field.text().substring(equals + 1) : field.text());
        } else {
          throw new WordFault(field.start(), "'" + field.text() + "' is no option of --device", "known are name and required");
        }
      }
      boolean needed = required;
      return name.map(found -> new Run.Device(found, needed));
    } catch (WordFault fault) {
      int end = Math.min(value.length(), fault.index() + 1);
      findings.always(value.span(Math.min(fault.index(), end), end), fault.what(), fault.advice());
    } catch (InvalidValueException refused) {
      findings.always(value.span(), String.valueOf(refused.getMessage()), "");
    }
    return Optional.empty();
  }
}
