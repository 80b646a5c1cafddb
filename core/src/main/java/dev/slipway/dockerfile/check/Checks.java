package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.Problem;
import dev.slipway.Span;
import dev.slipway.dockerfile.Directive;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.dockerfile.FileReading;
import dev.slipway.dockerfile.Statement;
import dev.slipway.image.Image;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks Dockerfiles and images by all {@link Rules}.
 *
 * <p>A line {@code # check=skip=A,B;error=true;experimental=X} at the top of a file holds for all of it ({@code all} stands
 * for every rule); a comment {@code # check=skip=A} directly above an instruction holds for what is found in that
 * instruction, whatever the rule: BuildKit looks at such comments for some of its rules only.
 */
public final class Checks {
  private Checks() {}

  /** What is found in a file of which nothing is known besides. */
  public static Findings of(Dockerfile file) {
    return of(file, CheckOptions.DEFAULT);
  }

  /** What is found in a file. Never fails for what the file says. */
  public static Findings of(Dockerfile file, CheckOptions options) {
    FileReading reading = file.reading(options.read());
    List<Problem> problems = new ArrayList<>(reading.problems());
    CheckSettings settings = settings(file, options, problems);
    Subject subject = new Subject(Optional.of(file), reading.stages(), reading.image(), options);
    Skips skips = new Skips(file, settings);
    ImmutableList<Finding> found = found(subject).stream().filter(skips::allow).collect(ImmutableList.toImmutableList());
    return new Findings(Optional.of(file.source()), found, ImmutableList.sortedCopyOf(Problem.DOCUMENT_ORDER, problems), settings.strict());
  }

  /** What is found in an image that was made in code: by the rules that look at the model. */
  public static Findings of(Image image, CheckOptions options) {
    CheckSettings settings = CheckSettings.parse(options.read().arguments().getOrDefault(CheckOptions.CHECK_ARGUMENT, ""));
    Subject subject = new Subject(Optional.empty(), ImmutableList.of(), Optional.of(image), options);
    ImmutableList<Finding> found = found(subject).stream().filter(finding -> settings.allow(finding.rule()))
        .collect(ImmutableList.toImmutableList());
    return new Findings(Optional.empty(), found, ImmutableList.of(), settings.strict());
  }

  private static List<Finding> found(Subject subject) {
    List<Finding> found = new ArrayList<>();
    Rules.sets().forEach(set -> set.check(subject, found::add));
    String name = subject.file().map(Dockerfile::name).orElse("");
    // sorting keeps the order of rules within one place
    return found.stream().distinct()
        .sorted(Comparator
            .comparingInt(
                (Finding finding) -> finding.place().file().equals(name) ? finding.place().span().map(Span::offset).orElse(-1) : -1))
        .toList();
  }

  private static CheckSettings settings(Dockerfile file, CheckOptions options, List<Problem> problems) {
    Optional<String> given = Optional.ofNullable(options.read().arguments().get(CheckOptions.CHECK_ARGUMENT));
    Optional<Directive> directive = file.directive(Directive.Kind.CHECK);
    try {
      return CheckSettings.parse(given.orElseGet(() -> directive.map(found -> found.value().text()).orElse("")));
    } catch (InvalidValueException malformed) {
      String message = String.valueOf(malformed.getMessage());
      problems.add(given.isPresent() || directive.isEmpty()
          ? Problem.of(file.name(), "build argument " + CheckOptions.CHECK_ARGUMENT + ": " + message)
          : Problem.at(file.name(), directive.get().value().span(), message));
      return CheckSettings.DEFAULT;
    }
  }

  /** What a file and the comments above its instructions do not want to hear. */
  private static final class Skips {
    private final String name;
    private final CheckSettings settings;
    private final TreeMap<Integer, Statement> statements = new TreeMap<>();
    private final Map<Statement, CheckSettings> merged = new ConcurrentHashMap<>();

    Skips(Dockerfile file, CheckSettings settings) {
      this.name = file.name();
      this.settings = settings;
      file.statements().forEach(statement -> statements.put(statement.span().offset(), statement));
    }

    boolean allow(Finding finding) {
      Optional<Statement> statement = finding.place().file().equals(name) ? finding.place().span().flatMap(this::around) : Optional.empty();
      return statement.map(this::settings).orElse(settings).allow(finding.rule());
    }

    private CheckSettings settings(Statement statement) {
      return merged.computeIfAbsent(statement, found -> CheckSettings.above(found).map(settings::and).orElse(settings));
    }

    private Optional<Statement> around(Span span) {
      return Optional.ofNullable(statements.floorEntry(span.offset())).map(Map.Entry::getValue)
          .filter(statement -> statement.span().contains(span));
    }
  }
}
