package dev.slipway.compose.format;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;

/** A text that was made of a stretch of another one, and knows for each character where it stood there. */
final class PlacedText {
  private final String text;
  /** Where the text begins; what the places count from. */
  private final int base;
  /** The place of each character and of the end; empty if they follow each other. */
  private final int[] places;

  private PlacedText(String text, int base, int[] places) {
    this.text = text;
    this.base = base;
    this.places = places;
  }

  /** A stretch as it is. */
  static PlacedText of(String source, int start, int end) {
    return new PlacedText(source.substring(start, end), start, new int[0]);
  }

  /** Where the character with this index stood. */
  int place(int index) {
    return places.length == 0 ? base + index : places[index];
  }

  ImmutableList<TextProblem> placed(ImmutableList<TextProblem> problems) {
    return problems.stream().map(this::placed).collect(ImmutableList.toImmutableList());
  }

  private TextProblem placed(TextProblem problem) {
    return new TextProblem(place(problem.start()), place(problem.end()), problem.message(), problem.advice(), problem.warning());
  }

  @Override
  public String toString() {
    return text;
  }

  /** Puts such a text together. For one thread. */
  static final class Builder {
    private final StringBuilder text = new StringBuilder();
    private int[] places = new int[64];

    void append(char c, int place) {
      if (text.length() == places.length) {
        places = Arrays.copyOf(places, places.length * 2);
      }
      places[text.length()] = place;
      text.append(c);
    }

    PlacedText build(int end) {
      int[] all = Arrays.copyOf(places, text.length() + 1);
      all[text.length()] = end;
      return new PlacedText(text.toString(), 0, all);
    }
  }
}
