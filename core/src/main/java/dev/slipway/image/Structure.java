package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.InvalidValueException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The canonical JSON text of a value: what its digest, its cache key and its comparison with an earlier value are made of.
 *
 * <p>Every component of every record takes part, so that a new field cannot be forgotten in a key. Stages appear as their
 * digest, sets in the order of their elements' texts, maps in the order of their keys; words, digests, paths and other
 * values that are no records appear as their own text. Equal values have equal texts; different values of one type have
 * different texts.
 */
public final class Structure {
  /** The components of a class of records, which cost far more to find than to read. */
  private static final ClassValue<ImmutableList<Field>> FIELDS = new ClassValue<>() {
    @Override
    protected ImmutableList<Field> computeValue(Class<?> type) {
      return Arrays.stream(type.getRecordComponents()).map(Structure::field).collect(ImmutableList.toImmutableList());
    }
  };

  /** Whether the values of a class have a text of their own. */
  private static final ClassValue<Boolean> HAS_TEXT = new ClassValue<>() {
    @Override
    protected Boolean computeValue(Class<?> type) {
      try {
        return type.getMethod("toString").getDeclaringClass() != Object.class;
      } catch (NoSuchMethodException impossible) {
        throw new IllegalStateException("every object has a text", impossible);
      }
    }
  };

  private record Field(String name, Method accessor) {}

  private Structure() {}

  /** The canonical text of a record, enum constant, collection, map, optional, stage, number, boolean or text. */
  public static String json(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  /** The digest of {@link #json}. */
  public static Digest digest(Object value) {
    return Digest.sha256(bytes(value));
  }

  static byte[] bytes(Object value) {
    return json(value).getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Object value, StringBuilder out) {
    switch (value) {
      case Stage stage -> quote("stage:" + stage.digest(), out);
      case Word word -> quote(word.toString(), out);
      case Digest digest -> quote(digest.toString(), out);
      case Enum<?> constant -> quote(constant.name(), out);
      case Boolean flag -> out.append(flag);
      case Integer number -> out.append(number);
      case Long number -> out.append(number);
      case Duration duration -> quote(duration.toString(), out);
      case Optional<?> optional -> optional.ifPresentOrElse(present -> write(present, out), () -> out.append("null"));
      case Set<?> set -> writeSorted(set, out);
      case Collection<?> collection -> writeAll(collection, out);
      case Map<?, ?> map -> writeFields(map, out);
      case Record record -> writeRecord(record, out);
      default -> quote(text(value), out);
    }
  }

  /** Arrays and objects without a text of their own would be written as their address in memory. */
  private static String text(Object value) {
    if (HAS_TEXT.get(value.getClass())) {
      return value.toString();
    }
    throw new InvalidValueException("a " + value.getClass().getName() + " has no text of its own and cannot be part of a key");
  }

  private static void writeSorted(Set<?> values, StringBuilder out) {
    out.append('[').append(values.stream().map(Structure::json).sorted().collect(Collectors.joining(","))).append(']');
  }

  private static void writeAll(Collection<?> values, StringBuilder out) {
    out.append('[');
    String separator = "";
    for (Object value : values) {
      out.append(separator);
      write(value, out);
      separator = ",";
    }
    out.append(']');
  }

  private static void writeFields(Map<?, ?> map, StringBuilder out) {
    ImmutableSortedMap.Builder<String, Object> sorted = ImmutableSortedMap.naturalOrder();
    map.forEach((key, value) -> sorted.put(key.toString(), value));
    out.append('{');
    String separator = "";
    for (Map.Entry<String, Object> entry : sorted.build().entrySet()) {
      out.append(separator);
      quote(entry.getKey(), out);
      out.append(':');
      write(entry.getValue(), out);
      separator = ",";
    }
    out.append('}');
  }

  private static void writeRecord(Record record, StringBuilder out) {
    out.append("{\"type\":");
    quote(record.getClass().getSimpleName(), out);
    for (Field field : FIELDS.get(record.getClass())) {
      out.append(',');
      quote(field.name(), out);
      out.append(':');
      write(component(record, field), out);
    }
    out.append('}');
  }

  private static Field field(RecordComponent component) {
    Method accessor = component.getAccessor();
    // keys of other packages are records that only those packages know
    accessor.setAccessible(true);
    return new Field(component.getName(), accessor);
  }

  private static Object component(Record record, Field field) {
    try {
      return field.accessor().invoke(record);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("component " + field.name() + " of a record is not readable", impossible);
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        // surrogates are written as escapes: lone ones stand for raw bytes of file names and have no UTF-8 form
        out.append("\\u").append(Character.forDigit(c >> 12, 16)).append(Character.forDigit((c >> 8) & 15, 16))
            .append(Character.forDigit((c >> 4) & 15, 16))
            .append(Character.forDigit(c & 15, 16));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
