package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** What stands behind an instruction's keyword and flags, taken apart as far as the instruction's own grammar goes. */
public sealed interface Arguments {
  /** Nothing. */
  record None() implements Arguments {}

  /**
   * A JSON array of strings: what {@code RUN CMD ENTRYPOINT SHELL ADD COPY VOLUME} and {@code HEALTHCHECK CMD} take
   * where they find one. What begins with a bracket and is no JSON is a {@link Line} or {@link Words}.
   *
   * @param token the array
   * @param strings the strings in it
   */
  record Json(Token token, ImmutableList<JsonString> strings) implements Arguments {
    /** The strings without quotes and escapes. */
    public ImmutableList<String> values() {
      return strings.stream().map(JsonString::value).collect(ImmutableList.toImmutableList());
    }
  }

  /**
   * A string in a JSON array.
   *
   * @param token the string with its quotes
   * @param value what it stands for
   */
  record JsonString(Token token, String value) {}

  /**
   * One text with all its blanks: a line for the shell ({@code RUN CMD ENTRYPOINT} and {@code HEALTHCHECK CMD}), or what
   * {@code USER WORKDIR STOPSIGNAL MAINTAINER} take. {@code SHELL} has it too where it should have an array.
   *
   * @param token the text, without white space at both ends
   */
  record Line(Token token) implements Arguments {}

  /**
   * What stands between blanks, whatever is quoted: {@code FROM EXPOSE ADD COPY VOLUME}.
   *
   * @param words at least one, with quotes and escapes
   */
  record Words(ImmutableList<Token> words) implements Arguments {}

  /**
   * Names with values: {@code ENV LABEL ARG}.
   *
   * @param list at least one
   * @param legacy whether it is {@code ENV name value} or {@code LABEL name value}, where a blank stands for the equals
   *     sign and the value is the rest of the line
   */
  record Assignments(ImmutableList<Assignment> list, boolean legacy) implements Arguments {}

  /**
   * A name with a value.
   *
   * @param name what stands before the first equals sign, with quotes and escapes
   * @param value what stands behind it, with quotes and escapes; always there with {@code ENV} and {@code LABEL}
   */
  record Assignment(Token name, Optional<Token> value) {}

  /**
   * What {@code HEALTHCHECK} takes.
   *
   * @param type the first word, in any case: {@code CMD} or {@code NONE}
   * @param command the rest: {@link Json}, {@link Line} or {@link None}
   */
  record Probe(Token type, Arguments command) implements Arguments {}

  /**
   * What {@code ONBUILD} takes: another instruction. Its heredocs are also those of the {@code ONBUILD} around it.
   *
   * @param statement the instruction behind the keyword
   */
  record Trigger(Statement statement) implements Arguments {}
}
