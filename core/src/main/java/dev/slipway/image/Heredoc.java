package dev.slipway.image;

import dev.slipway.InvalidValueException;

/**
 * Text written inside a Dockerfile: a script for {@code RUN}, or a small file for {@code COPY} and {@code ADD}.
 *
 * @param name the file's name, where the text becomes a file; the delimiter in the Dockerfile otherwise
 * @param content the text, each line ending with a newline
 * @param expanded whether variables in the text are replaced (by the builder for files, by the shell for scripts)
 */
public record Heredoc(String name, String content, boolean expanded) {
  /** Checks the name and completes the last line. */
  public Heredoc {
    if (name.isEmpty() || name.startsWith("-") || name.equals(".") || name.equals("..")
        || name.chars().anyMatch(c -> c <= ' ' || "/\\\"'$`<>|&;()#".indexOf(c) >= 0)) {
      throw new InvalidValueException(
          "'" + name
              + "' cannot name a text inside a Dockerfile: use one file name without blanks, slashes and quotes that does not begin with a hyphen, such as 'EOF'");
    }
    if (content.indexOf('\0') >= 0) {
      throw new InvalidValueException("the text '" + name + "' contains a NUL character; copy a file instead");
    }
    if (!content.isEmpty() && !content.endsWith("\n")) {
      content = content + "\n";
    }
  }

  /** A file with exactly this text (a newline is added to an unfinished last line). */
  public static Heredoc file(String name, String content) {
    return new Heredoc(name, content, false);
  }

  /** A script that the shell reads as it stands. */
  public static Heredoc script(String content) {
    return new Heredoc("EOF", content, false);
  }
}
