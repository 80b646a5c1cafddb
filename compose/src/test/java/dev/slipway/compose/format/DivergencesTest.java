package dev.slipway.compose.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each deliberate difference to the reference implementation: that it is documented, and that it is so. */
class DivergencesTest {
  private static final Path DOCUMENTATION = Path.of("src/main/java/dev/slipway/compose/format/package-info.java");
  private static final String ROW = "<tr id=\"";

  @Test
  void everyRuleHasARowInTheDocumentationAndEveryRowARule() throws IOException {
    String text = Files.readString(DOCUMENTATION, UTF_8);
    Set<String> rows = new TreeSet<>();
    for (String part : Splitter.on(ROW).split(text.substring(text.indexOf(ROW) + ROW.length()))) {
      rows.add(part.substring(0, part.indexOf('"')));
    }
    Set<String> rules = new TreeSet<>(Set.of("letter-before-a-sign"));
    Arrays.stream(Divergence.values()).map(Divergence::id).forEach(rules::add);
    assertThat(rows).isEqualTo(rules);
  }

  @Test
  void aNameAtTheEndOfAFileTakesItsValueFromAround() {
    assertThat(DotEnv.parse("A=1\nB", name -> Optional.of("around"), DotEnv.Format.USUAL).orElseThrow())
        .containsExactly(Map.entry("A", "1"), Map.entry("B", "around"));
    assertThat(DotEnv.parse("A=1\nB", name -> Optional.empty(), DotEnv.Format.USUAL).orElseThrow()).containsOnlyKeys("A");
  }

  @Test
  void aValueWithoutANameIsDroppedWithAWarning() {
    Parsed<ImmutableMap<String, String>> read = DotEnv.parse("=x\nA=1\n: y", name -> Optional.empty(), DotEnv.Format.USUAL);
    assertThat(read.orElseThrow()).containsOnlyKeys("A");
    assertThat(read.warnings()).extracting(TextProblem::start).containsExactly(0, 7);
  }

  @Test
  void portsOfARangeAreInTheOrderOfTheirNumbers() {
    assertThat(PortMapping.parse("9-11").orElseThrow().expanded()).hasToString("[9, 10, 11]");
  }

  @Test
  void aVolumeOfOneLetterIsAVolume() {
    List<String> shown = new ArrayList<>();
    for (String text : List.of("v:/data", "v:/data:ro", "V:/data:z,nocopy", "é:/data", "a:b", "d:\\data", "d:\\", "c:/a:/b", "c:a:/b",
        "c:/a:d:\\b", "c:/a:D:/b:ro", "name:d:", "ab:/b")) {
      Parsed<VolumeMount> mount = VolumeMount.parse(text);
      shown.add(text + " = " + mount.orElseThrow().source().orElse("") + " at " + mount.orElseThrow().target()
          + (mount.warnings().isEmpty() ? "" : " !"));
    }
    assertThat(shown).containsExactly("v:/data = v at /data !", "v:/data:ro = v at /data !", "V:/data:z,nocopy = V at /data !",
        "é:/data = é at /data !", "a:b = a at b !", "d:\\data =  at d:\\data", "d:\\ =  at d:\\", "c:/a:/b = c:/a at /b",
        "c:a:/b = c:a at /b", "c:/a:d:\\b = c:/a at d:\\b", "c:/a:D:/b:ro = c:/a at D:/b", "name:d: = name at d:", "ab:/b = ab at /b");
    assertThat(VolumeMount.parse("v:/data:ro:x").isValid()).isFalse();
  }

  @Test
  void charactersOfAnOpenVariableStandForThemselvesInAMount() {
    assertThat(VolumeMount.parse("/a:/b${c").orElseThrow().target()).isEqualTo("/b${c");
    assertThat(VolumeMount.parse("/a:/b\0c").isValid()).isFalse();
  }

  @Test
  void anAmountBeyond64BitsIsRefused() {
    assertThat(ByteCount.parse("99999999t").errors()).hasToString(
        "[" + TextProblem.error(0, 9, "'99999999t' is more than fits into 64 bits", "write a smaller amount") + "]");
    assertThat(ByteCount.parse("9223372036854775807").orElseThrow().bytes()).isEqualTo(Long.MAX_VALUE);
    assertThat(ByteCount.parse("9223372036854775808").isValid()).isFalse();
  }

  @Test
  void namesAreOfAscii() {
    assertThat(Template.substitute("$\u017F $\u212A", name -> Optional.of("x")).orElseThrow()).isEqualTo("$\u017F $\u212A");
  }

  @Test
  void aVariableMayEndWithAnyLetter() {
    assertThat(KeyValue.parseVariable("là=x").orElseThrow()).isEqualTo(KeyValue.of("là", "x"));
    assertThat(KeyValue.parseVariable("l =x").isValid()).isFalse();
    assertThat(KeyValue.parseVariable("l\u00A0=x").isValid()).isFalse();
  }
}
