package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableSet;
import com.google.re2j.Pattern;
import dev.slipway.InvalidValueException;
import dev.slipway.Suggestions;
import dev.slipway.image.Base;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Instruction;
import dev.slipway.image.Platform;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Makes stages of sections, one after the other: what comes before a section is done when it is read. */
final class SectionReader {
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+");

  private final Dockerfile file;
  private final ReadOptions options;
  private final GlobalValues globals;
  private final List<Section> sections;
  private final Predicate<Statement> broken;
  private final boolean labs;
  /** What names mean to {@code FROM}: the nearest section above. */
  private final Map<String, Section> above = new HashMap<>();
  /** What names mean to {@code --from}: the last section of the whole file. */
  private final Map<String, Section> last = new HashMap<>();

  /** @param broken which statements are not read, because their syntax is wrong */
  SectionReader(Dockerfile file, ReadOptions options, GlobalValues globals, List<Section> sections, Predicate<Statement> broken,
      boolean labs) {
    this.file = file;
    this.options = options;
    this.globals = globals;
    this.sections = sections;
    this.broken = broken;
    this.labs = labs;
    sections.forEach(section -> section.name().ifPresent(name -> last.put(name, section)));
  }

  /** The stage under a name, unless the name is taken in the model. */
  static Stage named(Stage stage, Optional<String> name) {
    return name.filter(StageReader::canName).map(stage::named).orElse(stage);
  }

  void read(Section section) {
    Optional<Base> override = section.name().flatMap(this::context);
    if (override.isPresent()) {
      section.becomes(override.get());
    } else if (!broken.test(section.from()) && section.from().arguments() instanceof Arguments.Words words) {
      readStage(section, words);
    }
    section.name().ifPresent(name -> above.put(name, section));
  }

  private void readStage(Section section, Arguments.Words from) {
    WordTokens words = new WordTokens(file.escape(), section.findings(), true);
    int before = section.findings().count();
    Word word = words.word(from.words().get(0));
    Optional<Base> base = section.findings().count() > before ? Optional.empty() : base(section, from.words().get(0), word);
    Optional<Word> platform = section.from().flag("platform").flatMap(Flag::value).filter(value -> !value.isEmpty())
        .map(value -> platform(section, words.word(value), value));
    FeatureRules rules = new FeatureRules(options.frontend(), section.findings());
    rules.check(word, from.words().get(0).span());
    platform.ifPresent(found -> rules.check(found, section.from().rest().span()));
    List<Instruction> instructions = new ArrayList<>();
    Base start = base.map(found -> inherit(section, found, instructions)).orElse(Base.scratch());
    readBody(section, instructions);
    Stage stage = Stage.from(start);
    Stage placed = platform.filter(found -> !found.isEmpty()).map(stage::onPlatform).orElse(stage);
    section.becomes(named(placed, section.name()).with(instructions));
  }

  private void readBody(Section section, List<Instruction> instructions) {
    InstructionReader reader = new InstructionReader(file.escape(), (place, name, numbers) -> find(section, place, name, numbers),
        section::variables, labs, section.findings());
    FeatureRules rules = new FeatureRules(options.frontend(), section.findings());
    for (Statement statement : section.body()) {
      Optional<Instruction> read = broken.test(statement) ? Optional.empty() : reader.read(statement);
      section.says(statement, read);
      read.ifPresent(instruction -> {
        rules.check(instruction, statement.line().span());
        instructions.add(instruction);
        section.variables().apply(instruction);
      });
    }
  }

  /** What a {@code FROM} stands on. */
  private Optional<Base> base(Section section, Token token, Word word) {
    ImmutableSet<String> names;
    try {
      names = ImmutableSet.copyOf(globals.expand(word));
    } catch (InvalidValueException failing) {
      section.findings().always(token.span(), String.valueOf(failing.getMessage()), "");
      return Optional.empty();
    }
    boolean fixed = names.stream().anyMatch(name -> above.containsKey(name) || name.equals("scratch") || context(name).isPresent());
    if (fixed && names.size() > 1) {
      section.findings().always(token.span(), "'" + token + "' means another stage on each platform: " + String.join(", ", names),
          "read the file for one platform at a time");
      return Optional.empty();
    }
    String name = names.iterator().next();
    if (above.containsKey(name)) {
      Section parent = above.get(name);
      section.standsOn(parent.index());
      section.startsWith(parent.variables().inherited());
      return Optional.of(parent.value());
    }
    if (name.equals("scratch")) {
      section.startsWith(Variables.of(options.arguments(), globals.shared(), true));
      return Optional.of(Base.scratch());
    }
    section.startsWith(section.variables().inherited());
    return context(name).or(() -> image(section, token, word, names));
  }

  private Optional<Base> image(Section section, Token token, Word word, ImmutableSet<String> names) {
    for (String name : names) {
      if (name.isEmpty()) {
        String empty = String.join(", ", word.variables().stream().filter(variable -> !globals.isFilled(variable)).toList());
        section.findings().always(token.span(), "'" + token + "' names no image: it is empty",
            empty.isEmpty() ? "write for example 'FROM debian:bookworm-slim', or 'FROM scratch'" : advice(empty));
        return Optional.empty();
      }
      try {
        var unused = ImageReference.parse(name);
      } catch (InvalidValueException refused) {
        section.findings().always(token.span(), String.valueOf(refused.getMessage()), stageAdvice(name));
        // what is wrong in the stage that was meant is told as well
        Optional.ofNullable(above.get(name.toLowerCase(Locale.ROOT))).ifPresent(meant -> section.needed().add(meant.index()));
        return Optional.empty();
      }
    }
    try {
      return Optional.of(new Base.Reference(word));
    } catch (InvalidValueException refused) {
      section.findings().always(token.span(), String.valueOf(refused.getMessage()), "");
      return Optional.empty();
    }
  }

  private String advice(String variables) {
    String similar = Suggestions.closest(variables, globals.names()).map(name -> " (or was '" + name + "' meant?)").orElse("");
    return "give the build argument " + variables + ", or a default by ARG before the first FROM" + similar;
  }

  private String stageAdvice(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return above.containsKey(lower)
        ? "FROM takes names of stages in small letters: write '" + lower + "'"
        : Suggestions.closest(lower, above.keySet()).map(close -> "did you mean the stage '" + close + "'?").orElse("");
  }

  private Word platform(Section section, Word word, Token value) {
    try {
      for (String text : globals.expand(word)) {
        if (text.isEmpty()) {
          section.findings().always(value.span(), "'" + value + "' names no platform: it is empty",
              "write for example 'linux/amd64', or leave --platform out");
          return Word.EMPTY;
        }
        var unused = Platform.parse(text);
      }
    } catch (InvalidValueException refused) {
      section.findings().always(value.span(), String.valueOf(refused.getMessage()), "");
      return Word.EMPTY;
    }
    return word;
  }

  /**
   * The base with what it makes this stage do first. Triggers that name stages of this file, which the model cannot say,
   * become instructions of the stage.
   */
  private Base inherit(Section section, Base base, List<Instruction> instructions) {
    if (!(base instanceof Stage parent)) {
      return base;
    }
    List<Instruction> triggers = Stage.from(parent).inheritedTriggers();
    List<Instruction> resolved = triggers.stream().map(trigger -> trigger.withSources(source -> resolved(section, source))).toList();
    resolved.forEach(section.variables()::apply);
    if (resolved.equals(triggers)) {
      return base;
    }
    instructions.addAll(resolved);
    return parent.withoutTriggers();
  }

  private Base resolved(Section section, Base source) {
    Optional<String> name = source instanceof Base.Reference reference ? reference.name().constant() : Optional.empty();
    boolean meant = name.isPresent()
        && (last.containsKey(name.get()) || NUMBER.matcher(name.get()).matches() || context(name.get()).isPresent());
    return meant
        ? find(section, new FindingPlace(section.findings(), section.from().rest().span()), name.get(), true).orElse(source)
        : source;
  }

  /** What a name behind {@code --from} means in a section. */
  private Optional<Base> find(Section section, SourceNames.Place place, String name, boolean numbers) {
    Section found = last.get(name.toLowerCase(Locale.ROOT));
    if (found == null && numbers && NUMBER.matcher(name).matches()) {
      int number = name.length() > 9 ? -1 : Integer.parseInt(name);
      if (number < 0 || number >= sections.size()) {
        place.always("there is no stage number " + name, "stages are numbered from 0 to " + (sections.size() - 1));
        return Optional.empty();
      }
      found = sections.get(number);
    }
    if (found != null) {
      return earlier(section, found, place, name);
    }
    return name.equals("scratch") ? Optional.of(Base.scratch()) : context(name).or(() -> otherImage(place, name));
  }

  private static Optional<Base> earlier(Section section, Section found, SourceNames.Place place, String name) {
    if (found.index() == section.index()) {
      place.always("the stage takes files from itself: '" + name + "'", "name an earlier stage");
      return Optional.empty();
    }
    if (found.index() > section.index()) {
      place.ifBuilt("the stage '" + name + "' is defined below, in line " + found.from().span().line(), "move it up, or rename it");
      return Optional.empty();
    }
    section.needed().add(found.index());
    return Optional.of(Sections.withoutName(found.value()));
  }

  private Optional<Base> otherImage(SourceNames.Place place, String name) {
    try {
      return Optional.of(new Base.Reference(Word.literal(name)));
    } catch (InvalidValueException refused) {
      String similar = Suggestions.closest(name.toLowerCase(Locale.ROOT), last.keySet())
          .map(close -> "did you mean the stage '" + close + "'?")
          .orElse("");
      place.always(String.valueOf(refused.getMessage()), similar);
      return Optional.empty();
    }
  }

  /** The context that goes before stages and images of a name, however the image's name is completed. */
  private Optional<Base> context(String name) {
    if (options.contexts().isEmpty() || name.equals("scratch") || name.equals("context")) {
      return Optional.empty();
    }
    try {
      String familiar = ImageReference.parse(name).familiar();
      String untagged = familiar.endsWith(":latest") ? familiar.substring(0, familiar.length() - ":latest".length()) : familiar;
      return Optional.ofNullable(options.contexts().get(untagged)).or(() -> Optional.ofNullable(options.contexts().get(name)));
    } catch (InvalidValueException noImage) {
      return Optional.ofNullable(options.contexts().get(name));
    }
  }
}
