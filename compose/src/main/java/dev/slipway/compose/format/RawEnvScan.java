package dev.slipway.compose.format;

import com.google.common.collect.ImmutableList;
import dev.slipway.compose.format.DotEnvSource.Fixed;
import dev.slipway.compose.format.DotEnvSource.Inherited;

/** Finds the statements of an environment file in the raw format: a line each, the value as it is. */
final class RawEnvScan {
  private final String text;
  private final TextProblems problems;
  private final ImmutableList.Builder<DotEnvEntry> entries = ImmutableList.builder();

  RawEnvScan(String text, TextProblems problems) {
    this.text = text;
    this.problems = problems;
  }

  ImmutableList<DotEnvEntry> entries() {
    int start = text.startsWith("\uFEFF") ? 1 : 0;
    while (start < text.length()) {
      int feed = text.indexOf('\n', start);
      int next = feed < 0 ? text.length() : feed;
      line(start, next > start && text.charAt(next - 1) == '\r' ? next - 1 : next);
      start = next + 1;
    }
    return entries.build();
  }

  private void line(int lineStart, int end) {
    int start = lineStart;
    while (start < end && GoText.isSpace(text.charAt(start))) {
      start++;
    }
    if (start == end || text.charAt(start) == '#') {
      return;
    }
    int nameEnd = start;
    while (nameEnd < end && text.charAt(nameEnd) != '=') {
      nameEnd++;
    }
    boolean alone = nameEnd == end;
    String name = text.substring(start, nameEnd);
    if (name.isEmpty()) {
      problems.error(start, end, "no name stands before '=' in " + Quoted.of(text, start, end), "write NAME=value");
    } else if (name.indexOf(' ') >= 0 || name.indexOf('\t') >= 0) {
      problems.error(start, nameEnd, "the name " + Quoted.of(name) + " has a blank in it",
          "write NAME=value without blanks before the sign");
    } else if (alone) {
      entries.add(new DotEnvEntry(name, start, end, new Inherited()));
    } else {
      entries.add(new DotEnvEntry(name, start, end, new Fixed(text.substring(nameEnd + 1, end))));
    }
  }
}
