package dev.slipway.dockerfile;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.image.ImagePath;
import dev.slipway.image.PathFilter;
import dev.slipway.image.PatternText;
import dev.slipway.image.TreePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A {@code .dockerignore}: the patterns of files that a build does not see, read and applied as Docker does.
 *
 * <p>One pattern a line. A line that starts with {@code #} in its first column is a comment; white space around a
 * pattern, a slash before it and a byte order mark count for nothing. What a pattern means is told at
 * {@link TreePattern}, how patterns work together at {@link PathFilter}. Two ignore files are equal if their patterns
 * are, whatever stands around these.
 */
public final class IgnoreFile {
  /** The name of the ignore file at the top of a context. */
  public static final String NAME = ".dockerignore";

  /** The longest text that is read, in characters. */
  public static final int MAX_LENGTH = 1 << 20;

  /** The most patterns that are read. */
  public static final int MAX_PATTERNS = 10_000;

  private static final IgnoreFile EMPTY = new IgnoreFile(PathFilter.NONE, ImmutableList.of());

  private final PathFilter filter;
  /** For each rule of the filter, where it stands. */
  private final ImmutableList<Line> lines;

  /**
   * A line of an ignore file.
   *
   * @param number counted from one
   * @param pattern the line's pattern, cleaned, with {@code !} in front where it takes back in
   */
  public record Line(int number, String pattern) {}

  /**
   * What an ignore file says about one path.
   *
   * @param ignored whether the path is left out
   * @param line what decided so; empty if no line had anything to change
   */
  public record Decision(boolean ignored, Optional<Line> line) {
    /** The decision for people, such as {@code ignored by line 3: target}. */
    @Override
    public String toString() {
      String what = ignored ? "ignored" : "taken";
      return line.map(by -> what + " by line " + by.number + ": " + by.pattern).orElse(what + ": no line matches");
    }
  }

  private IgnoreFile(PathFilter filter, ImmutableList<Line> lines) {
    this.filter = filter;
    this.lines = lines;
  }

  /** The ignore file that ignores nothing. */
  public static IgnoreFile empty() {
    return EMPTY;
  }

  /** As {@link #of(List)}. */
  public static IgnoreFile of(String... patterns) {
    return of(ImmutableList.copyOf(patterns));
  }

  /**
   * The ignore file with one pattern on each line. A pattern that starts with {@code #} is a pattern here.
   *
   * @throws InvalidValueException if a pattern is malformed, is only {@code !}, or has a line break
   */
  public static IgnoreFile of(List<String> patterns) {
    Reader reader = new Reader();
    for (String pattern : patterns) {
      if (pattern.indexOf('\n') >= 0) {
        throw new InvalidValueException(
            "pattern '" + pattern.replace("\n", "\\n") + "' has a line break, which an ignore file cannot hold; write '?' for it");
      }
      reader.add(pattern);
    }
    return reader.finish();
  }

  /** As {@link #parse(String, String)} for a file called {@value #NAME}. */
  public static IgnoreFile parse(String text) {
    return parse(NAME, text);
  }

  /**
   * Reads the text of an ignore file.
   *
   * @param name what the file is called in messages
   * @throws DocumentException {@link ErrorCode#MALFORMED_DOCUMENT} if a line is malformed, naming the line;
   *     {@link ErrorCode#LIMIT_EXCEEDED} if the text is longer than {@link #MAX_LENGTH}
   */
  public static IgnoreFile parse(String name, String text) {
    if (text.length() > MAX_LENGTH) {
      throw new DocumentException(
          ErrorCode.LIMIT_EXCEEDED,
          name + " has " + text.length() + " characters; at most " + MAX_LENGTH + " are read");
    }
    Reader reader = new Reader();
    String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
    for (String line : Splitter.on('\n').split(body)) {
      try {
        reader.addLine(line);
      } catch (InvalidValueException bad) {
        throw new DocumentException(ErrorCode.MALFORMED_DOCUMENT, name + ":" + reader.line + ": " + bad.getMessage(), bad);
      }
    }
    return reader.finish();
  }

  /**
   * The ignore file that holds for a Dockerfile: the one that bears its name with {@code .dockerignore} behind, else
   * the one at the top of the context, else an empty one. A file that is there wins, even if it says nothing.
   *
   * @param dockerfile the Dockerfile's name
   * @param lookUp gives the text of the file with a name, if there is one
   */
  public static IgnoreFile beside(String dockerfile, Function<String, Optional<String>> lookUp) {
    for (String name : ImmutableList.of(dockerfile + NAME, NAME)) {
      Optional<String> text = lookUp.apply(name);
      if (text.isPresent()) {
        return parse(name, text.get());
      }
    }
    return EMPTY;
  }

  /** Whether the path is left out. The root of the context never is. */
  public boolean ignores(ImagePath path) {
    return filter.excludes(path);
  }

  /** Whether the path is left out, and which line made it so. */
  public Decision decide(ImagePath path) {
    OptionalInt rule = filter.decidingRule(path);
    if (rule.isEmpty()) {
      return new Decision(false, Optional.empty());
    }
    int index = rule.getAsInt();
    return new Decision(!filter.rules().get(index).reincludes(), Optional.of(lines.get(index)));
  }

  /**
   * Whether something below an ignored directory may be taken back in; where not, a walk can leave the directory
   * unread. A directory that is ignored itself is still there if something below it is taken back in.
   */
  public boolean mayReincludeBelow(ImagePath directory) {
    return filter.mayReincludeBelow(directory);
  }

  /** The patterns as a filter, without line numbers. */
  public PathFilter filter() {
    return filter;
  }

  /** The lines that carry patterns, in order. */
  public ImmutableList<Line> lines() {
    return lines;
  }

  /** The text of an ignore file that reads equal to this one: the patterns, one a line. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (PathFilter.Rule rule : filter.rules()) {
      text.append(line(rule)).append('\n');
    }
    return text.toString();
  }

  /**
   * A line that reads as the rule. A slash in front, with or without a blank, is dropped when read and keeps apart what
   * would mean something else in the first columns; two behind with a blank between them keep blanks at the end, as patterns
   * are trimmed and cleaned twice.
   */
  private static String line(PathFilter.Rule rule) {
    for (String front : ImmutableList.of("", "/", "/ ")) {
      for (String back : ImmutableList.of("", "/ /")) {
        String line = front + rule + back;
        if (reads(line, rule)) {
          return line;
        }
      }
    }
    throw new IllegalStateException("no line reads as '" + rule + "'");
  }

  private static boolean reads(String line, PathFilter.Rule rule) {
    try {
      return parse(line).filter.rules().equals(ImmutableList.of(rule));
    } catch (DocumentException another) {
      return false;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IgnoreFile file && file.filter.equals(filter);
  }

  @Override
  public int hashCode() {
    return filter.hashCode();
  }

  /** The patterns, for people. */
  @Override
  public String toString() {
    return filter.toString();
  }

  private static final class Reader {
    private final List<PathFilter.Rule> rules = new ArrayList<>();
    private final ImmutableList.Builder<Line> lines = ImmutableList.builder();
    private int line;

    void addLine(String text) {
      if (text.startsWith("#")) {
        line++;
      } else {
        add(text);
      }
    }

    void add(String text) {
      line++;
      String trimmed = PatternText.trim(text);
      if (trimmed.isEmpty()) {
        return;
      }
      String pattern = normal(trimmed);
      // a filter of one finds out what is wrong with this very line
      for (PathFilter.Rule rule : PathFilter.of(pattern).rules()) {
        if (rules.size() == MAX_PATTERNS) {
          throw new InvalidValueException(
              "there are more than " + MAX_PATTERNS + " patterns, which is the most that is read; write wildcards");
        }
        rules.add(rule);
        lines.add(new Line(line, rule.toString()));
      }
    }

    IgnoreFile finish() {
      return new IgnoreFile(PathFilter.ofRules(rules), lines.build());
    }

    /** A pattern of an ignore file as a pattern of a filter: cleaned behind its {@code !}, relative to the context. */
    private static String normal(String text) {
      boolean reincludes = text.startsWith("!");
      String pattern = reincludes ? PatternText.trim(text.substring(1)) : text;
      if (!pattern.isEmpty()) {
        pattern = PatternText.clean(pattern);
        pattern = pattern.length() > 1 && pattern.startsWith("/") ? pattern.substring(1) : pattern;
      }
      return reincludes ? "!" + pattern : pattern;
    }
  }
}
