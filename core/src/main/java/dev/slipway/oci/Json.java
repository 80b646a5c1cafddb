package dev.slipway.oci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * JSON text in and out, with bounds: 4 MiB, 64 levels, no duplicate keys, no invalid UTF-8, no lone surrogates, nothing
 * after the end. Whatever passes here has one reading.
 */
final class Json {
  /** The size that no document may exceed, in bytes: what registries accept for a manifest. */
  static final int MAX_BYTES = 4 << 20;
  /** How deep objects and arrays may nest. */
  static final int MAX_DEPTH = 64;

  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final JsonMapper MAPPER = JsonMapper
      .builder(
          JsonFactory.builder()
              .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .build())
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
      .disable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
      .build();

  private Json() {}

  /** Reads one value; {@code what} names the document in messages. */
  static JsonNode read(byte[] bytes, String what) {
    if (bytes.length > MAX_BYTES) {
      throw new DocumentException(
          ErrorCode.LIMIT_EXCEEDED, what + " has " + bytes.length + " bytes; at most " + MAX_BYTES + " are read");
    }
    String text = text(bytes, what);
    try (JsonParser parser = MAPPER.createParser(text)) {
      return read(parser, what);
    } catch (IOException unreachable) {
      throw new DocumentException(ErrorCode.MALFORMED_DOCUMENT, what + " cannot be read as JSON", unreachable);
    }
  }

  private static JsonNode read(JsonParser parser, String what) {
    try {
      JsonNode node = MAPPER.readTree(parser);
      if (node == null || node.isMissingNode()) {
        throw new DocumentException(ErrorCode.MALFORMED_DOCUMENT, what + " is empty; a JSON document was expected");
      }
      if (parser.nextToken() != null) {
        throw new DocumentException(ErrorCode.MALFORMED_DOCUMENT, what + " has more text after the end of its JSON document");
      }
      return node;
    } catch (StreamConstraintsException tooMuch) {
      throw new DocumentException(ErrorCode.LIMIT_EXCEEDED, problem(what, parser, tooMuch), tooMuch);
    } catch (JsonProcessingException malformed) {
      throw new DocumentException(ErrorCode.MALFORMED_DOCUMENT, problem(what, parser, malformed), malformed);
    } catch (IOException unreachable) {
      throw new DocumentException(ErrorCode.MALFORMED_DOCUMENT, what + " cannot be read as JSON", unreachable);
    }
  }

  private static String problem(String what, JsonParser parser, JsonProcessingException problem) {
    String pointer = Texts.quoted(parser.getParsingContext().pathAsPointer().toString());
    String place = problem.getLocation() == null
        ? ""
        : ":" + problem.getLocation().getLineNr() + ":" + problem.getLocation().getColumnNr();
    return what + place + " at " + pointer + ": " + Texts.abbreviated(problem.getOriginalMessage());
  }

  /** Strict decoding, so that no two byte sequences read alike and no byte order mark changes the encoding. */
  private static String text(byte[] bytes, String what) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      throw new DocumentException(ErrorCode.MALFORMED_DOCUMENT, what + " is not UTF-8 text, which JSON must be", notUtf8);
    }
  }

  /** The value without white space, UTF-8, only what JSON requires escaped. */
  static byte[] write(JsonNode node) {
    return writeText(node).getBytes(StandardCharsets.UTF_8);
  }

  static String writeText(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new InvalidValueException("value cannot be written as JSON: " + Texts.abbreviated(e.getOriginalMessage()), e);
    }
  }
}
