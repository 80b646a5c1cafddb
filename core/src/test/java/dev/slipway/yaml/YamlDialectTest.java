package dev.slipway.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.yaml.YamlScalar.Kind;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What plain scalars are in each dialect: a letter for the kind, and the value. */
class YamlDialectTest {
  @ParameterizedTest
  @CsvSource(quoteCharacter = '`', value = {
      // text, Compose, core schema, YAML 1.1, JSON
      "``,n,n,n,n", "~,n,n,n,s", "null,n,n,n,n", "Null,n,n,n,s", "nULL,s,s,s,s", "true,b true,b true,b true,b true",
      "TRUE,b true,b true,b true,s", "yes,s,s,b true,s",
      "On,s,s,b true,s", "OFF,s,s,b false,s", "y,s,s,s,s", "n,s,s,s,s", "0,i 0,i 0,i 0,i 0", "-0,f -0.0,i 0,i 0,i 0", "+0,i 0,i 0,i 0,s",
      "12,i 12,i 12,i 12,i 12",
      "+12,i 12,i 12,i 12,s", "010,i 8,i 10,i 8,s", "0o10,i 8,i 8,s,s", "0O10,i 8,s,s,s", "08,f 8.0,i 8,s,s", "-017,i -15,i -17,i -15,s",
      "0b11,i 3,s,i 3,s",
      "0x1F,i 31,i 31,i 31,s", "0X1f,i 31,s,s,s", "-0x1F,i -31,s,i -31,s", "0o,s,s,s,s", "0x,s,s,s,s", "1_000,i 1000,s,i 1000,s",
      "1_,i 1,s,i 1,s", "_1,s,s,s,s",
      "-_1,i -1,s,s,s", "0_7,i 7,s,i 7,s", "1e3,f 1000.0,f 1000.0,s,f 1000.0", "1E+3,f 1000.0,f 1000.0,s,f 1000.0",
      "1.5,f 1.5,f 1.5,f 1.5,f 1.5",
      "1.5e3,f 1500.0,f 1500.0,s,f 1500.0", "1.5e+3,f 1500.0,f 1500.0,f 1500.0,f 1500.0", ".5,f 0.5,f 0.5,f 0.5,s",
      "1.,f 1.0,f 1.0,f 1.0,f 1.0", "+.5,f 0.5,f 0.5,s,s",
      ".5_0,f 0.5,s,f 0.5,s", "._5,s,s,s,s", ".,s,s,s,s", "..,s,s,s,s", "1..2,s,s,s,s", "1e,s,s,s,s", "1e400,s,f Infinity,s,f Infinity",
      "1e-400,f 0.0,f 0.0,s,f 0.0",
      ".inf,f Infinity,f Infinity,f Infinity,s", "-.INF,f -Infinity,f -Infinity,f -Infinity,s", "+.Inf,f Infinity,f Infinity,f Infinity,s",
      ".NaN,f NaN,f NaN,f NaN,s",
      "+.nan,s,s,s,s", "infinity,s,s,s,s", "12:30,s,s,i 750,s", "22:22,s,s,i 1342,s", "190:20:30,s,s,i 685230,s",
      "190:20:30.15,s,s,f 685230.15,s", "1:60,s,s,s,s",
      "0:30,s,s,s,s", "-1:30,s,s,i -90,s", "2001-01-01,t,s,t,s", "2001-1-1,t,s,s,s", "2001-02-30,s,s,t,s", "2001-13-01,s,s,t,s",
      "2001-12-14t21:59:43.10-05:00,t,s,t,s",
      "2001-12-14 21:59:43.10 -5,s,s,t,s", "2001-12-14 21:59:43,t,s,t,s", "2001-12-14T21:59:43,s,s,t,s", "2001-12-14 21:59:43Z,s,s,t,s",
      "2001-12-14T1:2:3Z,t,s,s,s",
      "2001-12-14T21:59:43Z,t,s,t,s", "2001-12-14T24:00:00Z,s,s,t,s", "20011-01-01,s,s,s,s", "=,s,s,s,s", "<<,s,s,s,s", "0b_,s,s,s,s",
      "00,i 0,i 0,i 0,s",
      "18446744073709551615,i 18446744073709551615,i 18446744073709551615,i 18446744073709551615,i 18446744073709551615",
      "18446744073709551616,f 1.8446744073709552E19,i 18446744073709551616,i 18446744073709551616,i 18446744073709551616",
      "-9223372036854775808,i -9223372036854775808,i -9223372036854775808,i -9223372036854775808,i -9223372036854775808",
      "-9223372036854775809,f -9.223372036854776E18,i -9223372036854775809,i -9223372036854775809,i -9223372036854775809",
      "+18446744073709551615,f 1.8446744073709552E19,i 18446744073709551615,i 18446744073709551615,s",
      "0xFFFFFFFFFFFFFFFFF,s,i 295147905179352825855,i 295147905179352825855,s"})
  void aPlainScalarIsWhatItsDialectSays(String text, String compose, String core, String old, String json) {
    assertThat(told(YamlDialect.COMPOSE, text)).isEqualTo(compose);
    assertThat(told(YamlDialect.CORE_1_2, text)).isEqualTo(core);
    assertThat(told(YamlDialect.YAML_1_1, text)).isEqualTo(old);
    assertThat(told(YamlDialect.JSON, text)).isEqualTo(json);
  }

  private static String told(YamlDialect dialect, String text) {
    YamlScalar scalar = dialect.plain(text);
    assertThat(scalar.text()).isEqualTo(text);
    return switch (scalar.kind()) {
      case NULL -> "n";
      case BOOLEAN -> "b " + scalar.truth().orElseThrow();
      case INTEGER -> "i " + scalar.integer().orElseThrow();
      case FLOAT -> "f " + scalar.number().orElseThrow();
      case TIMESTAMP -> "t";
      case STRING -> "s";
    };
  }

  @Test
  void numbersOfManyDigitsAreStringsAsReadingThemTakesTooLong() {
    String digits = "1".repeat(1_000_000);
    for (YamlDialect dialect : YamlDialect.values()) {
      assertThat(dialect.plain(digits).kind()).isEqualTo(Kind.STRING);
      assertThat(dialect.plain("0x" + digits).kind()).isEqualTo(Kind.STRING);
      assertThat(dialect.plain("1" + ":1".repeat(500_000)).kind()).isEqualTo(Kind.STRING);
    }
  }

  /** The rules of YAML 1.1 were written down from PyYAML; here it is asked for texts of the characters that matter. */
  @Test
  void theOldRulesAreThoseOfPyYaml() {
    Random random = new Random(4);
    String characters = "0123456789_+-.:eExXoObBtTzZ aAfFiInNyYsSlLuUrR~=<";
    List<String> texts = random.ints(30_000, 1, 9).mapToObj(length -> random.ints(length, 0, characters.length())
        .mapToObj(i -> characters.substring(i, i + 1)).reduce("", String::concat))
        .filter(text -> !text.startsWith("- ") && !text.equals("-")
            && !text.contains(": ") && !text.endsWith(":") && text.strip().equals(text) && !text.equals("=") && !text.startsWith("---"))
        .toList();
    JsonNode read = OtherReaders.python(texts, false);
    for (int i = 0; i < texts.size(); i++) {
      String type = read.get(i).fieldNames().next();
      YamlScalar ours = YamlDialect.YAML_1_1.plain(texts.get(i));
      switch (ours.kind()) {
        case STRING -> assertThat(type).as(texts.get(i)).isIn("s", "error");
        case INTEGER ->
          assertThat(new BigInteger(read.get(i).path("i").asText("0"))).as(texts.get(i)).isEqualTo(ours.integer().orElseThrow());
        case FLOAT -> assertThat(Double.parseDouble(read.get(i).path("f").asText("-1").replace("inf", "Infinity").replace("nan", "NaN")))
            .as(texts.get(i))
            .isEqualTo(ours.number().orElseThrow());
        // dates that do not exist are errors there
        case TIMESTAMP -> assertThat(type).as(texts.get(i)).isIn("other", "error");
        case BOOLEAN -> assertThat(read.get(i).path("b").asBoolean()).as(texts.get(i)).isEqualTo(ours.truth().orElseThrow());
        case NULL -> assertThat(type).as(texts.get(i)).isEqualTo("n");
      }
    }
  }
}
