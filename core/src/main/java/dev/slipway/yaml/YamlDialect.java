package dev.slipway.yaml;

/** The rules by which a program types plain scalars, and what else it takes and refuses. */
public enum YamlDialect {
  /**
   * As Compose reads its files, which is as go-yaml does: {@code 010} and {@code 0o10} are eight, {@code yes} is a string,
   * dates are dates. Merge keys are applied. Keys are strings; of local tags there are only {@code !reset} and {@code !override}.
   */
  COMPOSE(true, true),
  /** The core schema of YAML 1.2: {@code 010} is ten, {@code 0o10} eight, {@code yes} a string. There are no merge keys. */
  CORE_1_2(false, false),
  /**
   * YAML 1.1 as PyYAML reads it: {@code 010} is eight, {@code yes}, {@code on}, {@code no} and {@code off} are truth values,
   * {@code 22:22} is a number, dates are dates. Merge keys are applied.
   */
  YAML_1_1(true, false),
  /** The types of JSON, as written in JSON; every other plain scalar is a string, save that nothing is null. No merge keys. */
  JSON(false, false);

  private final boolean merges;
  private final boolean strict;

  YamlDialect(boolean merges, boolean strict) {
    this.merges = merges;
    this.strict = strict;
  }

  /** What a scalar without quotes and tag is. */
  public YamlScalar plain(String text) {
    return switch (this) {
      case COMPOSE -> GoScalars.resolve(text);
      case CORE_1_2 -> CoreScalars.resolve(text);
      case YAML_1_1 -> OldScalars.resolve(text);
      case JSON -> JsonScalars.resolve(text);
    };
  }

  /** Whether a plain {@code <<} as a key brings the entries of other mappings. */
  public boolean merges() {
    return merges;
  }

  /** Whether only strings can be keys. */
  boolean stringKeysOnly() {
    return strict;
  }

  /** Whether a local tag means something; dialects that do not know their readers take all. */
  boolean knows(String localTag) {
    return !strict || localTag.equals("!reset") || localTag.equals("!override");
  }

  /** Whether the tag that consists of nothing but the exclamation mark makes a string of a plain scalar. */
  boolean bareTagMakesString() {
    return !strict;
  }
}
