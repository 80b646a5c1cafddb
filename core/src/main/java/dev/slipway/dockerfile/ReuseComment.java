package dev.slipway.dockerfile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Reuse;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;

/**
 * The comment that tells when the result of a command is used again: the language has no words for it, so it stands in a
 * comment right above the command, and counts when the file is read here.
 */
final class ReuseComment {
  private static final String PREFIX = "reused by slipway: ";
  private static final String SECRET = "while the secret ";
  private static final Pattern RULE = Pattern
      .compile("never|within (?P<time>[A-Z0-9.]+)|" + SECRET + "(?P<secret>\"(?:[^\"\\\\]|\\\\.)*\") is the same");

  private ReuseComment() {}

  /** The lines to write above a command; empty for what needs none. */
  static String write(Reuse reuse) {
    ImmutableList.Builder<String> rules = ImmutableList.builder();
    if (reuse.never()) {
      rules.add("never");
    }
    reuse.expiry().ifPresent(time -> rules.add("within " + time));
    reuse.secrets().forEach(secret -> rules.add(SECRET + WordWriter.json(secret) + " is the same"));
    ImmutableList<String> written = rules.build();
    return written.isEmpty() ? "" : "# " + PREFIX + String.join(", ", written) + "\n";
  }

  /** What the comment right above a command says; by content alone if there is none of this form. */
  static Reuse of(Statement statement) {
    ImmutableList<Comment> comments = statement.docComments();
    String last = comments.isEmpty() ? "" : comments.get(comments.size() - 1).content();
    return last.startsWith(PREFIX) ? parse(last.substring(PREFIX.length())).orElse(Reuse.BY_CONTENT) : Reuse.BY_CONTENT;
  }

  private static Optional<Reuse> parse(String rules) {
    boolean never = false;
    Optional<Duration> expiry = Optional.empty();
    ImmutableSortedSet.Builder<String> secrets = ImmutableSortedSet.naturalOrder();
    Matcher rule = RULE.matcher(rules);
    int at = 0;
    try {
      while (rule.find(at) && rule.start() == at) {
        never |= rule.group().equals("never");
        if (rule.group("time") != null) {
          expiry = Optional.of(Duration.parse(rule.group("time")));
        } else if (rule.group("secret") != null) {
          secrets.add(secret(rule.group("secret")));
        }
        if (rule.end() == rules.length()) {
          return Optional.of(new Reuse(never, expiry, secrets.build()));
        }
        if (!rules.startsWith(", ", rule.end())) {
          break;
        }
        at = rule.end() + 2;
      }
    } catch (IOException | DateTimeException | InvalidValueException malformed) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static String secret(String json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      return parser.nextTextValue();
    }
  }
}
