package dev.slipway.dockerfile;

import dev.slipway.SourceText;

/**
 * A line at the top of a file that tells how the file is to be read, such as {@code # escape=`}.
 *
 * <p>Frontends other than this one may be asked for in files that are no Dockerfiles; what asks for them is a directive
 * too, and the file has a problem then.
 */
public final class Directive extends Element {
  private final Kind kind;
  private final Token value;

  Directive(SourceText source, int start, int end, Kind kind, Token value) {
    super(source, start, end);
    this.kind = kind;
    this.value = value;
  }

  /** What a directive is about. */
  public enum Kind {
    /** {@code # syntax=image}: the frontend that is to read the file. It is never fetched here. */
    SYNTAX,
    /** <code># escape=`</code>: the character that continues lines and escapes others. */
    ESCAPE,
    /** {@code # check=skip=…;error=true}: which checks are left out and whether findings are errors. */
    CHECK
  }

  /** What it is about. */
  public Kind kind() {
    return kind;
  }

  /** What stands behind the equals sign, without white space at both ends. */
  public Token value() {
    return value;
  }
}
