package dev.slipway.dockerfile;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.collect.ImmutableList;
import dev.slipway.dockerfile.Arguments.Json;
import dev.slipway.dockerfile.Arguments.JsonString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads arguments in the form of a JSON array. */
final class JsonArrayReader {
  private static final JsonFactory FACTORY = JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();

  /**
   * What a text is that may be an array.
   *
   * @param json the array; what is no string in it stands for its own characters
   * @param other the first in the array that is no string
   */
  record Result(Optional<Json> json, Optional<Token> other) {
    private static final Result NONE = new Result(Optional.empty(), Optional.empty());
  }

  private JsonArrayReader() {}

  /** Reads a text without white space before it. What is no JSON is told as neither an array nor a mistake. */
  static Result read(Token token) {
    String text = token.text();
    if (!mayBeArray(text)) {
      return Result.NONE;
    }
    try (JsonParser parser = FACTORY.createParser(text)) {
      return read(token, parser);
    } catch (JacksonException noJson) {
      return Result.NONE;
    } catch (IOException impossible) {
      throw new UncheckedIOException("a text in memory could not be read", impossible);
    }
  }

  private static Result read(Token token, JsonParser parser) throws IOException {
    ImmutableList.Builder<JsonString> strings = ImmutableList.builder();
    @Nullable
    Token other = null;
    parser.nextToken();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonToken kind = parser.currentToken();
      int start = (int) parser.currentTokenLocation().getCharOffset();
      if (kind == JsonToken.VALUE_STRING) {
        String value = whole(parser.getText());
        strings.add(new JsonString(token.part(start, end(parser)), value));
      } else {
        parser.skipChildren();
        parser.finishToken();
        Token found = token.part(start, end(parser));
        strings.add(new JsonString(found, found.text()));
        other = other == null ? found : other;
      }
    }
    if (parser.nextToken() != null) {
      return Result.NONE;
    }
    return new Result(Optional.of(new Json(token, strings.build())), Optional.ofNullable(other));
  }

  /** Most lines for the shell that begin with a bracket end here, without the price of a failure. */
  private static boolean mayBeArray(String text) {
    if (!text.startsWith("[") || !text.endsWith("]")) {
      return false;
    }
    int first = 1;
    while (" \t\r\n".indexOf(text.charAt(first)) >= 0) {
      first++;
    }
    return "\"]{[-0123456789tfn".indexOf(text.charAt(first)) >= 0;
  }

  private static int end(JsonParser parser) {
    return (int) parser.currentLocation().getCharOffset();
  }

  /** Halves of characters, which only escapes can write, become the mark for a character that cannot be shown. */
  private static String whole(String value) {
    @Nullable
    StringBuilder out = null;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c) && i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))) {
        i++;
      } else {
        out = out == null ? new StringBuilder(value) : out;
        out.setCharAt(i, '\uFFFD');
      }
    }
    return out == null ? value : out.toString();
  }
}
