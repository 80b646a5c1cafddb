package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.slipway.SourceText;
import dev.slipway.Span;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An instruction in a file, with the lines that continue it and the texts that follow it.
 *
 * <p>As an {@link Element} it is all its lines, texts included. The instruction inside {@code ONBUILD} is a statement too;
 * its element's characters are the ones behind {@code ONBUILD}.
 */
public final class Statement extends Element {
  private final Parts parts;

  Statement(SourceText source, int start, int end, Parts parts) {
    super(source, start, end);
    this.parts = parts;
  }

  /**
   * What a statement consists of.
   *
   * @param emptyLines where stretches of empty lines begin and end, one behind the other
   */
  record Parts(Keyword keyword, Token keywordToken, ImmutableList<Flag> flags, Token rest, Arguments arguments,
      ImmutableList<HeredocPart> heredocs, Token line, ImmutableList<Comment> comments, ImmutableIntArray emptyLines,
      ImmutableList<Comment> docComments) {}

  /** Which instruction it is. */
  public Keyword keyword() {
    return parts.keyword;
  }

  /** The keyword as it is written. */
  public Token keywordToken() {
    return parts.keywordToken;
  }

  /** The flags in order; two hyphens that end them are none. */
  public ImmutableList<Flag> flags() {
    return parts.flags;
  }

  /** The flags with a name given without hyphens, in order. */
  public ImmutableList<Flag> flags(String name) {
    return parts.flags.stream().filter(flag -> flag.name().text().equals(name)).collect(ImmutableList.toImmutableList());
  }

  /** The flag with a name given without hyphens; the first of several. */
  public Optional<Flag> flag(String name) {
    return parts.flags.stream().filter(flag -> flag.name().text().equals(name)).findFirst();
  }

  /** All that stands behind keyword and flags, without white space at both ends. */
  public Token rest() {
    return parts.rest;
  }

  /** What stands behind keyword and flags, taken apart. */
  public Arguments arguments() {
    return parts.arguments;
  }

  /** The texts of several lines that follow, in the order of their announcements. */
  public ImmutableList<HeredocPart> heredocs() {
    return parts.heredocs;
  }

  /** The whole instruction in one line: continuations and comments taken out, blanks and flags kept. */
  public Token line() {
    return parts.line;
  }

  /** The comments within, between continued lines. */
  public ImmutableList<Comment> comments() {
    return parts.comments;
  }

  /** Where empty lines stand between continued ones, which builders step over but warn of. */
  public ImmutableList<Span> emptyLines() {
    return IntStream.range(0, parts.emptyLines.length() / 2)
        .mapToObj(i -> source().span(parts.emptyLines.get(2 * i), parts.emptyLines.get(2 * i + 1)))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * The comments that lead to the instruction: those since the last instruction or since the last comment without text;
   * blank lines between them do not count, and directives are none.
   */
  public ImmutableList<Comment> docComments() {
    return parts.docComments;
  }

  /**
   * What the comments before the instruction say of a stage or argument: the rest of the first comment that begins with
   * its name and a blank.
   */
  public Optional<String> description(String name) {
    return parts.docComments.stream()
        .map(Comment::content)
        .filter(content -> !name.isEmpty() && content.startsWith(name + " "))
        .map(content -> content.substring(name.length() + 1))
        .findFirst();
  }
}
