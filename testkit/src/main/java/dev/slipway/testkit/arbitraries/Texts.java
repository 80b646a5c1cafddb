package dev.slipway.testkit.arbitraries;

import static dev.slipway.testkit.arbitraries.Generators.accepted;
import static dev.slipway.testkit.arbitraries.Generators.mostly;
import static dev.slipway.testkit.arbitraries.Generators.oneOf;
import static dev.slipway.testkit.arbitraries.Generators.ready;
import static dev.slipway.testkit.arbitraries.Generators.withExamples;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import dev.slipway.image.ModeChange;
import dev.slipway.image.PathFilter;
import dev.slipway.image.PathPattern;
import dev.slipway.image.TreePattern;
import dev.slipway.image.UserSpec;
import dev.slipway.image.Word;
import dev.slipway.image.Word.Expansion;
import dev.slipway.image.Word.Operator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Texts, names, words, paths and patterns. */
final class Texts {
  /** What some shell, file format or pattern language takes for special; letters that a Turkish locale changes. */
  private static final List<String> AWKWARD = List.of(" ", "\t", "\n", "\\", "\"", "'", "`", "$", "${", "{", "}", "#", "%", "?", "*", "[",
      "]", "(", ")", "<", "<<", ">", "|", "&", ";", "!", "@", "^", "~", "=", "+", "-", "_", ".", ",", ":", "/", "\\\\", "$$", "i", "I",
      "\u0130", "\u0131", "\u00e9", "\ud55c", "\ue000", "\uffff", "\ud83d\ude00");
  private static final int MAX_NESTING = 2;

  private Texts() {}

  /** Texts without NUL and lone surrogates. */
  static Arbitrary<String> texts() {
    Arbitrary<String> pieces = mostly(2, Arbitraries.strings().alpha().numeric().ofLength(1), Arbitraries.of(AWKWARD));
    return withExamples(pieces.list().ofMaxSize(8).map(list -> String.join("", list)).withoutEdgeCases(), "", " ", "\\", "$", "\n", "'\"");
  }

  static Arbitrary<String> filledTexts() {
    return ready(texts()).filter(text -> !text.isBlank());
  }

  static Arbitrary<String> lines() {
    return ready(texts()).map(text -> text.replace('\n', ' ')).filter(text -> !text.isBlank());
  }

  /** A first letter and further ones. */
  static Arbitrary<String> named(String first, String rest, int most) {
    return Combinators.combine(Arbitraries.strings().withChars(first).ofLength(1), Arbitraries.strings().withChars(rest).ofMaxLength(most))
        .as((head, tail) -> head + tail);
  }

  /** What may name stages, contexts, files and users. */
  static Arbitrary<String> names() {
    return named("abixyz", "abixyz019-_.", 6).filter(name -> !name.equals("scratch") && !name.equals("context"));
  }

  static Arbitrary<String> variableNames() {
    return named("ABIXYZabixyz_", "ABIabi019_", 5);
  }

  static Arbitrary<Word> words() {
    return withExamples(words(MAX_NESTING), Word.EMPTY, Word.of("$A"), Word.literal("$"), Word.of("${A:-$B}"));
  }

  /** Words that are not blank by themselves. */
  static Arbitrary<Word> filledWords() {
    return words(1).filter(word -> !word.constant().map(String::isBlank).orElse(false));
  }

  static Arbitrary<Word.Literal> literals() {
    return texts().map(Word.Literal::new);
  }

  static Arbitrary<Word.Variable> variables() {
    return variables(MAX_NESTING);
  }

  static Arbitrary<Expansion> expansions() {
    return expansions(MAX_NESTING);
  }

  private static Arbitrary<Word> words(int nesting) {
    Arbitrary<Word.Part> parts = mostly(2, literals(), variables(nesting));
    return ready(parts.list().ofMaxSize(4).map(list -> new Word(ImmutableList.copyOf(list))));
  }

  private static Arbitrary<Word.Variable> variables(int nesting) {
    Arbitrary<Word.Variable> plain = oneOf(variableNames(), Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(3))
        .map(name -> new Word.Variable(name, Optional.empty()));
    return nesting == 0
        ? plain
        : oneOf(plain, Combinators.combine(ready(variableNames()), expansions(nesting))
            .as((name, expansion) -> new Word.Variable(name, Optional.of(expansion))));
  }

  private static Arbitrary<Expansion> expansions(int nesting) {
    Arbitrary<Word> operands = words(nesting - 1);
    return accepted(Combinators.combine(Arbitraries.of(Operator.values()), operands, operands).as(Expansions::new), Expansions::made);
  }

  private record Expansions(Operator operator, Word operand, Word replacement) {
    Expansion made() {
      return new Expansion(operator, operand, operator.replaces() ? replacement : Word.EMPTY);
    }
  }

  static Arbitrary<Digest> digests() {
    Arbitrary<Digest> digests = oneOf(
        Arbitraries.strings().withChars("0123456789abcdef").ofLength(64).map(hex -> new Digest(Digest.Algorithm.SHA256, hex)),
        Arbitraries.strings().withChars("0123456789abcdef").ofLength(128).map(hex -> new Digest(Digest.Algorithm.SHA512, hex)));
    return withExamples(digests, Digest.sha256(new byte[0]));
  }

  static Arbitrary<ImagePath> paths() {
    Arbitrary<String> parts = Arbitraries.of("a", "b", "usr", "etc", ".hidden", "a b", "-", "...", "\u0130", "\ud83d\ude00", "\udc80",
        "\udcff", "..", ".", "");
    Arbitrary<ImagePath> written = parts.list().ofMaxSize(6).map(list -> ImagePath.of(String.join("/", list)));
    Arbitrary<ImagePath> raw = Arbitraries.bytes().filter(value -> value != 0).array(byte[].class).ofMaxSize(12).map(ImagePath::ofBytes);
    return withExamples(mostly(3, written, raw), ImagePath.ROOT, ImagePath.of("/a"), ImagePath.ofBytes(new byte[]{(byte) 0xff}));
  }

  static Arbitrary<ModeChange> modeChanges() {
    Arbitrary<String> octal = Arbitraries.integers().between(0, 07777).map(mode -> String.format(Locale.ROOT, "%04o", mode));
    Arbitrary<String> permissions = oneOf(Arbitraries.strings().withChars("rwxXst").ofMaxLength(4), Arbitraries.of("u", "g", "o"));
    Arbitrary<String> clauses = Combinators
        .combine(Arbitraries.strings().withChars("ugoa").ofMaxLength(2), Arbitraries.of("+", "-", "="), permissions)
        .as((who, operator, what) -> who + operator + what);
    Arbitrary<String> symbolic = clauses.list().ofMinSize(1).ofMaxSize(3).map(list -> String.join(",", list));
    return withExamples(accepted(oneOf(octal, symbolic), ModeChange::parse), ModeChange.parse("0755"), ModeChange.parse("u=rwX,go=rX"),
        ModeChange.parse("0"), ModeChange.parse("7777"));
  }

  static Arbitrary<UserSpec> users() {
    Arbitrary<String> parts = oneOf(names(), Arbitraries.integers().greaterOrEqual(0).map(String::valueOf));
    return withExamples(Combinators.combine(parts, parts.optional(0.5)).as(UserSpec::new), UserSpec.parse("0"), UserSpec.parse("root:root"),
        UserSpec.parse("2147483647:2147483647"));
  }

  static Arbitrary<PathPattern> pathPatterns() {
    Arbitrary<String> pieces = Arbitraries.of("a", "b", "/", "*", "?", "[a-c]", "[^a]", "\\*", ".", "\u0130", "[", "\\");
    return withExamples(accepted(ready(pieces.list().ofMaxSize(6).map(list -> String.join("", list))), PathPattern::compile),
        PathPattern.compile(""), PathPattern.compile("*"), PathPattern.compile("/a"));
  }

  static Arbitrary<TreePattern> treePatterns() {
    return withExamples(accepted(treePatternTexts(), TreePattern::compile), TreePattern.compile("**"), TreePattern.compile("**/*.md"),
        TreePattern.compile("a"));
  }

  static Arbitrary<PathFilter> pathFilters() {
    Arbitrary<String> rules = Combinators.combine(Arbitraries.of("", "", "!"), treePatternTexts()).as((sign, text) -> sign + text);
    return withExamples(accepted(ready(rules.list().ofMaxSize(4)), PathFilter::of), PathFilter.NONE, PathFilter.of("*", "!a"));
  }

  static Arbitrary<PathFilter.Rule> pathRules() {
    return Combinators.combine(treePatterns(), Generators.flags()).as(PathFilter.Rule::new);
  }

  private static Arbitrary<String> treePatternTexts() {
    return ready(Arbitraries.of("a", "b", "/", "/", "*", "**", "?", "[a-c]", "\\*", ".", "\u0130").list().ofMinSize(1).ofMaxSize(6)
        .map(list -> String.join("", list)));
  }
}
