package dev.slipway.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of one kind of JSON object: its fields in the order in which the specification lists them, and which of
 * them hold objects of a known shape.
 *
 * <p>Unknown fields are no error anywhere. They follow the known ones, in the order in which they were read.
 */
final class Shape {
  /** Any value, written as it is. */
  static final Shape PLAIN = new Shape(ImmutableMap.of(), false);
  /** An object used as a map: its keys are data and are written in order. */
  static final Shape MAP = new Shape(ImmutableMap.of(), true);

  private final ImmutableMap<String, Shape> fields;
  private final boolean map;
  private final TreeMap<String, String> spellings = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private Shape(ImmutableMap<String, Shape> fields, boolean map) {
    this.fields = fields;
    this.map = map;
    fields.keySet().forEach(name -> spellings.put(name, name));
  }

  /** No known fields yet. */
  static Shape object() {
    return PLAIN;
  }

  /** With more known fields after the others. */
  Shape plain(String... names) {
    Shape shape = this;
    for (String name : names) {
      shape = shape.with(name, PLAIN);
    }
    return shape;
  }

  /** With one more known field that holds an object of that shape, or an array of them. */
  Shape with(String name, Shape child) {
    return new Shape(ImmutableMap.<String, Shape>builder().putAll(fields).put(name, child).buildOrThrow(), false);
  }

  /** The known field that a reader which ignores case would take {@code name} for; the name itself if there is none. */
  String spelling(String name) {
    return fields.containsKey(name) ? name : spellings.getOrDefault(name, name);
  }

  /** The shape of a field's value. */
  Shape child(String name) {
    return fields.getOrDefault(name, PLAIN);
  }

  /** The same value with all known objects in canonical order. Shares what needs no change. */
  JsonNode canonical(JsonNode node) {
    if (node instanceof ArrayNode array && this != PLAIN) {
      ArrayNode ordered = Json.NODES.arrayNode(array.size());
      array.forEach(element -> ordered.add(canonical(element)));
      return ordered;
    }
    if (!(node instanceof ObjectNode object) || this == PLAIN) {
      return node;
    }
    return map ? sorted(object) : ordered(object);
  }

  private ObjectNode ordered(ObjectNode object) {
    ObjectNode ordered = Json.NODES.objectNode();
    for (Map.Entry<String, Shape> field : fields.entrySet()) {
      JsonNode value = object.get(field.getKey());
      if (value != null) {
        ordered.set(field.getKey(), field.getValue().canonical(value));
      }
    }
    object.properties().stream().filter(field -> !fields.containsKey(field.getKey()))
        .forEach(field -> ordered.set(field.getKey(), field.getValue()));
    return ordered;
  }

  private static ObjectNode sorted(ObjectNode object) {
    ObjectNode ordered = Json.NODES.objectNode();
    object.properties().stream().sorted(Map.Entry.comparingByKey()).forEach(field -> ordered.set(field.getKey(), field.getValue()));
    return ordered;
  }
}
