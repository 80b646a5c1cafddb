package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class StructureTest {
  private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  /** A key that only its own package knows. */
  private record Hidden(String a, Optional<Integer> b) {}

  @Provide
  Arbitrary<Instruction> instructions() {
    return Values.instructions();
  }

  @Provide
  Arbitrary<String> texts() {
    return Values.texts();
  }

  @Property(tries = 500, seed = "1")
  void anInstructionIsValidJsonWithAllItsComponents(@ForAll("instructions") Instruction instruction) throws IOException {
    JsonNode node = JSON.readTree(Structure.json(instruction));
    assertThat(node.get("type").textValue()).isEqualTo(instruction.getClass().getSimpleName());
    assertThat(node).hasSize(instruction.getClass().getRecordComponents().length + 1);
    assertThat(Structure.json(instruction)).isEqualTo(Structure.json(instruction));
    assertThat(Structure.digest(instruction)).isEqualTo(Digest.sha256(Values.bytes(Structure.json(instruction))));
  }

  @Property(tries = 500, seed = "1")
  void differentInstructionsHaveDifferentTexts(@ForAll("instructions") Instruction a, @ForAll("instructions") Instruction b) {
    assertThat(Structure.json(a).equals(Structure.json(b))).isEqualTo(a.equals(b));
  }

  @Property(seed = "1")
  void anyTextIsReadBackByAParser(@ForAll String text, @ForAll("texts") String awkward) throws IOException {
    assertThat(JSON.readTree(Structure.json(text)).textValue()).isEqualTo(text);
    assertThat(JSON.readTree(Structure.json(awkward)).textValue()).isEqualTo(awkward);
  }

  @Test
  void bytesThatAreNoTextAreKeptApart() throws IOException {
    ImagePath path = ImagePath.of("/\udc80");
    assertThat(JSON.readTree(Structure.json(path)).textValue()).isEqualTo("/\udc80");
    assertThat(Structure.digest(path)).isNotEqualTo(Structure.digest(ImagePath.of("/\udc81")))
        .isNotEqualTo(Structure.digest(ImagePath.of("/?")));
  }

  @Test
  void theOrderOfMapsAndSetsDoesNotCount() {
    Map<String, Integer> map = new HashMap<>(Map.of("b", 1, "a", 2, "c", 3));
    assertThat(Structure.json(map)).isEqualTo("{\"a\":2,\"b\":1,\"c\":3}")
        .isEqualTo(Structure.json(ImmutableMap.of("c", 3, "a", 2, "b", 1)));
    assertThat(Structure.json(ImmutableSet.of("b", "a"))).isEqualTo(Structure.json(ImmutableSet.of("a", "b"))).isEqualTo("[\"a\",\"b\"]");
    assertThat(Structure.json(ImmutableList.of("b", "a"))).isEqualTo("[\"b\",\"a\"]");
  }

  @Test
  void everyKindOfValueHasItsText() {
    assertThat(
        Structure.json(ImmutableList.of(1, 2L, true, Optional.empty(), Optional.of("x"), Duration.ofSeconds(90), Mount.Sharing.LOCKED)))
        .isEqualTo("[1,2,true,null,\"x\",\"PT1M30S\",\"LOCKED\"]");
    assertThat(Structure.json(new Hidden("x", Optional.of(1)))).isEqualTo("{\"type\":\"Hidden\",\"a\":\"x\",\"b\":1}");
    Stage stage = Stage.scratch().named("x");
    assertThat(Structure.json(stage)).isEqualTo("\"stage:" + stage.digest() + "\"");
    assertThat(Structure.json(Optional.of("null"))).isEqualTo("\"null\"");
  }

  @Test
  void whatHasNoTextOfItsOwnIsRefused() {
    assertThatThrownBy(() -> Structure.json(new byte[3])).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> Structure.json(ImmutableList.of(new Object()))).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("java.lang.Object");
  }
}
