package dev.slipway.dockerfile.check;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.slipway.InvalidValueException;
import dev.slipway.dockerfile.Comment;
import dev.slipway.dockerfile.Statement;
import dev.slipway.image.PatternText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a file, an instruction or a build asks of checks, such as {@code skip=StageNameCasing;error=true}.
 *
 * @param skipAll whether no rule is looked at, except experiments that are asked for
 * @param skipped ids of rules that are not looked at
 * @param everyExperiment whether all experimental rules are looked at
 * @param experiments ids of experimental rules that are looked at
 * @param strict whether findings fail the build
 */
record CheckSettings(boolean skipAll, ImmutableSet<String> skipped, boolean everyExperiment, ImmutableSet<String> experiments,
    boolean strict) {
  static final CheckSettings DEFAULT = new CheckSettings(false, ImmutableSet.of(), false, ImmutableSet.of(), false);

  /** Builders take no more parts; what follows belongs to the last. */
  private static final int MOST_PARTS = 3;
  private static final ImmutableSet<String> TRUE = ImmutableSet.of("1", "t", "T", "TRUE", "true", "True");
  private static final ImmutableSet<String> FALSE = ImmutableSet.of("0", "f", "F", "FALSE", "false", "False");
  private static final String EXAMPLE = "write for example 'skip=StageNameCasing,FromAsCasing;error=true'";

  /**
   * Reads what stands behind {@code check=}.
   *
   * @throws InvalidValueException if a part is none of {@code skip}, {@code error} and {@code experimental} with a value
   */
  static CheckSettings parse(String text) {
    CheckSettings settings = DEFAULT;
    String trimmed = PatternText.trim(text);
    if (trimmed.isEmpty()) {
      return settings;
    }
    for (String part : Splitter.on(';').limit(MOST_PARTS).split(trimmed)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw new InvalidValueException("'" + part + "' says nothing to checks; " + EXAMPLE);
      }
      settings = settings.with(PatternText.trim(part.substring(0, equals)), PatternText.trim(part.substring(equals + 1)));
    }
    return settings;
  }

  private CheckSettings with(String name, String value) {
    return switch (name) {
      case "skip" -> value.equals("all")
          ? new CheckSettings(true, skipped, everyExperiment, experiments, strict)
          : new CheckSettings(skipAll, ids(value), everyExperiment, experiments, strict);
      case "experimental" -> value.equals("all")
          ? new CheckSettings(skipAll, skipped, true, experiments, strict)
          : new CheckSettings(skipAll, skipped, everyExperiment, ids(value), strict);
      case "error" -> new CheckSettings(skipAll, skipped, everyExperiment, experiments, isTrue(value));
      default ->
        throw new InvalidValueException("'" + name + "' is no option of checks: these are skip, error and experimental; " + EXAMPLE);
    };
  }

  private static boolean isTrue(String value) {
    if (!TRUE.contains(value) && !FALSE.contains(value)) {
      throw new InvalidValueException("'error=" + value + "' is neither true nor false");
    }
    return TRUE.contains(value);
  }

  private static ImmutableSet<String> ids(String value) {
    List<String> ids = Splitter.on(',').splitToList(value);
    return ids.stream().map(PatternText::trim).collect(ImmutableSet.toImmutableSet());
  }

  /**
   * What the comments before an instruction ask for it alone: the first that is {@code check=…} up to its first blank.
   * What says nothing to checks counts for nothing there.
   */
  static Optional<CheckSettings> above(Statement statement) {
    for (Comment comment : statement.docComments()) {
      Optional<String> value = checkValue(comment.content());
      if (value.isPresent()) {
        try {
          return Optional.of(parse(value.get()));
        } catch (InvalidValueException malformed) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> checkValue(String content) {
    int equals = content.indexOf('=');
    if (equals < 0 || !PatternText.trim(content.substring(0, equals)).toLowerCase(Locale.ROOT).equals("check")) {
      return Optional.empty();
    }
    String value = PatternText.trim(content.substring(equals + 1));
    int blank = value.indexOf(' ');
    return Optional.of(blank < 0 ? value : value.substring(0, blank)).filter(text -> !text.isEmpty());
  }

  /** These and what is asked for one instruction. */
  CheckSettings and(CheckSettings more) {
    return new CheckSettings(skipAll || more.skipAll, Sets.union(skipped, more.skipped).immutableCopy(),
        everyExperiment || more.everyExperiment,
        Sets.union(experiments, more.experiments).immutableCopy(), strict);
  }

  /** Whether a rule is looked at. Experiments must be asked for, and are not skipped with all others. */
  boolean allow(Rule rule) {
    return rule.experimental() ? everyExperiment || experiments.contains(rule.id()) : !skipAll && !skipped.contains(rule.id());
  }
}
