package dev.slipway.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is written is read as the same by every reader. */
class YamlWriterPropertyTest {
  private static final int BATCH = 4_000;

  @Property(seed = "1", tries = 20_000)
  void whatIsWrittenIsReadAsTheSameInEveryDialectAndWrittenAgainAsTheSame(@ForAll long seed) {
    RandomValues random = new RandomValues(seed);
    YamlValue value = random.value(4);
    YamlWriting layout = random.layout();
    String written = YamlWriter.write(value, layout);
    for (YamlDialect dialect : YamlDialect.values()) {
      assertThat(YamlFile.parse("written", written).values(dialect).orThrow()).as(written).containsExactly(value);
    }
    YamlValue read = YamlFile.parse("written", written).values(YamlDialect.COMPOSE).orThrow().get(0);
    assertThat(YamlWriter.write(read, layout)).isEqualTo(written);
  }

  @Property(seed = "2", tries = 20_000)
  void otherReadersOfTheJvmReadTheSame(@ForAll long seed) {
    RandomValues random = new RandomValues(seed);
    YamlValue value = random.value(4);
    String written = YamlWriter.write(value, random.layout());
    assertThat(OtherReaders.engine(written)).as(written).isEqualTo(plain(value));
    assertThat(OtherReaders.jackson(written)).as(written).isEqualTo(plain(value));
  }

  @Example
  void pyYamlReadsTheSame() {
    compareWithPython(false);
  }

  @Example
  void libyamlReadsTheSame() {
    compareWithPython(true);
  }

  private static void compareWithPython(boolean libyaml) {
    List<YamlValue> values = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      RandomValues random = new RandomValues(i);
      values.add(random.value(4));
      texts.add(YamlWriter.write(values.get(i), random.layout()));
    }
    for (String part : RandomValues.PARTS) {
      values.add(YamlScalar.of(part));
      texts.add(YamlWriter.write(YamlScalar.of(part)));
    }
    JsonNode read = OtherReaders.python(texts, libyaml);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(tagged(read.get(i))).as(texts.get(i)).isEqualTo(values.get(i));
    }
  }

  private static YamlValue tagged(JsonNode node) {
    String type = node.fieldNames().next();
    JsonNode value = node.get(type);
    return switch (type) {
      case "n" -> YamlScalar.ofNull();
      case "b" -> YamlScalar.of(value.booleanValue());
      case "i" -> YamlScalar.integer(value.textValue(), new BigInteger(value.textValue()));
      case "f" -> YamlScalar.number(value.textValue(), Double.parseDouble(value.textValue()));
      case "s" -> YamlScalar.of(value.textValue());
      case "l" -> {
        List<YamlValue> items = new ArrayList<>();
        value.forEach(item -> items.add(tagged(item)));
        yield YamlList.of(items);
      }
      case "m" -> {
        List<YamlMap.Entry> entries = new ArrayList<>();
        value.forEach(pair -> entries.add(new YamlMap.Entry((YamlScalar) tagged(pair.get(0)), tagged(pair.get(1)))));
        yield YamlMap.of(entries);
      }
      default -> YamlScalar.of("<" + node + ">");
    };
  }

  /** The value as the objects that other readers make of it. */
  private static Object plain(YamlValue value) {
    return switch (value) {
      case YamlMap map -> {
        Map<String, Object> entries = new LinkedHashMap<>();
        map.entries().forEach(entry -> entries.put(entry.name(), plain(entry.value())));
        yield entries;
      }
      case YamlList list -> {
        List<Object> items = new ArrayList<>();
        list.items().forEach(item -> items.add(plain(item)));
        yield items;
      }
      case YamlScalar scalar -> switch (scalar.kind()) {
        case NULL -> null;
        case BOOLEAN -> scalar.truth().orElseThrow();
        case INTEGER -> integer(scalar.integer().orElseThrow());
        case FLOAT -> scalar.number().orElseThrow();
        case TIMESTAMP, STRING -> scalar.text();
      };
    };
  }

  private static Object integer(BigInteger number) {
    if (number.bitLength() < 32) {
      return number.intValue();
    }
    return number.bitLength() < 64 ? (Object) number.longValue() : number;
  }
}
