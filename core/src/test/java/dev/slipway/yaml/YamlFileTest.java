package dev.slipway.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.ContextException;
import dev.slipway.DocumentException;
import dev.slipway.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts as trees and as values. */
class YamlFileTest {
  @TempDir
  private Path directory;

  private static YamlReading compose(String text) {
    return YamlFile.parse("compose.yaml", text).values(YamlDialect.COMPOSE);
  }

  private static YamlMap read(String text) {
    return (YamlMap) compose(text).orThrow().get(0);
  }

  private static YamlValue at(YamlValue value, String... keys) {
    YamlValue found = value;
    for (String key : keys) {
      found = ((YamlMap) found).get(key).orElseThrow();
    }
    return found;
  }

  private static String place(YamlValue value) {
    Place place = value.place().orElseThrow();
    return place + "-" + place.span().endLine() + ":" + place.span().endColumn() + (place.uses().isEmpty() ? "" : " " + place.uses());
  }

  private static List<String> problems(String text) {
    return compose(text).problems().stream().map(Problem::toString).toList();
  }

  @Test
  void everyValueKnowsWhereItStands() {
    YamlMap map = read("a: one\nb:\n  - x\n  - {k: 'v'}\nc: |\n  text\n  more\n\nd: >-\n  folded\ne:\n");
    assertThat(place(at(map, "a"))).isEqualTo("compose.yaml:1:4-1:7");
    assertThat(place(at(map, "b"))).isEqualTo("compose.yaml:3:3-4:13");
    assertThat(place(((YamlList) at(map, "b")).items().get(1))).isEqualTo("compose.yaml:4:5-4:13");
    assertThat(place(at(map, "c"))).isEqualTo("compose.yaml:5:4-7:7");
    assertThat(place(at(map, "d"))).isEqualTo("compose.yaml:9:4-10:9");
    assertThat(place(at(map, "e"))).isEqualTo("compose.yaml:11:3-11:3");
    assertThat(place(map)).isEqualTo("compose.yaml:1:1-11:3");
    assertThat(map.entry("b").orElseThrow().key().place().orElseThrow()).hasToString("compose.yaml:2:1");
  }

  @Test
  void placesCountCodePointsWhateverStandsBefore() {
    YamlMap map = read("\uFEFFkey: 😀😀 # 😀\r\nother: {a: 😀, b: x}\r\n");
    assertThat(place(at(map, "other", "b"))).isEqualTo("compose.yaml:2:18-2:19");
    assertThat(at(map, "key")).isEqualTo(YamlScalar.of("😀😀"));
    assertThat(at(map, "key").place().orElseThrow().span().offset()).isEqualTo(6);
    assertThat(read("😀".repeat(1000) + ": " + "é😀".repeat(500) + "\nk: v"))
        .matches(value -> place(at(value, "k")).startsWith("compose.yaml:2:4"));
  }

  @Test
  void lineBreaksOfAllSystemsAreRead() {
    assertThat(read("a: 1\r\nb: |\r\n  x\r\n  y\r\n")).isEqualTo(read("a: 1\nb: |\n  x\n  y\n"));
    assertThat(read("a: 1\rb: 2\r")).isEqualTo(read("a: 1\nb: 2\n"));
    assertThat(compose("a: b\u2028c\nd: \"e\u0085f\"\n").problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '`', delimiter = ';', value = {
      "`k: |\n  a`;`a`", "`k: |\n  a\n`;`a\n`", "`k: |-\n  a`;`a`", "`k: |+\n  a`;`a`", "`k: |+\n  a\n\n`;`a\n\n`",
      "`k: >\n  a\n  b`;`a b`", "`k: >\n  a\n  b\n`;`a b\n`",
      "`k: |\n  a\n  `;`a\n`", "`k: |\n  a\n    `;`a\n  `", "`k: |\r\n  a\r\n  b`;`a\nb`", "`k: |`;``", "`k: |2\n    a`;`  a`"})
  void aBlockAtTheEndOfATextHasNoLineBreakThatNobodyWrote(String text, String value) {
    assertThat(at(read(text), "k")).isEqualTo(YamlScalar.of(value));
  }

  @Test
  void commentsBelongToWhatTheyStandBesideAndAbove() {
    YamlFile file = YamlFile.parse("x",
        "# head\n#more\na: 1 # one\n\n# of b\nb: # beside\n  # first\n  - x # x\n  -  # empty\n  - [1, # in\n     2]\nc: | # block\n  # text\nd: &x # anchor\n  k: 'a # b'#c\n# end\n");
    YamlNode.Mapping root = (YamlNode.Mapping) file.documents().get(0);
    assertThat(root.entries().get(0).key().commentsAbove()).extracting(YamlComment::text).containsExactly("head", "more");
    assertThat(root.entries().get(0).value().commentBeside().orElseThrow().text()).isEqualTo("one");
    assertThat(root.entries().get(1).key().commentsAbove()).extracting(YamlComment::text).containsExactly("of b");
    assertThat(root.entries().get(1).key().commentBeside().orElseThrow().text()).isEqualTo("beside");
    YamlNode.Sequence list = (YamlNode.Sequence) root.entries().get(1).value();
    assertThat(list.items().get(0).commentsAbove()).extracting(YamlComment::text).containsExactly("first");
    assertThat(list.items().get(1).commentBeside().orElseThrow().text()).isEqualTo("empty");
    assertThat(((YamlNode.Sequence) list.items().get(2)).items().get(0).commentBeside().orElseThrow().text()).isEqualTo("in");
    assertThat(root.entries().get(2).value().commentBeside().orElseThrow().text()).isEqualTo("block");
    assertThat(root.entries().get(3).key().commentBeside().orElseThrow().text()).isEqualTo("anchor");
    assertThat(file.comments()).extracting(YamlComment::toString)
        .containsExactly("# head", "#more", "# one", "# of b", "# beside", "# first", "# x", "# empty", "# in", "# block", "# anchor", "#c",
            "# end");
    assertThat(file.comments().get(2).span()).hasToString("3:6");
  }

  @Test
  void aliasesAreFollowedAndTheirUsesKnown() {
    YamlMap map = read("base: &b\n  k: [1, *s]\ns: 2\n".replace("*s", "3") + "one: *b\ntwo: &t {in: *b}\nthree: *t\n");
    assertThat(at(map, "one")).isEqualTo(at(map, "base"));
    assertThat(place(at(map, "one", "k"))).isEqualTo("compose.yaml:2:6-2:12 [used as an alias at compose.yaml:4:6]");
    assertThat(place(at(map, "three", "in", "k")))
        .endsWith("[used as an alias at compose.yaml:5:14, used as an alias at compose.yaml:6:8]");
    assertThat(read("a: &x 1\nb: &x 2\nc: *x\n")).isEqualTo(read("a: 1\nb: 2\nc: 2\n"));
    assertThat(read("&k a: 1\nb: {*k : 2}\n")).isEqualTo(read("a: 1\nb: {a: 2}\n"));
  }

  @Test
  void mergeKeysBringWhatIsNotThere() {
    YamlMap map = read("""
        x: &x {a: 1, b: 2}
        y: &y {b: 3, c: 4}
        l: &l [*x, *y]
        one: {<<: *x, b: 5}
        two: {z: 0, <<: [*x, *y], d: 6}
        three: {<<: *l}
        four: {<<: {a: 7, <<: *y}}
        five: {"<<": 1}
        """);
    assertThat(at(map, "one")).isEqualTo(read("{a: 1, b: 5}"));
    assertThat(((YamlMap) at(map, "two")).entries()).extracting(YamlMap.Entry::name).containsExactly("z", "a", "b", "c", "d");
    assertThat(at(map, "two")).isEqualTo(read("{z: 0, a: 1, b: 2, c: 4, d: 6}"));
    assertThat(at(map, "three")).isEqualTo(read("{a: 1, b: 2, c: 4}"));
    assertThat(at(map, "four")).isEqualTo(read("{a: 7, b: 3, c: 4}"));
    assertThat(((YamlMap) at(map, "five")).entries().get(0).name()).isEqualTo("<<");
    assertThat(place(at(map, "one", "a"))).endsWith("[merged at compose.yaml:4:11]");
    assertThat(
        ((YamlMap) YamlFile.parse("x", "a: &a {k: 1}\nb: {<<: *a}").values(YamlDialect.CORE_1_2).orThrow().get(0)).get("b").orElseThrow())
        .isEqualTo(YamlMap.of(ImmutableMap.of("<<", YamlMap.of(ImmutableMap.of("k", YamlScalar.of(1))))));
  }

  @Test
  void tagsOfYamlTypeAndTagsOfComposeStay() {
    YamlMap map = read(
        "a: !!str 1\nb: !!int '7'\nc: !!float 1\nd: !!binary aGk=\ne: !reset null\nf: !override [1]\ng: !<tag:yaml.org,2002:str> 2\nh: ! 12\ni: !!null\n");
    assertThat(map).isEqualTo(YamlMap.of(ImmutableMap.<String, YamlValue>builder()
        .put("a", YamlScalar.of("1")).put("b", YamlScalar.of(7)).put("c", YamlScalar.number("1", 1)).put("d", YamlScalar.of("hi"))
        .put("e", YamlScalar.ofNull().tagged(Optional.of("!reset")))
        .put("f", YamlList.of(List.of(YamlScalar.of(1))).tagged(Optional.of("!override")))
        .put("g", YamlScalar.of("2")).put("h", YamlScalar.of(12)).put("i", YamlScalar.ofNull()).build()));
    assertThat(YamlFile.parse("x", "!reference [a]").values(YamlDialect.YAML_1_1).orThrow().get(0).tag()).contains("!reference");
    assertThat(YamlFile.parse("x", "! 12").values(YamlDialect.CORE_1_2).orThrow()).containsExactly(YamlScalar.of("12"));
  }

  @Test
  void severalDocumentsAreReadInOrder() {
    assertThat(compose("%YAML 1.2\n--- # one\na: 1\n...\n---\n---\nb: 2\n").orThrow()).containsExactly(read("a: 1"), YamlScalar.ofNull(),
        read("b: 2"));
    assertThat(compose("").documents()).isEmpty();
    assertThat(compose("# only\n\n# comments\n").documents()).isEmpty();
    assertThat(compose("a: &x 1\n---\nb: *x\n").problems()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
      "`a: 1\nb: 2\na: 3\n` | `compose.yaml:3:1: the key 'a' stands here for the second time; the first is in line 1`",
      "`x: &x {a: 1}\ny:\n  <<: *x\n  <<: *x\n` | `compose.yaml:4:3: the key '<<' stands here for the second time; the first is in line 3`",
      "`a: {1: x}` | `compose.yaml:1:5: the key '1' is a whole number, and keys are strings`",
      "`true: x` | `compose.yaml:1:1: the key 'true' is a truth value, and keys are strings`",
      "`? [a]\n: b` | `compose.yaml:1:3: a list or a mapping cannot be a key`",
      "`a: !foo 1` | `compose.yaml:1:4: the tag '!foo' means nothing here`",
      "`a: !!python/object:os.system {x: y}` | `compose.yaml:1:4: the tag '!!python/object:os.system' does not fit a mapping`",
      "`a: !<tag:example.com,2000:x> 1` | `compose.yaml:1:4: the tag 'tag:example.com,2000:x' means nothing here`",
      "`a: !!int x` | `compose.yaml:1:4: 'x' is not a whole number, as its tag says`",
      "`a: &a [*a]` | `compose.yaml:1:8: the alias '*a' stands inside of what it stands for`",
      "`a: *b` | `compose.yaml:1:4: there is no anchor '&b' above`",
      "`a: {<<: 1}` | `compose.yaml:1:9: the key '<<' takes a mapping or a list of mappings, and this is neither`",
      "`k: -` | `compose.yaml:1:4: a list item '-' stands where none can be`",
      "`a: b: c` | `compose.yaml:1:5: a colon with a blank behind it stands where no key can be`",
      "`a:\n\t- b` | `compose.yaml:2:1: a tab stands where only blanks can indent`",
      "`a: @b` | `compose.yaml:1:4: a text without quotes cannot begin with '@'`",
      "`a: 'b` | `compose.yaml:1:4: the quotes that open here are never closed`",
      "`a: [b` | `compose.yaml:1:4: the bracket that opens here is never closed`",
      "`a: [b: }` | `compose.yaml:1:8: `",
      "`a: 1\nb\nc: 2` | `compose.yaml:2:1: the line is neither a key with a colon nor part of what stands above it`",
      "`a:\n  b: 1\n c: 2` | `compose.yaml:3:2: what stands here does not fit the entries above it`",
      "`a: \"\\UFFFFFFFF\"` | `compose.yaml:1:`",
      "`a: \"\\ud800\"` | `compose.yaml:1:4: an escape makes half of a character that needs two`",
      "`a: \u0007` | `compose.yaml:1:4: the character U+0007 cannot stand in YAML`",
      "`a: x\uD800y` | `compose.yaml:1:5: the character U+D800 is half of a pair`",
      "`a: !x!y z` | `compose.yaml:1:4: the tag has a handle`", "`%YAML 3.0\n--- a` | `compose.yaml:`"})
  void whatIsWrongIsToldWithItsPlace(String text, String problem) {
    assertThat(problems(text)).isNotEmpty();
    assertThat(problems(text).get(0)).startsWith(problem);
    assertThatThrownBy(() -> compose(text).orThrow()).isInstanceOf(DocumentException.class).hasMessageContaining("compose.yaml");
  }

  @Test
  void allThatIsWrongWithValuesIsToldAtOnce() {
    assertThat(problems("a: 1\na: 2\n3: x\nb: !foo\nc: [{k: 1, k: 2}]\n")).hasSize(4).isSorted();
    assertThat(compose("a: 1\na: 2\n").documents().get(0)).isEqualTo(read("a: 1"));
  }

  @Test
  void documentsBeforeAMistakeAreRead() {
    YamlReading reading = compose("a: 1\n---\nb: [\n");
    assertThat(reading.documents()).containsExactly(read("a: 1"));
    assertThat(reading.problems()).hasSize(1);
  }

  @Test
  void filesAreReadStrictly() throws IOException {
    Path file = Files.writeString(directory.resolve("a.yaml"), "k: ä\n");
    assertThat(YamlFile.read(file).values(YamlDialect.COMPOSE).orThrow()).isEqualTo(ImmutableList.of(read("k: ä")));
    Path latin = Files.write(directory.resolve("b.yaml"), new byte[]{'k', ':', ' ', (byte) 0xE4});
    assertThatThrownBy(() -> YamlFile.read(latin)).isInstanceOf(DocumentException.class).hasMessageContaining("not UTF-8");
    assertThatThrownBy(() -> YamlFile.read(directory.resolve("none"))).isInstanceOf(ContextException.class);
    assertThatThrownBy(() -> YamlFile.read(directory)).isInstanceOf(ContextException.class);
    assertThatThrownBy(() -> YamlFile.read(file, YamlLimits.STANDARD.withCharacters(4))).isInstanceOf(DocumentException.class);
  }
}
