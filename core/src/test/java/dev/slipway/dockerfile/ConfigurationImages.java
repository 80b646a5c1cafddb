package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Command;
import dev.slipway.image.Image;
import dev.slipway.image.Instruction;
import dev.slipway.image.Instruction.Pair;
import dev.slipway.image.PatternText;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import dev.slipway.image.Word.Expansion;
import dev.slipway.image.Word.Operator;
import dev.slipway.image.Word.Part;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** Images on scratch that only set configuration, with every character that means something to somebody. */
class ConfigurationImages extends DomainContextBase {
  private static final String CHARACTERS = "ab \t\"'\\$#{}[]()<>|&;*?!~`%=,:/.-é☺A";

  @Provide
  Arbitrary<Image> images() {
    Arbitrary<Instruction> instruction = Arbitraries.oneOf(
        pairs().map(Instruction.Env::new),
        pairs().map(Instruction.Label::new),
        words(1).filter(ConfigurationImages::isFilled).map(Instruction.Workdir::new),
        // by number: on scratch a later WORKDIR finds no names
        Arbitraries.of("7", "1000:1000", "0").map(user -> new Instruction.User(Word.literal(user))),
        paths().list().ofMinSize(1).ofMaxSize(3).map(paths -> new Instruction.Volume(ImmutableList.copyOf(paths))),
        commands().map(Instruction.Cmd::new),
        texts(1).list().ofMinSize(1).ofMaxSize(3).map(arguments -> new Instruction.Shell(ImmutableList.copyOf(arguments))),
        texts(1).filter(text -> !text.isBlank() && !PatternText.trim(text).endsWith("\\")).map(Instruction.Maintainer::new));
    return instruction.list().ofMaxSize(8)
        .map(list -> Stage.scratch().with(new Instruction.Env(ImmutableList.of(new Pair(Word.of("A"), Word.of("value of A"))))).with(list)
            .toImage());
  }

  private static Arbitrary<String> texts(int shortest) {
    return Arbitraries.strings().withChars(CHARACTERS.replace("☺", "")).ofMinLength(shortest).ofMaxLength(10)
        .map(text -> text.replace("é", "é☺"));
  }

  private static Arbitrary<Part> parts(int depth) {
    Arbitrary<Part> literal = texts(1).map(Word.Literal::new);
    Arbitrary<String> names = Arbitraries.of("A", "B", "UNSET");
    Arbitrary<Part> plain = names.map(name -> new Word.Variable(name, Optional.empty()));
    if (depth == 0) {
      return Arbitraries.oneOf(literal, plain);
    }
    Arbitrary<Part> expanded = Combinators.combine(names, Arbitraries.of(Operator.DEFAULT_IF_EMPTY, Operator.ALTERNATIVE_IF_NOT_EMPTY),
        parts(depth - 1).list().ofMaxSize(2)).as(
            (name, operator, operand) -> new Word.Variable(name,
                Optional.of(new Expansion(operator, new Word(ImmutableList.copyOf(operand))))));
    return Arbitraries.frequencyOf(Tuple.of(4, literal), Tuple.of(1, plain),
        Tuple.of(1, expanded));
  }

  private static Arbitrary<Word> words(int fewest) {
    return parts(2).list().ofMinSize(fewest).ofMaxSize(3).map(parts -> new Word(ImmutableList.copyOf(parts)));
  }

  /** Docker trims what VOLUME names. */
  private static Arbitrary<Word> paths() {
    return texts(1).map(text -> "/v" + text + "e").map(Word::literal);
  }

  private static boolean isFilled(Word word) {
    return !word.constant().map(String::isBlank).orElse(false) && word.variables().isEmpty();
  }

  private static Arbitrary<List<Pair>> pairList() {
    Arbitrary<Word> names = texts(1).filter(text -> text.indexOf('=') < 0).map(Word::literal);
    return Combinators.combine(names, words(0)).as(Pair::new).list().ofMinSize(1).ofMaxSize(3).uniqueElements(Pair::name);
  }

  private static Arbitrary<ImmutableList<Pair>> pairs() {
    return pairList().map(ImmutableList::copyOf);
  }

  private static Arbitrary<Command> commands() {
    Arbitrary<Command> exec = texts(0).list().ofMaxSize(3).map(Command::exec);
    Arbitrary<Command> shell = texts(1).filter(ConfigurationImages::isOneLine).map(Command::shell);
    return Arbitraries.oneOf(exec, shell);
  }

  private static boolean isOneLine(String line) {
    String trimmed = PatternText.trim(line);
    return !trimmed.isEmpty() && ShellLine.of(trimmed).isWritable() && !JsonPrefix.isArray(trimmed);
  }
}
