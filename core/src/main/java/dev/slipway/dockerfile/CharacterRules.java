package dev.slipway.dockerfile;

import dev.slipway.SourceText;

/** Says which lines are too long for builders, and which characters no Dockerfile can have. */
final class CharacterRules {
  private final SourceText source;
  private final String text;
  private final Problems problems;

  CharacterRules(SourceText source, Problems problems) {
    this.source = source;
    this.text = source.text();
    this.problems = problems;
  }

  void check() {
    checkLengths();
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      problems.add(
          source.span(nul, nul + 1),
          "the file has a NUL character, which no argument, path or variable can hold",
          "remove it; if the file is full of them, save it as UTF-8");
    }
    checkSurrogates();
  }

  private void checkLengths() {
    LineScan lines = new LineScan(text);
    int next;
    for (int at = 0; at < text.length(); at = next) {
      next = lines.next(at);
      int end = next > at && text.charAt(next - 1) == '\n' ? next - 1 : next;
      // no character has more than three bytes for each of its UTF-16 units
      if (end - at > Dockerfile.MAX_LINE_BYTES / 3 && bytes(at, end) > Dockerfile.MAX_LINE_BYTES) {
        problems.add(
            source.span(at, end),
            "the line has more than " + Dockerfile.MAX_LINE_BYTES + " bytes, which no builder reads",
            "break it with the escape character at line ends, or copy a file");
      }
    }
  }

  private long bytes(int start, int end) {
    long bytes = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      // both halves of a pair count two
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  private void checkSurrogates() {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else {
        problems.add(source.span(i, i + 1), "half a character stands here (" + Problems.number(c) + "), which UTF-8 cannot hold",
            "remove it");
        return;
      }
    }
  }
}
