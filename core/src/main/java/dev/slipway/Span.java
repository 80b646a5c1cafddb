package dev.slipway;

/**
 * A stretch of a document. Lines and columns count from one, columns count code points; offsets are UTF-16 indexes into
 * the text. Ends are exclusive: an empty stretch ends where it begins.
 *
 * @param line the line of the first character
 * @param column the column of the first character
 * @param endLine the line of the character behind the last
 * @param endColumn the column of the character behind the last
 * @param offset the index of the first character
 * @param endOffset the index behind the last character
 */
public record Span(int line, int column, int endLine, int endColumn, int offset, int endOffset) implements Comparable<Span> {
  /** Checks that the end is not before the beginning. */
  public Span {
    boolean counts = line >= 1 && column >= 1 && endColumn >= 1 && offset >= 0;
    if (!counts || endLine < line || endLine == line && endColumn < column || endOffset < offset) {
      throw new InvalidValueException(
          "'" + line + ":" + column + "-" + endLine + ":" + endColumn + "' (offsets " + offset + " to " + endOffset
              + ") is no stretch of a document: lines and columns count from one, and the end is not before the beginning");
    }
  }

  /** Whether no character is in it. */
  public boolean isEmpty() {
    return offset == endOffset;
  }

  /** Whether the other stretch lies wholly inside this one. */
  public boolean contains(Span other) {
    return offset <= other.offset && other.endOffset <= endOffset;
  }

  /** The order of documents: by beginning, then by end. */
  @Override
  public int compareTo(Span other) {
    int byStart = Integer.compare(offset, other.offset);
    return byStart == 0 ? Integer.compare(endOffset, other.endOffset) : byStart;
  }

  /** The beginning as compilers print it, such as {@code 3:7}. */
  @Override
  public String toString() {
    return line + ":" + column;
  }
}
