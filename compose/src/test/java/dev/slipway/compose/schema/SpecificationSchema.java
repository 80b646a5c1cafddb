package dev.slipway.compose.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Path;

/** The JSON schema of the specification, as the reference implementation has it. */
final class SpecificationSchema {
  private final JsonNode document;
  private final JsonSchema schema;

  private SpecificationSchema(JsonNode document) {
    this.document = document;
    this.schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(document);
  }

  /** The schema beside the recorded cases; the test is skipped, loudly, if it is not there. */
  static SpecificationSchema read() throws IOException {
    Path cases = RecordedCases.directory().toAbsolutePath().getParent();
    JsonNode document = new ObjectMapper().readTree(cases.resolveSibling("schemas").resolve("compose-spec.json").toFile());
    // it is no address, which the validator asks for
    ((ObjectNode) document).remove("$id");
    return new SpecificationSchema(document);
  }

  /** Whether it allows a tree. */
  boolean allows(YamlValue tree) {
    return schema.validate(json(tree)).isEmpty();
  }

  /** What it says of a tree. */
  String told(YamlValue tree) {
    return schema.validate(json(tree)).toString();
  }

  /** The schema itself. */
  JsonNode document() {
    return document;
  }

  /** What a reference stands for; the same for what is none. */
  JsonNode resolved(JsonNode node) {
    JsonNode at = node;
    while (at.has("$ref")) {
      at = document.at(at.path("$ref").asText().substring(1));
    }
    return at;
  }

  static JsonNode json(YamlValue value) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    return switch (value) {
      case YamlMap map -> {
        ObjectNode node = make.objectNode();
        map.entries().forEach(entry -> node.set(entry.name(), json(entry.value())));
        yield node;
      }
      case YamlList list -> {
        ArrayNode node = make.arrayNode();
        list.items().forEach(item -> node.add(json(item)));
        yield node;
      }
      case YamlScalar scalar -> switch (scalar.kind()) {
        case NULL -> make.nullNode();
        case BOOLEAN -> make.booleanNode(scalar.truth().orElseThrow());
        case INTEGER -> make.numberNode(scalar.integer().orElseThrow());
        case FLOAT -> make.numberNode(scalar.number().orElseThrow());
        case STRING, TIMESTAMP -> make.textNode(scalar.text());
      };
    };
  }
}
