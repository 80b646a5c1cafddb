package dev.slipway.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.base.CharMatcher;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Bounded reading of the bodies of answers. No message says what stood there, as it may be a secret. */
final class Answers {
  /** What is read of an error's body, in bytes. */
  private static final int MAX_ERROR = 64 << 10;
  private static final int MAX_SHOWN = 300;
  private static final int MAX_DEPTH = 64;

  private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build()).build();

  private Answers() {}

  /** All bytes; empty if there are more than the limit. */
  static Optional<byte[]> bytes(Reply reply, int limit) throws IOException {
    InputStream body = reply.body();
    byte[] bytes = body.readNBytes(limit + 1);
    return bytes.length > limit ? Optional.empty() : Optional.of(bytes);
  }

  /** A JSON document; empty if it is none. */
  static Optional<JsonNode> json(byte[] bytes) {
    try {
      JsonNode node = JSON.readTree(bytes);
      return Optional.ofNullable(node).filter(read -> !read.isMissingNode());
    } catch (IOException malformed) {
      return Optional.empty();
    }
  }

  /** What an error's body says, in the form that the distribution specification gives it: codes and messages, shortened. */
  static String problem(Reply reply) {
    StringBuilder text = new StringBuilder();
    try {
      Optional<JsonNode> body = bytes(reply, MAX_ERROR).flatMap(Answers::json);
      body.ifPresent(json -> json.path("errors").forEach(error -> {
        text.append(text.isEmpty() ? ": " : "; ").append(error.path("code").asText(""));
        String message = error.path("message").asText("");
        text.append(message.isEmpty() ? "" : " (" + message + ")");
      }));
    } catch (IOException unreadable) {
      // the status says enough
    }
    return shown(text.toString());
  }

  /** Whether the error's body names one of the codes. The body is used up. */
  static boolean names(Reply reply, String... codes) {
    String problem = problem(reply);
    for (String code : codes) {
      if (problem.contains(code)) {
        return true;
      }
    }
    return false;
  }

  private static String shown(String text) {
    String plain = CharMatcher.javaIsoControl().or(CharMatcher.inRange('\u202a', '\u202e')).replaceFrom(text, ' ');
    return plain.length() <= MAX_SHOWN ? plain : plain.substring(0, MAX_SHOWN) + "…";
  }
}
