package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.Span;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.image.Image;
import java.util.Comparator;

/** A change that removes a finding and means nothing else. */
public sealed interface Edit {
  /** What the change does, for people, such as {@code write 'as' in capitals}. */
  String title();

  /**
   * A stretch of a file and what to write there.
   *
   * @param span the characters that go; may be empty, to insert
   * @param text what comes
   */
  record Replacement(Span span, String text) {}

  /**
   * A change of the Dockerfile's text.
   *
   * @param title what it does
   * @param replacements stretches that do not overlap, in the order of the file
   */
  record Text(String title, ImmutableList<Replacement> replacements) implements Edit {
    /** Checks that no stretches overlap. */
    public Text {
      replacements = ImmutableList.sortedCopyOf(Comparator.comparing(Replacement::span), replacements);
      for (int i = 1; i < replacements.size(); i++) {
        if (replacements.get(i).span().offset() < replacements.get(i - 1).span().endOffset()) {
          throw new InvalidValueException(
              "the replacements at " + replacements.get(i - 1).span() + " and " + replacements.get(i).span() + " overlap");
        }
      }
    }

    /** One replacement. */
    public static Text of(String title, Span span, String text) {
      return new Text(title, ImmutableList.of(new Replacement(span, text)));
    }

    /** The file with the change; every other character stays. */
    public Dockerfile applyTo(Dockerfile file) {
      Dockerfile changed = file;
      for (Replacement replacement : replacements.reverse()) {
        changed = changed.replace(replacement.span(), replacement.text());
      }
      return changed;
    }
  }

  /**
   * A change of the model.
   *
   * @param title what it does
   * @param image the image with the change
   */
  record Model(String title, Image image) implements Edit {}
}
