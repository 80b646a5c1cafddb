package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.ContextException;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.Problem;
import dev.slipway.SourceText;
import dev.slipway.Span;
import dev.slipway.TextFile;
import dev.slipway.image.Image;
import dev.slipway.image.Instruction;
import dev.slipway.image.Word;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * A Dockerfile as a syntax tree: every character of the file in one of its {@linkplain #elements elements}, and
 * {@linkplain #problems what is wrong} with it. Immutable; equal by name and text.
 *
 * <p>Reading never fails for what a file says, so that editors and checks see malformed files too. Edits give a new
 * tree and keep every character that they do not touch.
 */
public final class Dockerfile {
  /** The largest file that is read, in bytes. */
  public static final int MAX_BYTES = 16 << 20;
  /** The longest line that is read without a problem, in bytes without the line feed: no builder reads a longer one. */
  public static final int MAX_LINE_BYTES = 65_535;
  /** The most instructions that are read. */
  public static final int MAX_STATEMENTS = 10_000;
  /** The most elements that are read: instructions, comments and stretches of blank lines. */
  public static final int MAX_ELEMENTS = 100_000;
  /** The most texts of several lines that are read. */
  public static final int MAX_HEREDOCS = 10_000;

  private final SourceText source;
  private final char escape;
  private final ImmutableList<Element> elements;
  private final ImmutableList<Statement> statements;
  private final ImmutableList<Problem> problems;

  Dockerfile(SourceText source, char escape, ImmutableList<Element> elements, ImmutableList<Problem> problems) {
    this.source = source;
    this.escape = escape;
    this.elements = elements;
    this.statements = elements.stream()
        .filter(Statement.class::isInstance)
        .map(Statement.class::cast)
        .collect(ImmutableList.toImmutableList());
    this.problems = problems;
  }

  /**
   * Reads a file; its name in messages is the path as it is given.
   *
   * @throws ContextException {@link ErrorCode#NOT_FOUND} or {@link ErrorCode#CONTEXT_UNREADABLE} if there is no such file
   *     or it cannot be read
   * @throws DocumentException {@link ErrorCode#MALFORMED_DOCUMENT} if it is not UTF-8; {@link ErrorCode#LIMIT_EXCEEDED}
   *     if it is larger than {@link #MAX_BYTES} or holds more than the limits above
   */
  public static Dockerfile read(Path file) {
    return parse(file.toString(), TextFile.read(file, "Dockerfile", MAX_BYTES).text());
  }

  /**
   * Reads a text. What is malformed is told by {@link #problems()}.
   *
   * @param name what the file is called in messages
   * @throws DocumentException {@link ErrorCode#LIMIT_EXCEEDED} if the text holds more than the limits above
   */
  public static Dockerfile parse(String name, String text) {
    if (text.length() > MAX_BYTES) {
      throw new DocumentException(ErrorCode.LIMIT_EXCEEDED,
          name + " has " + text.length() + " characters; at most " + MAX_BYTES + " are read");
    }
    return new DockerfileReader(SourceText.of(name, text), true, '\\').read();
  }

  /**
   * Reads instructions that are no file of their own, such as an {@code ONBUILD} trigger of a base image: as {@link
   * #parse}, but there are no directives, and the rules for whole files (something is there, a {@code FROM} comes first)
   * do not hold.
   */
  static Dockerfile parseFragment(String name, String text, char escape) {
    return new DockerfileReader(SourceText.of(name, text), false, escape).read();
  }

  /** What the file is called in messages. */
  public String name() {
    return source.name();
  }

  /** The characters of the file as they were read, byte order mark and line ends included. */
  public String text() {
    return source.text();
  }

  /** The text with its name, as messages about it need it. */
  public SourceText source() {
    return source;
  }

  /** All parts of the file in order. */
  public ImmutableList<Element> elements() {
    return elements;
  }

  /** The instructions in order. */
  public ImmutableList<Statement> statements() {
    return statements;
  }

  /** The directives at the top. */
  public ImmutableList<Directive> directives() {
    return elements.stream()
        .filter(Directive.class::isInstance)
        .map(Directive.class::cast)
        .collect(ImmutableList.toImmutableList());
  }

  /** The directive of a kind; the first of several. */
  public Optional<Directive> directive(Directive.Kind kind) {
    return directives().stream().filter(directive -> directive.kind() == kind).findFirst();
  }

  /**
   * The image of the frontend that {@code # syntax} asks for, which is never fetched here: the directive's value up to its
   * first blank.
   */
  public Optional<Token> syntax() {
    return directive(Directive.Kind.SYNTAX).map(Directive::value).map(value -> {
      int blank = value.text().indexOf(' ');
      return value.part(0, blank < 0 ? value.length() : blank);
    }).filter(image -> !image.isEmpty());
  }

  /** The character that continues lines and escapes others: a backslash or a backtick. */
  public char escape() {
    return escape;
  }

  /**
   * What is wrong with directives, lines, keywords, flags, and the number and form of arguments, in document order. What
   * arguments mean is not looked at.
   */
  public ImmutableList<Problem> problems() {
    return problems;
  }

  /**
   * The image that the file builds for this machine, with the defaults of its arguments.
   *
   * @throws DocumentException as {@link #image(ReadOptions)}
   */
  public Image image() {
    return image(ReadOptions.DEFAULT);
  }

  /**
   * The image that the file builds: equal to the one that the methods of {@link dev.slipway.image.Stage} make. Stages
   * that the target does not need are left out, and what builders do not look at in them is no problem. Variables stay
   * variables, so that the build must be given the same arguments.
   *
   * @throws DocumentException {@link ErrorCode#MALFORMED_DOCUMENT} with all that is wrong with the file, in its order
   */
  public Image image(ReadOptions options) {
    return StageReader.read(this, options);
  }

  /**
   * All that the file says, whatever is wrong with it: its stages with the model's instructions beside the statements that
   * they come from, those too that the target does not need, and the image if there is one.
   */
  public FileReading reading(ReadOptions options) {
    return StageReader.reading(this, options);
  }

  /**
   * What an argument stands for: quotes and escapes taken out, variables found.
   *
   * @param text an argument as it stands in the file
   * @return empty if it is malformed
   */
  public Optional<Word> word(String text) {
    return read(() -> DockerfileWords.read(text, escape).word());
  }

  /** What the text of a file that stands in the Dockerfile stands for: quotes stay, variables are found. */
  public Optional<Word> word(HeredocPart text) {
    return text.expanded() ? read(() -> DockerfileWords.readBody(text.content()).word()) : Optional.of(Word.literal(text.content()));
  }

  /**
   * The words that an argument is with the values of variables put in, as {@code EXPOSE} reads it: blanks in values
   * separate words, unless they are quoted.
   *
   * @return empty if the argument is malformed, or cannot be expanded with these values
   */
  public Optional<ImmutableList<String>> words(String text, Function<String, Optional<String>> values) {
    return read(() -> DockerfileWords.read(text, escape).split(values));
  }

  /** Reads words. */
  private interface Reading<T> {
    T read() throws WordFault;
  }

  private static <T> Optional<T> read(Reading<T> reading) {
    try {
      return Optional.of(reading.read());
    } catch (WordFault | InvalidValueException malformed) {
      return Optional.empty();
    }
  }

  /**
   * The file with other characters in one place.
   *
   * @param place a stretch of this file; may be empty, to insert
   */
  public Dockerfile replace(Span place, String text) {
    return new DockerfileEdit(this).replace(place, text);
  }

  /**
   * The file with another text for a statement. Lines may be separated by any line ends, the file's own are written; the
   * first line is indented as the old one was.
   *
   * @param text one or several instructions, in this file's escape character, with the texts that belong to them
   * @throws InvalidValueException if the statement is none of this file, or the text would reach beyond its end
   */
  public Dockerfile replace(Statement old, String text) {
    return new DockerfileEdit(this).replace(old, text);
  }

  /**
   * As {@link #replace(Statement, String)} with an instruction of the model.
   *
   * @throws DocumentException {@link ErrorCode#UNSUPPORTED} if no Dockerfile can say it
   */
  public Dockerfile replace(Statement old, Instruction with) {
    return new DockerfileEdit(this).replace(old, with);
  }

  /** The file with lines before an element. */
  public Dockerfile insertBefore(Element element, String text) {
    return new DockerfileEdit(this).insertBefore(element, text);
  }

  /** The file with lines behind an element. */
  public Dockerfile insertAfter(Element element, String text) {
    return new DockerfileEdit(this).insertAfter(element, text);
  }

  /** The file without an element. */
  public Dockerfile remove(Element element) {
    return new DockerfileEdit(this).remove(element);
  }

  /** The file with a flag of a statement set to a value: the first of that name gets it, or a new one before the others. */
  public Dockerfile withFlag(Statement statement, String name, String value) {
    return new DockerfileEdit(this).withFlag(statement, name, value);
  }

  /** The file without any flag of that name in a statement. */
  public Dockerfile withoutFlag(Statement statement, String name) {
    return new DockerfileEdit(this).withoutFlag(statement, name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dockerfile file && file.source.equals(source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  /** The characters of the file. */
  @Override
  public String toString() {
    return text();
  }
}
