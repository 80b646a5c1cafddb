package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * An ordered list of {@link TreePattern}s that leaves files out, as {@code --exclude} and ignore files do: a pattern
 * excludes what it matches and everything below; one that starts with {@code !} takes back in; later ones win.
 *
 * <p>Decided from the top directory down, as Docker does it while it walks a tree: a pattern is looked at only where
 * it would change something, and what it matched at a directory holds for all below. So with {@code a}, {@code !a/b},
 * {@code a} the file {@code a/b} stays in: at {@code a} the third pattern had nothing to change, and {@code a/b} itself
 * it does not match.
 */
public final class PathFilter {
  /** The filter that excludes nothing. */
  public static final PathFilter NONE = new PathFilter(ImmutableList.of());

  /**
   * One pattern of a filter.
   *
   * @param pattern what is matched
   * @param reincludes whether matches are taken back in rather than excluded
   */
  public record Rule(TreePattern pattern, boolean reincludes) {
    /** The rule as it is written, with {@code !} in front where it takes back in. */
    @Override
    public String toString() {
      return (reincludes ? "!" : "") + pattern;
    }
  }

  private final ImmutableList<Rule> rules;

  private PathFilter(ImmutableList<Rule> rules) {
    this.rules = rules;
  }

  /**
   * The filter made of patterns as they are written, each trimmed and cleaned; empty ones are left out.
   *
   * @throws InvalidValueException if a pattern is malformed, or only {@code !}
   */
  public static PathFilter of(List<String> patterns) {
    ImmutableList.Builder<Rule> rules = ImmutableList.builder();
    for (String pattern : patterns) {
      String trimmed = PatternText.trim(pattern);
      if (!trimmed.isEmpty()) {
        rules.add(rule(PatternText.clean(trimmed)));
      }
    }
    return new PathFilter(rules.build());
  }

  /** As {@link #of(List)}. */
  public static PathFilter of(String... patterns) {
    return of(ImmutableList.copyOf(patterns));
  }

  /** The filter made of rules that others have, in this order. */
  public static PathFilter ofRules(List<Rule> rules) {
    return new PathFilter(ImmutableList.copyOf(rules));
  }

  private static Rule rule(String cleaned) {
    if (cleaned.equals("!")) {
      throw new InvalidValueException("pattern '!' takes nothing back in; write what, as in '!README.md'");
    }
    boolean reincludes = cleaned.startsWith("!");
    return new Rule(TreePattern.ofCleaned(reincludes ? cleaned.substring(1) : cleaned), reincludes);
  }

  /** The rules in order. */
  public ImmutableList<Rule> rules() {
    return rules;
  }

  /** Whether the path is left out. The root itself never is. */
  public boolean excludes(ImagePath path) {
    OptionalInt rule = decidingRule(path);
    return rule.isPresent() && !rules.get(rule.getAsInt()).reincludes();
  }

  /** The index of the rule that made the path excluded or taken back in; empty if none had anything to change. */
  public OptionalInt decidingRule(ImagePath path) {
    String text = path.relative();
    List<Candidate> candidates = new ArrayList<>();
    if (!path.isRoot()) {
      for (int i = 0; i < rules.size(); i++) {
        BitSet depths = rules.get(i).pattern().matchingDepths(text);
        if (!depths.isEmpty()) {
          candidates.add(new Candidate(i, rules.get(i).reincludes(), depths));
        }
      }
    }
    OptionalInt decided = OptionalInt.empty();
    if (!candidates.isEmpty()) {
      int levels = (int) text.chars().filter(c -> c == '/').count() + 1;
      for (int level = 0; level < levels; level++) {
        decided = decideLevel(candidates, level);
      }
    }
    return decided;
  }

  private static OptionalInt decideLevel(List<Candidate> candidates, int level) {
    boolean excluded = false;
    OptionalInt decided = OptionalInt.empty();
    for (Candidate candidate : candidates) {
      boolean hadEffectAbove = candidate.holds;
      if (!hadEffectAbove && candidate.reincludes == excluded) {
        candidate.holds = candidate.depths.get(level);
      }
      if (candidate.holds) {
        if (excluded == candidate.reincludes) {
          decided = OptionalInt.of(candidate.rule);
        }
        excluded = !candidate.reincludes;
      }
    }
    return decided;
  }

  /**
   * Whether something below an excluded directory may be taken back in. Where not, a walk can leave the directory
   * unread. Never false where a file would be taken back in.
   */
  public boolean mayReincludeBelow(ImagePath directory) {
    for (Rule rule : rules) {
      if (rule.reincludes() && rule.pattern().mayMatchBelow(directory.relative())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathFilter filter && filter.rules.equals(rules);
  }

  @Override
  public int hashCode() {
    return rules.hashCode();
  }

  @Override
  public String toString() {
    return rules.toString();
  }

  /** A rule that matches the path or a directory above it somewhere. */
  private static final class Candidate {
    final int rule;
    final boolean reincludes;
    final BitSet depths;
    /** Whether the rule matched, and was looked at, at this level or one above. */
    boolean holds;

    Candidate(int rule, boolean reincludes, BitSet depths) {
      this.rule = rule;
      this.reincludes = reincludes;
      this.depths = depths;
    }
  }
}
