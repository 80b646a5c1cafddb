package dev.slipway.testkit.compose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.slipway.compose.Project;
import dev.slipway.compose.Writing;
import dev.slipway.testkit.differential.Tools;
import dev.slipway.yaml.YamlDialect;
import dev.slipway.yaml.YamlFile;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files that we write are valid by the JSON schema of the Compose Specification. */
class WrittenFilesTest {
  @TempDir
  Path work;

  @TestFactory
  Stream<DynamicTest> whatWeWriteIsValidByTheSchemaOfTheSpecification() throws Exception {
    JsonSchema schema = schema();
    Map<String, Project> projects = new LinkedHashMap<>(RecordedFiles.accepted(work));
    projects.putAll(GeneratedProjects.some(100, work));
    projects.put("storefront", Storefront.project());
    return projects.entrySet().stream().map(project -> DynamicTest.dynamicTest(project.getKey(), () -> {
      for (Writing form : List.of(Writing.MINIMAL, Writing.CANONICAL)) {
        String text = project.getValue().toYaml(form);
        YamlValue tree = YamlFile.parse("compose.yaml", text).values(YamlDialect.COMPOSE).orThrow().get(0);
        assertThat(schema.validate(json(tree))).as(text).isEmpty();
      }
    }));
  }

  private static JsonSchema schema() throws IOException {
    Path file = Tools.cases().resolveSibling("schemas").resolve("compose-spec.json");
    ObjectNode document = (ObjectNode) new ObjectMapper().readTree(Files.readString(file, UTF_8));
    // it is no address, which the validator asks for
    var unused = document.remove("$id");
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(document);
  }

  private static JsonNode json(YamlValue value) {
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
