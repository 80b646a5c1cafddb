package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Heredoc;
import dev.slipway.image.Word;
import java.util.List;
import java.util.Set;

/** One instruction while it is written: what its line and the texts below it may hold, and how what cannot be written is told. */
final class InstructionText {
  private final Set<DockerfileFeature> features;
  private final WordWriter words;
  /** Where the instruction stands, for messages. */
  private final String place;
  private final StringBuilder bodies = new StringBuilder();

  InstructionText(Set<DockerfileFeature> features, String place) {
    this.features = features;
    this.words = new WordWriter(features);
    this.place = place;
  }

  /** Notes what the builder must know of. */
  void needs(DockerfileFeature feature) {
    features.add(feature);
  }

  WordWriter words() {
    return words;
  }

  /** Adds a text of several lines, which follows the instruction's line. */
  void add(String delimiter, Heredoc text) {
    bodies.append(HeredocText.body(delimiter, text));
  }

  /** Adds those of an instruction inside this one. */
  void add(InstructionText inner) {
    bodies.append(inner.bodies);
  }

  /** All texts of several lines so far. */
  String bodies() {
    return bodies.toString();
  }

  /** Arguments that a blank separates whatever is quoted, so that those with blanks need the form of a JSON array. */
  String list(String keyword, String flags, ImmutableList<Word> arguments) {
    return list(keyword, flags, arguments.stream().map(words::bare).toList());
  }

  /** As {@link #list(String, String, ImmutableList)}, for arguments with quotes and escapes. */
  String list(String keyword, String flags, List<String> written) {
    return oneLine(keyword + flags + " " + (needsJson(written) ? WordWriter.json(written) : String.join(" ", written)));
  }

  /** Whether arguments can only be written as a JSON array. */
  static boolean needsJson(List<String> arguments) {
    return arguments.get(0).startsWith("[")
        || arguments.get(0).startsWith("--")
        || arguments.stream().anyMatch(WordWriter::hasSpace)
        || arguments.stream().anyMatch(argument -> !ShellLine.of(argument).announcements().isEmpty());
  }

  /** The same text, unless it has a line break. */
  String oneLine(String text) {
    if (text.indexOf('\n') >= 0) {
      throw impossible("'" + abbreviated(text).replace("\n", "\\n")
          + "' has a line break, which this instruction cannot hold; write the value into a file");
    }
    return text;
  }

  /** What says that an instruction cannot be written, and why. */
  DocumentException impossible(String what) {
    return new DocumentException(ErrorCode.UNSUPPORTED, place + ": " + what);
  }

  static String abbreviated(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
