package dev.slipway.compose.format;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.InvalidValueException;
import dev.slipway.compose.format.DotEnvSource.Expanded;
import dev.slipway.compose.format.DotEnvSource.Fixed;
import dev.slipway.compose.format.DotEnvSource.Inherited;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An environment file: names with values, such as {@code .env} beside a compose file and the files of {@code env_file}.
 *
 * <p>In the usual format a statement is {@code NAME=value} or {@code NAME: value}, perhaps with {@code export} before it;
 * variables in values are replaced ({@link Template}) unless the value stands in single quotes; double quotes know escapes;
 * quoted values may have several lines; an unquoted value ends at {@code  #}. A name alone takes its value from around the
 * file. Two equal files have the same text and format.
 *
 * <p>Bounded: the values of a file have 16 million characters at most.
 */
public final class DotEnv {
  /** How an environment file is read. */
  public enum Format {
    /** With quotes, escapes and variables. */
    USUAL("", ".env"),
    /** As {@code docker run --env-file} reads it: everything behind the first {@code =} of a line is the value. */
    RAW("raw");

    private final ImmutableList<String> names;

    Format(String... names) {
      this.names = ImmutableList.copyOf(names);
    }

    /** The format that compose files call so in {@code env_file.format}; empty if there is none. */
    public static Optional<Format> named(String name) {
      return Arrays.stream(values()).filter(format -> format.names.contains(name)).findFirst();
    }
  }

  /**
   * A statement.
   *
   * @param name the variable
   * @param inherited whether it has no value of its own
   * @param start the index of its first character in the text
   * @param end the index behind its value
   */
  public record Entry(String name, boolean inherited, int start, int end) {}

  private static final int LONGEST = TemplateRun.LONGEST;
  private static final CharMatcher PLAIN = CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('A', 'Z'))
      .or(CharMatcher.inRange('0', '9')).or(CharMatcher.anyOf("_./:@%+,=-"));

  private final String text;
  private final Format format;
  private final ImmutableList<DotEnvEntry> entries;

  private DotEnv(String text, Format format, TextProblems problems) {
    this.text = text;
    this.format = format;
    this.entries = format == Format.RAW ? new RawEnvScan(text, problems).entries() : new DotEnvScan(text, problems).entries();
  }

  /** Reads a file in the usual format, without replacing anything. */
  public static Parsed<DotEnv> parse(String text) {
    return parse(text, Format.USUAL);
  }

  /** Reads a file, without replacing anything. */
  public static Parsed<DotEnv> parse(String text, Format format) {
    TextProblems problems = new TextProblems();
    DotEnv file = new DotEnv(text, format, problems);
    return problems.with(file);
  }

  /**
   * Reads a file and replaces its variables; gives all problems of both.
   *
   * @param before what files before this one defined: stays where this one defines nothing else
   * @param lookup the values from around the file, which variables have first
   * @return all names with their values, those of before first
   */
  public static Parsed<ImmutableMap<String, String>> parse(String text, Format format, Map<String, String> before,
      Function<? super String, Optional<String>> lookup) {
    TextProblems problems = new TextProblems();
    ImmutableMap<String, String> values = new DotEnv(text, format, problems).values(before, lookup, problems);
    return problems.with(values);
  }

  /** Reads a file with nothing before it and replaces its variables; gives all problems of both. */
  public static Parsed<ImmutableMap<String, String>> parse(String text, Function<? super String, Optional<String>> lookup, Format format) {
    return parse(text, format, ImmutableMap.of(), lookup);
  }

  /**
   * A file in the usual format with these values, one in a line.
   *
   * @throws InvalidValueException if a name cannot be written
   */
  public static DotEnv of(Map<String, String> values) {
    String text = values.entrySet().stream().map(entry -> line(entry.getKey(), entry.getValue()) + "\n").collect(Collectors.joining());
    return new DotEnv(text, Format.USUAL, new TextProblems());
  }

  /**
   * A line of a file in the usual format, without its break, that gives a name this value wherever it is read.
   *
   * @throws InvalidValueException if the name cannot be written
   */
  public static String line(String name, String value) {
    if (!isName(name)) {
      throw new InvalidValueException(Quoted.of(name) + " is no name for an environment file: write letters, digits and _ . - [ ], such as"
          + " POSTGRES_PASSWORD");
    }
    if (PLAIN.matchesAllOf(value)) {
      return name + "=" + value;
    }
    StringBuilder quoted = new StringBuilder(value.length() + 8);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\\', '"', '$' -> quoted.append('\\').append(c);
        default -> quoted.append(c);
      }
    }
    return name + "=\"" + quoted + "\"";
  }

  /** Whether it can stand as a name in a file of the usual format. */
  public static boolean isName(String name) {
    return !name.isEmpty() && name.codePoints().allMatch(DotEnvScan::isNamePart);
  }

  /** The statements in order; a name may come more than once. */
  public ImmutableList<Entry> entries() {
    return entries.stream().filter(entry -> !entry.name().isEmpty())
        .map(entry -> new Entry(entry.name(), entry.source() instanceof Inherited, entry.start(), entry.end()))
        .collect(ImmutableList.toImmutableList());
  }

  /** The values with variables replaced, with nothing before them. */
  public Parsed<ImmutableMap<String, String>> values(Function<? super String, Optional<String>> lookup) {
    return values(ImmutableMap.of(), lookup);
  }

  /**
   * The values with variables replaced. Variables have the value from around the file, otherwise what the file or one before
   * it defined last; a name without a value of its own is in the result only if there is one around the file, or before it.
   *
   * @param before what files before this one defined
   * @param lookup the values from around the file
   * @return all names with their values, those of before first
   */
  public Parsed<ImmutableMap<String, String>> values(Map<String, String> before, Function<? super String, Optional<String>> lookup) {
    TextProblems problems = new TextProblems();
    ImmutableMap<String, String> values = values(before, lookup, problems);
    return problems.with(values);
  }

  private ImmutableMap<String, String> values(Map<String, String> before, Function<? super String, Optional<String>> lookup,
      TextProblems problems) {
    Map<String, String> values = new LinkedHashMap<>(before);
    int room = LONGEST;
    for (DotEnvEntry entry : entries) {
      switch (entry.source()) {
        case Inherited inherited -> lookup.apply(entry.name()).ifPresent(value -> values.put(entry.name(), value));
        case Fixed fixed -> values.put(entry.name(), fixed.value());
        case Expanded expanded -> {
          Parsed<String> value = expanded.value(name -> first(lookup, values, name), room);
          problems.addAll(value.problems());
          values.put(entry.name(), value.value().orElse(""));
          // what is made counts, also where it is dropped
          room = Math.max(0, room - value.value().orElse("").length());
        }
      }
    }
    values.remove("");
    return ImmutableMap.copyOf(values);
  }

  private static Optional<String> first(Function<? super String, Optional<String>> lookup, Map<String, String> values, String name) {
    Optional<String> around = lookup.apply(name);
    return around.isPresent() ? around : Optional.ofNullable(values.get(name));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DotEnv file && file.text.equals(text) && file.format == format;
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The text of the file. */
  @Override
  public String toString() {
    return text;
  }
}
