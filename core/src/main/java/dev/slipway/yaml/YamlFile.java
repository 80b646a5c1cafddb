package dev.slipway.yaml;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.ContextException;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.Problem;
import dev.slipway.SourceText;
import dev.slipway.TextFile;
import java.nio.file.Path;

/**
 * A text of YAML as a syntax tree: its documents with anchors, tags, styles, comments and places, and
 * {@linkplain #problems what is wrong} with it. Immutable; equal by name and text.
 *
 * <p>YAML 1.2.2 as snakeyaml-engine reads it. Reading never fails for what a text says, only for its size; edits give a new
 * tree and keep every character that they do not touch.
 */
public final class YamlFile {
  private final SourceText source;
  private final YamlLimits limits;
  private final ImmutableList<YamlNode> documents;
  private final ImmutableList<YamlComment> comments;
  private final ImmutableList<Problem> problems;

  private YamlFile(SourceText source, YamlLimits limits) {
    if (source.text().length() > limits.characters()) {
      throw new DocumentException(ErrorCode.LIMIT_EXCEEDED,
          source.name() + " has more than " + limits.characters() + " characters, which is the most that is read");
    }
    YamlProblems found = new YamlProblems(source);
    TreeReader.Tree tree = new TreeReader(source, limits, found).read();
    this.source = source;
    this.limits = limits;
    this.documents = tree.documents();
    this.comments = tree.comments();
    this.problems = found.inOrder();
  }

  /**
   * Reads a file, within the {@linkplain YamlLimits#STANDARD usual limits}.
   *
   * @throws DocumentException {@link ErrorCode#LIMIT_EXCEEDED} or, if it is not UTF-8, {@link ErrorCode#MALFORMED_DOCUMENT}
   * @throws ContextException if there is no such file, or it cannot be read
   */
  public static YamlFile read(Path file) {
    return read(file, YamlLimits.STANDARD);
  }

  /** As {@link #read(Path)}, within other limits; a file has at most three bytes for each character. */
  public static YamlFile read(Path file, YamlLimits limits) {
    int bytes = (int) Math.min(Integer.MAX_VALUE - 16, limits.characters() * 3L);
    return parse(TextFile.read(file, "YAML file", bytes), limits);
  }

  /**
   * Reads a text, within the {@linkplain YamlLimits#STANDARD usual limits}. What is malformed is told by {@link #problems()}.
   *
   * @param name what the text is called in messages
   * @throws DocumentException {@link ErrorCode#LIMIT_EXCEEDED} if it is too long
   */
  public static YamlFile parse(String name, String text) {
    return parse(SourceText.of(name, text), YamlLimits.STANDARD);
  }

  /** As {@link #parse(String, String)}, within other limits. */
  public static YamlFile parse(String name, String text, YamlLimits limits) {
    return parse(SourceText.of(name, text), limits);
  }

  /** As {@link #parse(String, String, YamlLimits)}, of a text with a name. */
  public static YamlFile parse(SourceText source, YamlLimits limits) {
    return new YamlFile(source, limits);
  }

  /** Its text with its name. */
  public SourceText source() {
    return source;
  }

  /** All characters, as they were read. */
  public String text() {
    return source.text();
  }

  /** The limits within which it was read, and its edits are. */
  public YamlLimits limits() {
    return limits;
  }

  /** The documents that are whole, in order; none for a text of blanks and comments. */
  public ImmutableList<YamlNode> documents() {
    return documents;
  }

  /** All comments, in order. */
  public ImmutableList<YamlComment> comments() {
    return comments;
  }

  /**
   * Its comments and empty lines by the path of what they are about, for {@link YamlWriting#withRemarks}; those at the end of
   * a document are about nothing.
   */
  public ImmutableMap<YamlPath, YamlRemark> remarks() {
    return RemarkReader.of(this);
  }

  /** What is wrong by the grammar, in the order of the text: nothing can be read behind a mistake of it. */
  public ImmutableList<Problem> problems() {
    return problems;
  }

  /**
   * The values of its documents by the rules of a dialect: aliases followed, merge keys applied, scalars typed. All that is
   * wrong is told, with what the grammar forbids first found by {@link #problems()}.
   */
  public YamlReading values(YamlDialect dialect) {
    YamlProblems found = new YamlProblems(source);
    found.addAll(problems);
    ImmutableList.Builder<YamlValue> values = ImmutableList.builderWithExpectedSize(documents.size());
    for (YamlNode document : documents) {
      values.add(new ValueReader(source, dialect, limits, found).read(document));
    }
    return new YamlReading(source, values.build(), found.inOrder());
  }

  /**
   * The same text with another value at a path. An anchor stays where it is, so that its aliases mean the new value; a
   * comment in the line of the key stays as well.
   *
   * @throws InvalidValueException if there is no such value, if it stands in what an alias brings, or if the file cannot be read
   */
  public YamlFile replace(YamlPath path, YamlValue value) {
    return YamlEdit.replace(this, path, value);
  }

  /**
   * The same text with a value more: behind all others for a key that is not yet there, before the item that now has the
   * index, or behind all. Nothing, an empty mapping and an empty list become what the path asks for.
   *
   * @throws InvalidValueException if the key is there, if there are fewer items, if what it is added to is no such
   *     collection, or if the file cannot be read
   */
  public YamlFile add(YamlPath path, YamlValue value) {
    return YamlEdit.add(this, path, value);
  }

  /**
   * The same text without an entry or an item, and without the comment beside it. A collection that had no other becomes an
   * empty one.
   *
   * @throws InvalidValueException if there is no such value, if it stands in what an alias brings, or if the file cannot be read
   */
  public YamlFile remove(YamlPath path) {
    return YamlEdit.remove(this, path);
  }

  /**
   * The same text with another name for a key.
   *
   * @throws InvalidValueException if there is no such key, if the name is taken, or if the file cannot be read
   */
  public YamlFile rename(YamlPath key, String name) {
    return YamlEdit.rename(this, key, name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof YamlFile file && file.source.equals(source) && file.limits.equals(limits);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  /** Its name. */
  @Override
  public String toString() {
    return source.name();
  }
}
