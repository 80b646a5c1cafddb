package dev.slipway.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * JSON that holds secrets: what is wrong with it is told by position alone, and no exception has a part of it, nor a cause
 * that has. Names of fields are compared without regard to case, as Docker does ({@code identityToken} has been seen).
 */
final class ConfigJson {
  private static final int MAX_DEPTH = 64;

  private static final JsonMapper MAPPER = JsonMapper
      .builder(
          JsonFactory.builder()
              .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .build())
      .build();

  private ConfigJson() {}

  /** Reads a whole text that is one object. */
  static JsonNode object(byte[] bytes, String what) {
    try (JsonParser parser = MAPPER.createParser(bytes)) {
      JsonNode node = MAPPER.readTree(parser);
      if (node == null || !node.isObject()) {
        throw malformed(what + " is not a JSON object");
      }
      if (parser.nextToken() != null) {
        throw malformed(what + " has more text after its JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      String place = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
      throw malformed(what + place + ": it is not well-formed JSON, has a key twice or nests deeper than " + MAX_DEPTH + " levels");
    } catch (IOException e) {
      throw malformed(what + " is not text in UTF-8");
    }
  }

  /** A field; missing if it is not there or null. */
  static JsonNode field(JsonNode object, String name) {
    JsonNode exact = object.get(name);
    JsonNode found = exact != null
        ? exact
        : object.properties().stream().filter(field -> field.getKey().equalsIgnoreCase(name)).map(Map.Entry::getValue).findFirst()
            .orElse(MissingNode.getInstance());
    return found.isNull() ? MissingNode.getInstance() : found;
  }

  /** A field that is a text; an empty one counts as none. */
  static Optional<String> text(JsonNode object, String name, String what) {
    JsonNode value = field(object, name);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw malformed(what + ": '" + name + "' is not a string");
    }
    return Optional.of(value.textValue()).filter(text -> !text.isEmpty());
  }

  /** A field that is an object; missing if it is not there. */
  static JsonNode section(JsonNode object, String name, String what) {
    JsonNode value = field(object, name);
    if (!value.isMissingNode() && !value.isObject()) {
      throw malformed(what + ": '" + name + "' is not an object");
    }
    return value;
  }

  static DocumentException malformed(String problem) {
    return new DocumentException(ErrorCode.MALFORMED_DOCUMENT, problem);
  }
}
