package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.re2j.Pattern;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.Problem;
import dev.slipway.Span;
import dev.slipway.Suggestions;
import dev.slipway.image.Image;
import dev.slipway.image.Instruction.Arg;
import dev.slipway.image.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes an image of a file: finds its stages and what their names mean, and collects all that is wrong. What is wrong only
 * in stages that are not built is no failure.
 */
final class StageReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9\\-_.]*");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final ImmutableSet<String> RESERVED = ImmutableSet.of("scratch", "context");

  private final Dockerfile file;
  private final ReadOptions options;
  private final Findings findings;
  /** Where the syntax is wrong: what stands there is not read. */
  private final TreeSet<Integer> faults = new TreeSet<>();
  private final List<Section> sections = new ArrayList<>();
  private final ImmutableList.Builder<Arg> arguments = ImmutableList.builder();

  private StageReader(Dockerfile file, ReadOptions options) {
    this.file = file;
    this.options = options;
    this.findings = new Findings(file.source().name());
    file.problems().forEach(problem -> problem.span().map(Span::offset).ifPresent(faults::add));
  }

  /**
   * The image.
   *
   * @throws DocumentException {@link ErrorCode#MALFORMED_DOCUMENT} if something is wrong
   */
  static Image read(Dockerfile file, ReadOptions options) {
    FileReading reading = reading(file, options);
    return reading.image().orElseThrow(() -> DocumentException.of(ErrorCode.MALFORMED_DOCUMENT, file.source(), reading.problems()));
  }

  /** The name that a {@code FROM} gives its stage, in small letters, whatever it is. */
  private static Optional<Token> name(Statement from) {
    return from.arguments() instanceof Arguments.Words words && words.words().size() == 3
        ? Optional.of(words.words().get(2))
        : Optional.empty();
  }

  /** All that a file says, whatever is wrong with it. */
  static FileReading reading(Dockerfile file, ReadOptions options) {
    return new StageReader(file, options).reading();
  }

  private FileReading reading() {
    List<Statement> froms = file.statements().stream().filter(statement -> statement.keyword() == Keyword.FROM).toList();
    if (froms.isEmpty()) {
      return new FileReading(ImmutableList.of(), Optional.empty(), ordered(file.problems().isEmpty()
          ? ImmutableList.of(Problem.of(file.source().name(), "there is no stage: the file has no FROM")
              .advise("begin with 'FROM' and an image, such as 'FROM debian:bookworm-slim'"))
          : file.problems()));
    }
    readSections(froms);
    Optional<Section> target = target();
    Optional<Set<Integer>> needed = target.map(this::reachable);
    Set<Integer> built = needed.orElseGet(HashSet::new);
    List<Problem> problems = new ArrayList<>(file.problems());
    problems.addAll(findings.problems(true));
    sections.forEach(section -> problems.addAll(section.findings().problems(built.contains(section.index()))));
    ImmutableList<FileStage> stages = sections.stream()
        .map(section -> section.stage(needed.isEmpty() || built.contains(section.index())))
        .collect(ImmutableList.toImmutableList());
    return problems.isEmpty()
        ? new FileReading(stages, Optional.of(new Image(stage(target.orElseThrow()), arguments.build(), options.platforms())),
            ImmutableList.of())
        : new FileReading(stages, Optional.empty(), ordered(problems));
  }

  private void readSections(List<Statement> froms) {
    GlobalValues globals = new GlobalValues(options, targetName(froms));
    readGlobals(globals);
    divide(globals);
    boolean labs = file.directive(Directive.Kind.SYNTAX).map(directive -> isLabs(directive.value().text())).orElse(false);
    SectionReader reader = new SectionReader(file, options, globals, sections, this::isBroken, labs);
    sections.forEach(reader::read);
  }

  /** A file that asks for more than is read here is told so where something could not be read. */
  private ImmutableList<Problem> ordered(List<Problem> problems) {
    List<Problem> all = new ArrayList<>(problems);
    FrontendLevel.asked(file).filter(asked -> asked.compareTo(FrontendLevel.SUPPORTED) > 0).ifPresent(asked -> all.add(
        Problem.at(file.source().name(), file.directive(Directive.Kind.SYNTAX).orElseThrow().value().span(),
            "the file asks for frontend " + asked + ", and what is read here is the language of " + FrontendLevel.SUPPORTED)
            .advise("do without what came later")));
    return ImmutableList.sortedCopyOf(Problem.DOCUMENT_ORDER, all);
  }

  private static Stage stage(Section section) {
    return section.value() instanceof Stage stage ? stage : SectionReader.named(Stage.from(section.value()), section.name());
  }

  private static boolean isLabs(String syntax) {
    return syntax.endsWith("-labs") || syntax.endsWith(":labs");
  }

  private boolean isBroken(Statement statement) {
    Integer fault = faults.ceiling(statement.span().offset());
    return fault != null && fault < statement.span().endOffset();
  }

  private String targetName(List<Statement> froms) {
    Optional<String> wanted = options.target().filter(target -> !NUMBER.matcher(target).matches());
    int number = options.target().filter(target -> NUMBER.matcher(target).matches()).map(Integer::parseInt).orElse(froms.size() - 1);
    return wanted
        .or(() -> number < froms.size() ? name(froms.get(number)).map(token -> token.text().toLowerCase(Locale.ROOT)) : Optional.empty())
        .orElse("default");
  }

  private void readGlobals(GlobalValues globals) {
    Variables none = Variables.of(Map.of(), Map.of(), true);
    InstructionReader reader = new InstructionReader(file.escape(), new TriggerNames(), () -> none, false, findings);
    for (Statement statement : file.statements()) {
      if (statement.keyword() == Keyword.FROM) {
        return;
      }
      if (statement.keyword() == Keyword.ARG && !isBroken(statement)) {
        int before = findings.count();
        ImmutableList<Arg> read = reader.arguments(statement);
        arguments.addAll(read);
        if (findings.count() == before) {
          declare(statement, read, globals);
        }
      }
    }
  }

  private void declare(Statement statement, ImmutableList<Arg> read, GlobalValues globals) {
    try {
      read.forEach(globals::declare);
    } catch (InvalidValueException failing) {
      findings.always(statement.rest().span(), String.valueOf(failing.getMessage()), "");
    }
  }

  private void divide(GlobalValues globals) {
    Statement from = null;
    List<Statement> body = new ArrayList<>();
    Variables start = Variables.of(options.arguments(), globals.shared(), false);
    for (Statement statement : file.statements()) {
      if (statement.keyword() == Keyword.FROM) {
        if (from != null) {
          add(from, body, start);
        }
        from = statement;
        body.clear();
      } else {
        body.add(statement);
      }
    }
    if (from != null) {
      add(from, body, start);
    }
  }

  private void add(Statement from, List<Statement> body, Variables start) {
    Findings own = new Findings(file.source().name());
    Optional<Token> token = isBroken(from) ? Optional.empty() : name(from);
    Optional<String> name = token.map(text -> text.text().toLowerCase(Locale.ROOT));
    if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
      own.always(token.get().span(), "'" + token.get() + "' cannot name a stage",
          "begin with a letter, go on with letters, digits, '-', '_' and '.'");
      name = Optional.empty();
    }
    sections.add(new Section(sections.size(), from, body, name, own, start));
  }

  /** The stage that is built: names go before numbers, the last of several of one name counts. */
  private Optional<Section> target() {
    if (options.target().isEmpty()) {
      return Optional.of(sections.get(sections.size() - 1));
    }
    String wanted = options.target().get().toLowerCase(Locale.ROOT);
    Map<String, Section> names = new HashMap<>();
    sections.forEach(section -> section.name().ifPresent(name -> names.put(name, section)));
    if (names.containsKey(wanted)) {
      return Optional.ofNullable(names.get(wanted));
    }
    if (NUMBER.matcher(wanted).matches() && Integer.parseInt(wanted) < sections.size()) {
      return Optional.of(sections.get(Integer.parseInt(wanted)));
    }
    Span last = sections.get(sections.size() - 1).from().keywordToken().span();
    findings.always(last, "there is no target stage '" + options.target().get() + "'",
        "the stages are " + stageNames() + Suggestions.among(wanted, names.keySet()));
    return Optional.empty();
  }

  private String stageNames() {
    return String.join(", ", sections.stream().map(section -> section.name().orElse(String.valueOf(section.index()))).toList());
  }

  private Set<Integer> reachable(Section target) {
    Set<Integer> found = new HashSet<>();
    Deque<Integer> open = new ArrayDeque<>();
    open.push(target.index());
    while (!open.isEmpty()) {
      int next = open.pop();
      if (found.add(next)) {
        sections.get(next).needed().forEach(open::push);
      }
    }
    return found;
  }

  /** Whether a stage can have a name in the model, where some words are taken. */
  static boolean canName(String name) {
    return !RESERVED.contains(name);
  }
}
