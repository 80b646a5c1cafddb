package dev.slipway.compose.load;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import dev.slipway.compose.tree.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** Whether two messages mean the same fault: both name the same things of the files. */
final class Reasons {
  private static final Splitter WORDS = Splitter.on(CharMatcher.whitespace().or(CharMatcher.anyOf("\"'`,:;()[]{}<>|=./")))
      .omitEmptyStrings();
  /** Words of messages that also stand in files, by chance. */
  private static final Set<String> CHATTER = Set.of("service", "services", "is", "a", "an", "in", "on", "to", "the", "of", "or", "and",
      "not", "no",
      "file", "project", "name", "must", "be", "by", "for", "set", "as", "with", "external", "default", "one", "env", "test", "invalid",
      "true", "false", "include", "line", "yml", "yaml", "compose", "at", "while", "when", "found", "from", "config", "value", "string",
      "type",
      "number", "undefined", "depends", "only", "use", "driver", "loader", "object", "defined", "top", "array", "more");

  /** Behind this theirs tells the way to a key, of which we tell the line. */
  private static final String KEY = "non-string key ";
  /** Theirs tells the reference to a file of which ours tells the copy. */
  private static final String COPY = "remote:";

  private Reasons() {}

  private static List<Integer> lines(String message) {
    List<String> words = WORDS.splitToList(message);
    return IntStream.range(1, words.size()).filter(i -> words.get(i - 1).equals("line")).mapToObj(i -> Integer.valueOf(words.get(i)))
        .toList();
  }

  /** The words of a message that stand in the files of the project. */
  static List<String> words(String message, String files) {
    Set<String> own = Set.copyOf(WORDS.splitToList(files));
    return WORDS.splitToStream(message).filter(word -> own.contains(word) && !CHATTER.contains(word.toLowerCase(Locale.ROOT)))
        .filter(word -> !CharMatcher.inRange('0', '9').matchesAllOf(word)).distinct().toList();
  }

  /** Whether one of our errors names all that theirs names; for what the grammar of YAML forbids, whether one stands in the line. */
  static boolean agree(String theirs, RecordedProject row, Loaded ours) {
    if (theirs.contains("yaml: while ")) {
      return ours.errors().stream().flatMap(error -> error.place().stream()).anyMatch(place -> lines(theirs).contains(place.span().line()));
    }
    List<String> wanted = theirs.startsWith(KEY)
        ? List.of(theirs.substring(theirs.lastIndexOf(' ') + 1))
        : words(theirs.replace(COPY, ""), row.text());
    return ours.errors().stream().map(Finding::toString).anyMatch(error -> WORDS.splitToList(error).containsAll(wanted));
  }
}
