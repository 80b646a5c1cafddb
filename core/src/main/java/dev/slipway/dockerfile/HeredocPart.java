package dev.slipway.dockerfile;

import com.google.re2j.Pattern;
import dev.slipway.SourceText;
import dev.slipway.Span;
import java.util.OptionalLong;

/** A text of several lines that an instruction announces by {@code <<NAME} and that follows the instruction's line. */
public final class HeredocPart {
  private static final Pattern LEADING_TABS = Pattern.compile("(?m)^\t+");

  private final SourceText source;
  private final HeredocWord word;
  private final int start;
  private final int end;
  private final boolean terminated;

  /**
   * A text.
   *
   * @param start where its first line begins
   * @param end where the line that ends it begins
   */
  HeredocPart(SourceText source, HeredocWord word, int start, int end, boolean terminated) {
    this.source = source;
    this.word = word;
    this.start = start;
    this.end = end;
    this.terminated = terminated;
  }

  /** The word that announces the text, such as {@code <<-'EOF'}. */
  public Token announcement() {
    return word.token();
  }

  /** The line that ends the text, without quotes and escapes; for {@code COPY} and {@code ADD} also the file's name. */
  public String delimiter() {
    return word.delimiter();
  }

  /**
   * Whether no quote stood in the delimiter, so that the builder expands variables in a text for {@code COPY} and
   * {@code ADD}. Shells, which read texts for {@code RUN} again, take a backslash for a quote too.
   */
  public boolean expanded() {
    return word.expanded();
  }

  /** Whether it is {@code <<-}: tabs at the beginning of lines do not count. */
  public boolean chomped() {
    return word.chomped();
  }

  /** The number of the file that a shell reads the text from, where one stands before {@code <<}. */
  public OptionalLong descriptor() {
    return word.descriptor();
  }

  /** The lines as they stand in the file, with their line breaks. */
  public String rawContent() {
    return source.text().substring(start, end);
  }

  /** The lines, without tabs at their beginning where {@linkplain #chomped these do not count}. */
  public String content() {
    String content = rawContent();
    return chomped() ? LEADING_TABS.matcher(content).replaceAll("") : content;
  }

  /** Where the lines stand. */
  public Span span() {
    return source.span(start, end);
  }

  /** Whether there is a line that ends the text; the file has a problem otherwise. */
  public boolean terminated() {
    return terminated;
  }
}
