package dev.slipway.image;

import com.google.common.collect.ImmutableSortedMap;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The canonical JSON text of a value: what its digest, its cache key and its comparison with an earlier value are made of.
 *
 * <p>Every component of every record takes part, so that a new field cannot be forgotten in a key. Stages appear as their
 * digest; words, digests, paths, references and other values with a text of their own appear as that text.
 */
public final class Structure {
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
      case Collection<?> collection -> writeAll(collection, out);
      case Map<?, ?> map -> writeFields(map, out);
      case Record record -> writeRecord(record, out);
      default -> quote(value.toString(), out);
    }
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
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      out.append(',');
      quote(component.getName(), out);
      out.append(':');
      write(component(record, component), out);
    }
    out.append('}');
  }

  private static Object component(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("component " + component + " of a public record is not readable", impossible);
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
