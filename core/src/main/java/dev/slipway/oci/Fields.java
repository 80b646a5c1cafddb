package dev.slipway.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of a known shape, immutable: the tree as it was read, typed access to its fields with errors that name
 * the place, and changed copies that keep everything else.
 *
 * <p>Reading a field is also how it is checked, which is why some results may be ignored.
 */
final class Fields {
  private final Shape shape;
  private final ObjectNode tree;
  private final String document;
  private final String path;

  private Fields(Shape shape, ObjectNode tree, String document, String path) {
    this.shape = shape;
    this.tree = tree;
    this.document = document;
    this.path = path;
  }

  /** An object without fields, to be filled by {@code with}. */
  static Fields empty(Shape shape) {
    return new Fields(shape, Json.NODES.objectNode(), "value", "$");
  }

  /** Reads a whole document that is one object. */
  static Fields document(Shape shape, byte[] bytes, String document) {
    return of(shape, Json.read(bytes, document), document, "$");
  }

  static Fields of(Shape shape, JsonNode node, String document, String path) {
    if (!(node instanceof ObjectNode object)) {
      throw new DocumentException(ErrorCode.MALFORMED_DOCUMENT, document + ": " + path + " is not an object");
    }
    Fields fields = new Fields(shape, object, document, path);
    object.properties().forEach(field -> {
      fields.checkUnicode(field.getKey(), path);
      if (!shape.spelling(field.getKey()).equals(field.getKey())) {
        throw fields.malformed(
            field.getKey(), "differs from '" + shape.spelling(field.getKey())
                + "' only in case: some tools would read it as that field and some would not; write it in the specified case");
      }
      if (shape.child(field.getKey()) == Shape.PLAIN) {
        fields.checkTexts(field.getValue(), fields.place(field.getKey()));
      }
    });
    return fields;
  }

  /** All text must be text, also in fields that are not known, as it is written again. */
  private void checkTexts(JsonNode node, String place) {
    if (node.isTextual()) {
      checkUnicode(node.textValue(), place);
    } else if (node instanceof ObjectNode object) {
      object.properties().forEach(field -> {
        checkUnicode(field.getKey(), place);
        checkTexts(field.getValue(), place);
      });
    } else {
      node.forEach(element -> checkTexts(element, place));
    }
  }

  private void checkUnicode(String text, String place) {
    if (!Texts.isUnicode(text)) {
      throw new DocumentException(ErrorCode.MALFORMED_DOCUMENT, document + ": " + place + " holds half a surrogate pair, which is no text");
    }
  }

  /** Whether the field is there, be it null. */
  boolean has(String name) {
    return tree.has(name);
  }

  /** The field's value; nothing if it is absent or null. */
  private @Nullable JsonNode value(String name) {
    JsonNode node = tree.get(name);
    return node == null || node.isNull() ? null : node;
  }

  @CanIgnoreReturnValue
  Optional<String> text(String name) {
    JsonNode node = value(name);
    if (node == null) {
      return Optional.empty();
    }
    if (!node.isTextual()) {
      throw malformed(name, "is not a string");
    }
    return Optional.of(node.textValue());
  }

  /** As {@link #text}, where an empty string means the same as none. */
  Optional<String> nonEmptyText(String name) {
    return text(name).filter(text -> !text.isEmpty());
  }

  String requiredText(String name) {
    return nonEmptyText(name).orElseThrow(() -> malformed(name, "is missing or empty, and it is required"));
  }

  @CanIgnoreReturnValue
  OptionalLong number(String name) {
    JsonNode node = value(name);
    if (node == null) {
      return OptionalLong.empty();
    }
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw malformed(name, "is not a whole number of at most 63 bits");
    }
    return OptionalLong.of(node.longValue());
  }

  @CanIgnoreReturnValue
  boolean flag(String name) {
    JsonNode node = value(name);
    if (node != null && !node.isBoolean()) {
      throw malformed(name, "is neither true nor false");
    }
    return node != null && node.booleanValue();
  }

  @CanIgnoreReturnValue
  Optional<ImmutableList<String>> texts(String name) {
    return array(name).map(array -> {
      ImmutableList.Builder<String> texts = ImmutableList.builderWithExpectedSize(array.size());
      for (int i = 0; i < array.size(); i++) {
        if (!array.get(i).isTextual()) {
          throw malformed(name, "has an element " + i + " that is not a string");
        }
        texts.add(array.get(i).textValue());
      }
      return texts.build();
    });
  }

  @CanIgnoreReturnValue
  ImmutableSortedMap<String, String> textMap(String name) {
    JsonNode node = value(name);
    if (node == null) {
      return ImmutableSortedMap.of();
    }
    ImmutableSortedMap.Builder<String, String> map = ImmutableSortedMap.naturalOrder();
    object(name, node).properties().forEach(entry -> {
      if (!entry.getValue().isTextual()) {
        throw malformed(name, "has a value that is not a string at key " + Texts.quoted(entry.getKey()));
      }
      map.put(entry.getKey(), entry.getValue().textValue());
    });
    return map.buildOrThrow();
  }

  /** The keys of an object that is used as a set: each value is an (empty) object or null. */
  @CanIgnoreReturnValue
  ImmutableSortedSet<String> keys(String name) {
    JsonNode node = value(name);
    if (node == null) {
      return ImmutableSortedSet.of();
    }
    ImmutableSortedSet.Builder<String> keys = ImmutableSortedSet.naturalOrder();
    object(name, node).properties().forEach(entry -> {
      if (!entry.getValue().isObject() && !entry.getValue().isNull()) {
        throw malformed(name, "has a value that is not an object at key " + Texts.quoted(entry.getKey()));
      }
      keys.add(entry.getKey());
    });
    return keys.build();
  }

  Optional<Fields> object(String name) {
    JsonNode node = value(name);
    return node == null ? Optional.empty() : Optional.of(of(shape.child(name), node, document, place(name)));
  }

  ImmutableList<Fields> objects(String name) {
    ImmutableList.Builder<Fields> objects = ImmutableList.builder();
    array(name).ifPresent(array -> {
      for (int i = 0; i < array.size(); i++) {
        objects.add(of(shape.child(name), array.get(i), document, place(name) + "[" + i + "]"));
      }
    });
    return objects.build();
  }

  Optional<Instant> instant(String name) {
    return nonEmptyText(name).map(text -> {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeParseException e) {
        throw malformed(name, "is " + Texts.quoted(text) + ", not a time of RFC 3339 such as '2026-01-31T12:00:00Z'");
      }
    });
  }

  Digest digest(String name) {
    return digest(name, requiredText(name));
  }

  ImmutableList<Digest> digests(String name) {
    return texts(name).orElse(ImmutableList.of()).stream().map(text -> digest(name, text)).collect(ImmutableList.toImmutableList());
  }

  private Digest digest(String name, String text) {
    return checked(name, () -> Digest.parse(text));
  }

  /** Makes a value of a field; what the value's type refuses is reported with the field's place. */
  <T> T checked(String name, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (InvalidValueException refused) {
      throw new DocumentException(ErrorCode.MALFORMED_DOCUMENT,
          document + ": " + place(name) + ": " + Texts.abbreviated(String.valueOf(refused.getMessage())), refused);
    }
  }

  private Optional<ArrayNode> array(String name) {
    JsonNode node = value(name);
    if (node == null) {
      return Optional.empty();
    }
    if (!(node instanceof ArrayNode array)) {
      throw malformed(name, "is not an array");
    }
    return Optional.of(array);
  }

  private ObjectNode object(String name, JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      throw malformed(name, "is not an object");
    }
    object.properties().forEach(entry -> checkUnicode(entry.getKey(), place(name)));
    object.forEach(element -> checkTexts(element, place(name)));
    return object;
  }

  /** What is wrong with a field, to be thrown. */
  DocumentException malformed(String name, String problem) {
    return failure(ErrorCode.MALFORMED_DOCUMENT, name, problem);
  }

  DocumentException failure(ErrorCode code, String name, String problem) {
    return new DocumentException(code, document + ": " + place(name) + " " + problem);
  }

  /** What is wrong with the object as a whole, to be thrown. */
  DocumentException malformed(String problem) {
    return new DocumentException(ErrorCode.MALFORMED_DOCUMENT, document + ": " + problem);
  }

  private String place(String name) {
    boolean plain = name.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_');
    return plain ? path + "." + name : path + "[" + Texts.quoted(name) + "]";
  }

  Fields with(String name, JsonNode value) {
    ObjectNode copy = Json.NODES.objectNode();
    copy.setAll(tree);
    copy.set(name, value);
    return new Fields(shape, (ObjectNode) shape.canonical(copy), document, path);
  }

  Fields without(String name) {
    ObjectNode copy = Json.NODES.objectNode();
    copy.setAll(tree);
    copy.remove(name);
    return new Fields(shape, (ObjectNode) shape.canonical(copy), document, path);
  }

  Fields with(String name, String value) {
    return with(name, Json.NODES.textNode(Texts.checked(value)));
  }

  /** Sets a text, or removes the field for an empty one. */
  Fields withNonEmpty(String name, String value) {
    return value.isEmpty() ? without(name) : with(name, value);
  }

  Fields with(String name, long value) {
    return with(name, Json.NODES.numberNode(value));
  }

  /** Sets true, or removes the field for false, as the specifications omit it. */
  Fields withFlag(String name, boolean value) {
    return value ? with(name, Json.NODES.booleanNode(true)) : without(name);
  }

  Fields with(String name, Instant value) {
    if (value.isBefore(Instant.parse("0000-01-01T00:00:00Z")) || !value.isBefore(Instant.parse("9999-12-31T23:59:59Z").plusSeconds(1))) {
      throw new InvalidValueException("time '" + value + "' lies outside the years 0 to 9999, which is all that the format can say");
    }
    return with(name, value.toString());
  }

  Fields withTexts(String name, Collection<String> values) {
    ArrayNode array = Json.NODES.arrayNode(values.size());
    values.forEach(value -> array.add(Texts.checked(value)));
    return with(name, array);
  }

  /** Sets an array, or removes the field for an empty one. */
  Fields withNonEmptyTexts(String name, Collection<String> values) {
    return values.isEmpty() ? without(name) : withTexts(name, values);
  }

  Fields withMap(String name, Map<String, String> values) {
    ObjectNode object = Json.NODES.objectNode();
    values.forEach((key, value) -> object.put(Texts.checked(key), Texts.checked(value)));
    return values.isEmpty() ? without(name) : with(name, object);
  }

  Fields withKeys(String name, Collection<String> keys) {
    ObjectNode object = Json.NODES.objectNode();
    keys.forEach(key -> object.set(Texts.checked(key), Json.NODES.objectNode()));
    return keys.isEmpty() ? without(name) : with(name, object);
  }

  Fields withObject(String name, Fields value) {
    return with(name, value.tree);
  }

  Fields withObjects(String name, Collection<Fields> values) {
    ArrayNode array = Json.NODES.arrayNode(values.size());
    values.forEach(value -> array.add(value.tree));
    return with(name, array);
  }

  /** The tree itself, to be put into a larger one; never changed. */
  ObjectNode tree() {
    return tree;
  }

  /** The canonical text of the object. */
  String json() {
    return Json.writeText(shape.canonical(tree));
  }

  byte[] bytes() {
    return Json.write(shape.canonical(tree));
  }

  /** Objects are equal if they are written alike. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Fields that && that.json().equals(json());
  }

  @Override
  public int hashCode() {
    return json().hashCode();
  }

  @Override
  public String toString() {
    return json();
  }
}
