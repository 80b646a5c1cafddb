package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Glob.Literal;
import dev.slipway.image.Glob.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path with wildcards, as a source of {@code COPY} and {@code ADD} may be written: the pattern language of Go's
 * {@code path/filepath.Match} on Linux.
 *
 * <p>{@code *} stands for any number of characters and {@code ?} for one, neither for a slash; {@code [a-z]} stands for
 * one character of a range and {@code [^a-z]} for one outside; a backslash takes the next character as it is. A name's
 * bytes that are not UTF-8 count as one character each. Matching takes time proportional to the pattern times the path.
 *
 * <p>One difference to Go: there a star may end in the middle of a character's bytes (so {@code *??} matches one
 * three-byte character); here it ends between characters.
 */
public final class PathPattern {
  private final String text;
  private final Glob glob;
  private final ImmutableList<Element> elements;

  private PathPattern(String text, Glob glob) {
    this.text = text;
    this.glob = glob;
    this.elements = split(glob.tokens());
  }

  /**
   * Reads a pattern.
   *
   * @throws InvalidValueException if a class is not closed or misses a character, the pattern ends with a lone
   *     backslash, has a NUL or is longer than 4,096 characters
   */
  public static PathPattern compile(String pattern) {
    GlobSyntax syntax = new GlobSyntax(pattern);
    List<Token> tokens = new ArrayList<>();
    while (!syntax.atEnd()) {
      tokens.add(syntax.next());
    }
    return new PathPattern(pattern, new Glob(tokens, false));
  }

  /** Whether the pattern has an unescaped {@code *}, {@code ?} or {@code [}. */
  public boolean hasWildcards() {
    return !glob.isLiteral();
  }

  /** The one path that a pattern without wildcards stands for, escapes resolved. */
  public Optional<String> literal() {
    return glob.isLiteral() ? Optional.of(glob.prefix()) : Optional.empty();
  }

  /** Whether the whole path matches. Neither side is cleaned: a pattern that starts with a slash wants one. */
  public boolean matches(String path) {
    return glob.matches(path);
  }

  /** Whether something below a directory could match; where not, a walk need not enter it. */
  public boolean mayMatchBelow(String directory) {
    return directory.isEmpty() || glob.mayMatchAfter(directory + "/");
  }

  /**
   * The pattern's elements between its slashes, for walking a tree; empty elements are left out.
   *
   * <p>Taken element by element a class such as {@code [^a]} cannot stand for a slash, which it can in
   * {@link #matches}.
   */
  public ImmutableList<Element> elements() {
    return elements;
  }

  private static ImmutableList<Element> split(List<Token> tokens) {
    ImmutableList.Builder<Element> elements = ImmutableList.builder();
    List<Token> element = new ArrayList<>();
    for (Token token : tokens) {
      if (token.equals(new Literal('/'))) {
        if (!element.isEmpty()) {
          elements.add(new Element(new Glob(element, false)));
        }
        element = new ArrayList<>();
      } else {
        element.add(token);
      }
    }
    return element.isEmpty() ? elements.build() : elements.add(new Element(new Glob(element, false))).build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathPattern pattern && pattern.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The pattern as it was written. */
  @Override
  public String toString() {
    return text;
  }

  /** The part of a pattern that stands for one name. */
  public static final class Element {
    private final Glob glob;

    private Element(Glob glob) {
      this.glob = glob;
    }

    /** Whether the element matches a file's name. */
    public boolean matchesName(String name) {
      return glob.matches(name);
    }

    /** The one name that an element without wildcards stands for, escapes resolved; then no listing is needed. */
    public Optional<String> literal() {
      return glob.isLiteral() ? Optional.of(glob.prefix()) : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Element element && element.glob.equals(glob);
    }

    @Override
    public int hashCode() {
      return glob.hashCode();
    }
  }
}
