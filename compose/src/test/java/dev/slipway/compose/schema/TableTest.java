package dev.slipway.compose.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table says what the schema of the specification says, but for the exceptions that stand here. */
class TableTest {
  private static final int SERVICE_ATTRIBUTES = 93;

  /** What the schema does not ask for, but the reference implementation, when it looks for items that stand twice. */
  private static final Set<String> NEEDED_TOO = Set
      .of("services.*.ports[].target", "services.*.volumes[].target", "services.*.devices[].target");

  private final List<String> differences = new ArrayList<>();
  private final Set<String> elements = new HashSet<>();
  private final Set<String> withoutExtensions = new HashSet<>();

  @Test
  void theTableAllowsTheKeysAndKindsOfTheSchemaEverywhere() throws IOException {
    SpecificationSchema schema = SpecificationSchema.read();
    compare(schema, schema.document(), Projects.FILE, "");
    assertThat(differences).containsExactlyInAnyOrderElementsOf(NEEDED_TOO.stream().map(path -> path + ": needed here").toList());
    assertThat(withoutExtensions).isEqualTo(ShapeDivergence.WITHOUT_EXTENSIONS);
    assertThat(elements).isEqualTo(ComposeSchema.elements().keySet());
  }

  @Test
  void aServiceHasAllItsAttributes() {
    assertThat(ComposeSchema.service().fields()).hasSize(SERVICE_ATTRIBUTES);
    assertThat(ComposeSchema.elements()).containsEntry("", ComposeSchema.project())
        .containsEntry("services.*", ComposeSchema.service())
        .containsEntry("services.*.ports[]", Mounts.PORT)
        .containsEntry("services.*.networks.*", ServiceParts.NETWORKS.values().flatMap(Form::element).orElseThrow());
    assertThat(ComposeSchema.project().form("services").values().flatMap(Form::element)).contains(ComposeSchema.service());
  }

  private void compare(SpecificationSchema schema, JsonNode unresolved, Form form, String path) {
    List<JsonNode> alternatives = alternatives(schema, unresolved);
    Set<String> kinds = new TreeSet<>();
    Set<String> words = new LinkedHashSet<>();
    JsonNode list = null;
    JsonNode map = null;
    for (JsonNode one : alternatives) {
      kinds.addAll(kinds(one));
      one.path("enum").forEach(word -> words.add(word.asText()));
      list = one.has("items") ? one : list;
      map = one.has("properties") || one.has("patternProperties") || one.path("type").asText().equals("object") ? one : map;
    }
    same(path + ": kinds", kinds, kinds(form));
    same(path + ": words", words, new LinkedHashSet<>(form.words()));
    if (list != null && form.items().isPresent()) {
      same(path + ": distinct", list.path("uniqueItems").asBoolean(), form.distinct());
      compare(schema, list.path("items"), form.item(), path + "[]");
    }
    if (map != null && form.allowsMapping()) {
      compareMapping(schema, map, form, path);
    }
  }

  private void compareMapping(SpecificationSchema schema, JsonNode map, Form form, String path) {
    Set<String> needed = new TreeSet<>();
    map.path("required").forEach(name -> needed.add(name.asText()));
    if (form.element().isPresent()) {
      Element element = form.element().get();
      elements.add(path);
      Map<String, JsonNode> properties = new LinkedHashMap<>();
      map.path("properties").properties().forEach(entry -> properties.put(entry.getKey(), entry.getValue()));
      same(path + ": keys", properties.keySet(), element.fields().keySet());
      for (Field field : element.fields().values()) {
        String at = path.isEmpty() ? field.name() : path + "." + field.name();
        if (field.required() != needed.contains(field.name())) {
          differences.add(at + (field.required() ? ": needed here" : ": needed there"));
        }
        if (properties.containsKey(field.name())) {
          compare(schema, properties.get(field.name()), field.form(), at);
        }
      }
      if (!element.isOpen() && !map.path("patternProperties").has("^x-")) {
        withoutExtensions.add(element.name());
      }
      same(path + ": other keys", !map.has("additionalProperties"), element.isOpen());
    } else if (form.values().isPresent()) {
      map.path("patternProperties").properties().forEach(entry -> compare(schema, entry.getValue(), form.values().get(), path + ".*"));
      boolean closed = map.path("additionalProperties").isBoolean();
      same(path + ": other names", closed, form.names().strict());
    }
  }

  private static List<JsonNode> alternatives(SpecificationSchema schema, JsonNode unresolved) {
    JsonNode node = schema.resolved(unresolved);
    if (!node.has("oneOf")) {
      return List.of(node);
    }
    List<JsonNode> all = new ArrayList<>();
    node.path("oneOf").forEach(one -> all.addAll(alternatives(schema, one)));
    return all;
  }

  private static Set<String> kinds(JsonNode node) {
    Set<String> kinds = new TreeSet<>();
    if (node.path("type").isArray()) {
      node.path("type").forEach(kind -> kinds.add(kind.asText()));
    } else if (node.has("type")) {
      kinds.add(node.path("type").asText());
    }
    return kinds;
  }

  private static Set<String> kinds(Form form) {
    Set<String> kinds = new TreeSet<>();
    for (ScalarKind kind : form.scalars()) {
      kinds.add(switch (kind) {
        case TEXT -> "string";
        case TRUTH -> "boolean";
        case WHOLE -> "integer";
        case NUMBER -> "number";
        case NOTHING -> "null";
      });
    }
    if (form.items().isPresent()) {
      kinds.add("array");
    }
    if (form.allowsMapping() && !form.isAnything()) {
      kinds.add("object");
    }
    return kinds;
  }

  private void same(String what, Object theirs, Object ours) {
    if (!theirs.equals(ours)) {
      differences.add(what + ": theirs " + theirs + ", ours " + ours);
    }
  }
}
