package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Add;
import dev.slipway.image.Base;
import dev.slipway.image.Copy;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.Heredoc;
import dev.slipway.image.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code COPY} and {@code ADD}. */
final class TransferReader {
  private final WordTokens words;
  private final SourceNames names;
  private final Findings findings;

  TransferReader(WordTokens words, SourceNames names, Findings findings) {
    this.words = words;
    this.names = names;
    this.findings = findings;
  }

  /** What stands behind the flags. */
  private record Operands(ImmutableList<Operand> sources, Word destination) {}

  /** A path or a text. */
  private record Operand(Word path, Optional<Heredoc> text) {}

  Optional<Copy> copy(Statement statement) {
    Optional<Flag> flag = statement.flag("from").filter(from -> !value(from).isEmpty());
    Optional<Base> from = flag.flatMap(this::from);
    CopyOptions options = options(statement);
    if (flag.isPresent() && from.isEmpty()) {
      return Optional.empty();
    }
    return operands(statement).map(operands -> {
      ImmutableList.Builder<Copy.Source> sources = ImmutableList.builder();
      operands.sources().forEach(operand -> sources.add(operand.text().<Copy.Source>map(Copy.Text::new)
          .orElseGet(() -> new Copy.Path(operand.path()))));
      return new Copy(from, sources.build(), operands.destination(), options, isOn(statement, "parents"));
    });
  }

  Optional<Add> add(Statement statement) {
    CopyOptions options = options(statement);
    Optional<Word> checksum = word(statement, "checksum");
    Optional<Boolean> unpack = statement.flag("unpack").map(Flag::isOn);
    return operands(statement).map(operands -> {
      ImmutableList.Builder<Add.Source> sources = ImmutableList.builder();
      operands.sources().forEach(operand -> sources.add(operand.text().<Add.Source>map(Add.Text::new)
          .orElseGet(() -> located(operand.path()))));
      ImmutableList<Add.Source> found = sources.build();
      boolean keepGit = isOn(statement, "keep-git-dir") && found.stream().anyMatch(TransferReader::mayBeGit);
      return new Add(found, operands.destination(), options, checksum, keepGit, unpack);
    });
  }

  /** Of other sources there is no directory to keep, and the builder does not mind. */
  private static boolean mayBeGit(Add.Source source) {
    return switch (source) {
      case Add.Address address -> address.url().constant().map(Add.Address::isGit).orElse(true);
      case Add.Path path -> path.path().constant().isEmpty();
      case Add.Text text -> false;
    };
  }

  /** What begins with a variable may still turn out to be an address. */
  private static Add.Source located(Word word) {
    String text = word.constant().orElseGet(word::toString);
    return Add.Address.isAddress(text) ? new Add.Address(word) : new Add.Path(word);
  }

  private Optional<Base> from(Flag flag) {
    Token value = flag.value().orElse(flag.name());
    if (!words.word(value).constant().equals(Optional.of(value.text()))) {
      findings.always(value.span(), "--from takes no variables, quotes or escapes, and '" + value + "' has some",
          "begin a stage with 'FROM " + value + " AS files' and write --from=files");
      return Optional.empty();
    }
    return names.find(new FindingPlace(findings, value.span()), value.text(), true);
  }

  private CopyOptions options(Statement statement) {
    ImmutableList.Builder<Word> excludes = ImmutableList.builder();
    statement.flags("exclude").forEach(flag -> excludes.add(Word.literal(value(flag))));
    Optional<Word> owner = word(statement, "chown");
    Optional<Word> mode = word(statement, "chmod");
    return new CopyOptions(owner, mode, isOn(statement, "link"), excludes.build());
  }

  private static boolean isOn(Statement statement, String name) {
    return statement.flag(name).map(Flag::isOn).orElse(false);
  }

  private static String value(Flag flag) {
    return flag.value().map(Token::text).orElse("");
  }

  /** An empty value is none. */
  private Optional<Word> word(Statement statement, String name) {
    return statement.flag(name).flatMap(Flag::value).map(words::word).filter(word -> !word.isEmpty());
  }

  private Optional<Operands> operands(Statement statement) {
    List<Operand> all = new ArrayList<>();
    switch (statement.arguments()) {
      case Arguments.Words tokens -> tokens.words().forEach(token -> all.add(operand(statement, token)));
      case Arguments.Json json -> json.strings().forEach(string -> all.add(new Operand(words.word(string), Optional.empty())));
      default -> {
      }
    }
    if (all.size() < 2) {
      findings.always(statement.keywordToken().span(), statement.keyword() + " needs at least one source and a destination",
          "write for example '" + statement.keyword() + " . /app/'");
      return Optional.empty();
    }
    Operand destination = all.remove(all.size() - 1);
    if (destination.text().isPresent()) {
      findings.always(statement.rest().span(), statement.keyword() + " has a text where its destination should be",
          "write the path of a file or directory behind the last text");
      return Optional.empty();
    }
    // nothing is the directory itself, as source and as destination
    all.replaceAll(
        operand -> operand.text().isEmpty() && operand.path().isEmpty() ? new Operand(Word.literal("."), operand.text()) : operand);
    Word path = destination.path().isEmpty() ? Word.literal(".") : destination.path();
    if (all.size() == 1 && TransferWriter.isFile(path)) {
      // the destination names the file, not the delimiter
      all.set(0, new Operand(all.get(0).path(), all.get(0).text().map(HeredocText::named)));
    }
    return Optional.of(new Operands(ImmutableList.copyOf(all), path));
  }

  private Operand operand(Statement statement, Token token) {
    for (HeredocPart part : statement.heredocs()) {
      if (part.announcement().span().offset() == token.span().offset()) {
        return new Operand(Word.EMPTY, text(statement, part));
      }
    }
    return new Operand(words.word(token), Optional.empty());
  }

  private Optional<Heredoc> text(Statement statement, HeredocPart part) {
    try {
      Heredoc text = new Heredoc(part.delimiter(), part.content(), part.expanded());
      faultIn(text).ifPresent(fault -> {
        int place = part.chomped() ? part.announcement().span().offset() : part.span().offset() + fault.index();
        findings.ifBuilt(statement.source().span(place, place), fault.what(), fault.advice());
      });
      return Optional.of(text);
    } catch (InvalidValueException refused) {
      findings.ifBuilt(part.announcement().span(), String.valueOf(refused.getMessage()), "");
      return Optional.of(Heredoc.file("EOF", ""));
    }
  }

  private static Optional<WordFault> faultIn(Heredoc text) {
    try {
      var unused = text.expanded() ? DockerfileWords.readBody(text.content()) : null;
      return Optional.empty();
    } catch (WordFault fault) {
      return Optional.of(fault);
    }
  }
}
