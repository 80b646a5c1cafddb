package dev.slipway.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Edits: what was asked for changes, and nothing else. */
class YamlEditTest {
  private static final String COMPOSE = """
      # the shop
      services:
          web:   # public
              image: "nginx:1.25"  # pinned
              ports:
              - "80:80"   # http
              # encrypted
              - "443:443"
              environment: {A: 1, B: two}
              command: |  # a script
                echo a

                echo b
          # the data
          db:
              image: postgres

      volumes: {}
      networks:
      """;

  private static YamlFile compose() {
    return YamlFile.parse("compose.yaml", COMPOSE);
  }

  private static YamlMap map(String key, YamlValue value) {
    return YamlMap.of(ImmutableMap.of(key, value));
  }

  private static YamlScalar text(String text) {
    return YamlScalar.of(text);
  }

  @Example
  void aScalarIsReplacedAndItsCommentStays() {
    YamlFile edited = compose().replace(YamlPath.of("services", "web", "image"), text("nginx:1.27"));
    assertThat(edited.text()).isEqualTo(COMPOSE.replace("\"nginx:1.25\"  # pinned", "nginx:1.27  # pinned"));
  }

  @Example
  void aScalarBecomesACollectionBelowTheCommentOfItsLine() {
    YamlFile edited = compose().replace(YamlPath.of("services", "web", "image"), map("a", YamlList.of(List.of(text("x"), text("z")))));
    assertThat(edited.text()).isEqualTo(COMPOSE.replace("image: \"nginx:1.25\"  # pinned", """
        image:  # pinned
                    a:
                    - x
                    - z""".replace("                    ", "                  ")));
  }

  @Example
  void aBlockOfTextBecomesAScalarAndKeepsTheCommentOfItsHeader() {
    YamlFile edited = compose().replace(YamlPath.of("services", "web", "command"), text("run"));
    assertThat(edited.text()).contains("        command: run  # a script\n    # the data\n");
  }

  @Example
  void aCollectionBecomesAScalarBesideItsKey() {
    YamlFile edited = compose().replace(YamlPath.of("services", "web"), text("none at all"));
    assertThat(edited.text()).isEqualTo("""
        # the shop
        services:
            web: none at all   # public
            # the data
            db:
                image: postgres

        volumes: {}
        networks:
        """.replace("none at all   # public", "none at all  # public"));
  }

  @Example
  void anEntryGoesBehindAllOthersInTheirColumn() {
    YamlFile edited = compose().add(YamlPath.of("services", "web", "restart"), text("always"));
    assertThat(edited.text()).contains("          echo b\n        restart: always\n    # the data\n");
    assertThat(compose().add(YamlPath.of("services", "db", "ports"), YamlList.of(List.of(text("5432:5432")))).text())
        .contains("        image: postgres\n        ports:\n        - \"5432:5432\"\n\nvolumes");
  }

  @Example
  void anEmptyCollectionAndNothingTakeEntries() {
    assertThat(compose().add(YamlPath.of("volumes", "data"), YamlMap.empty()).text()).contains("volumes:\n    data: {}\nnetworks:\n");
    assertThat(compose().add(YamlPath.of("networks", "front"), YamlMap.empty()).text()).endsWith("networks:\n    front: {}\n");
  }

  @Example
  void itemsGoBeforeOthersAndBehindThem() {
    YamlPath ports = YamlPath.of("services", "web", "ports");
    assertThat(compose().add(ports.item(0), text("1")).text()).contains("ports:\n        - \"1\"\n        - \"80:80\"   # http\n");
    assertThat(compose().add(ports.item(1), text("1")).text()).contains("# http\n        - \"1\"\n        # encrypted\n");
    assertThat(compose().add(ports.item(2), map("target", YamlScalar.of(1))).text())
        .contains("- \"443:443\"\n        - target: 1\n        environment");
  }

  @Example
  void entriesInBracesAreChangedInTheirLine() {
    YamlPath environment = YamlPath.of("services", "web", "environment");
    assertThat(compose().replace(environment.to("A"), text("a, b")).text()).contains("environment: {A: \"a, b\", B: two}\n");
    assertThat(compose().add(environment.to("C"), text("x")).text()).contains("environment: {A: 1, B: two, C: x}\n");
    assertThat(compose().remove(environment.to("A")).text()).contains("environment: {B: two}\n");
    assertThat(compose().remove(environment.to("B")).text()).contains("environment: {A: 1}\n");
  }

  @Example
  void whatIsRemovedTakesItsLineAlong() {
    assertThat(compose().remove(YamlPath.of("services", "web", "ports").item(0)).text())
        .isEqualTo(COMPOSE.replace("        - \"80:80\"   # http\n", ""));
    assertThat(compose().remove(YamlPath.of("services", "web", "command")).text()).contains("B: two}\n    # the data\n");
    assertThat(compose().remove(YamlPath.of("services", "db", "image")).text()).contains("    db: {}\n\nvolumes");
    assertThat(YamlFile.parse("x", "a: 1\nb: 2").remove(YamlPath.of("b")).text()).isEqualTo("a: 1");
    assertThat(YamlFile.parse("x", "- a: 1\n  b: 2\n").remove(YamlPath.ROOT.item(0).to("a")).text()).isEqualTo("- b: 2\n");
  }

  @Example
  void aKeyIsRenamedInItsQuotes() {
    assertThat(compose().rename(YamlPath.of("services", "db"), "on").text()).isEqualTo(COMPOSE.replace("    db:", "    \"on\":"));
    assertThat(YamlFile.parse("x", "'a': 1").rename(YamlPath.of("a"), "b").text()).isEqualTo("'b': 1");
  }

  @Example
  void anchorsStayAndAliasesMeanTheNewValue() {
    YamlFile file = YamlFile.parse("x", "a: &x\n  k: 1 # one\nb: *x\nc: &y [1]\n");
    assertThat(file.replace(YamlPath.of("a"), text("new")).text()).isEqualTo("a: &x new\nb: *x\nc: &y [1]\n");
    assertThat(file.replace(YamlPath.of("c"), map("k", text("v"))).text()).isEqualTo("a: &x\n  k: 1 # one\nb: *x\nc: &y\n  k: v\n");
    assertThat(file.replace(YamlPath.of("b"), YamlScalar.of(2)).text()).isEqualTo("a: &x\n  k: 1 # one\nb: 2\nc: &y [1]\n");
  }

  @Example
  void lineBreaksAreThoseOfTheFile() {
    YamlFile file = YamlFile.parse("x", "a:\r\n  b: 1\r\nc: 2\r\n");
    assertThat(file.add(YamlPath.of("a", "d"), text("x\ny")).text()).isEqualTo("a:\r\n  b: 1\r\n  d: |-\r\n    x\r\n    y\r\nc: 2\r\n");
    assertThat(file.remove(YamlPath.of("a")).text()).isEqualTo("c: 2\r\n");
  }

  @Example
  void otherDocumentsAreEditedToo() {
    YamlFile file = YamlFile.parse("x", "a: 1\n--- # two\nb: 2\n...\n");
    assertThat(file.replace(YamlPath.of("b").inDocument(1), text("x")).text()).isEqualTo("a: 1\n--- # two\nb: x\n...\n");
    assertThat(file.add(YamlPath.of("c").inDocument(1), text("x")).text()).isEqualTo("a: 1\n--- # two\nb: 2\nc: x\n...\n");
  }

  @Example
  void whatCannotBeEditedIsToldWithItsReason() {
    YamlFile file = YamlFile.parse("x", "base: &b {k: 1}\nuse: *b\nmerged:\n  <<: *b\n");
    assertThatThrownBy(() -> file.replace(YamlPath.of("use", "k"), text("v"))).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("alias '*b' in line 2");
    assertThatThrownBy(() -> file.replace(YamlPath.of("merged", "k"), text("v"))).hasMessageContaining("merged");
    assertThatThrownBy(() -> file.replace(YamlPath.of("bsae"), text("v"))).hasMessageContaining("Did you mean 'base'");
    assertThatThrownBy(() -> file.add(YamlPath.of("base"), text("v"))).hasMessageContaining("already");
    assertThatThrownBy(() -> file.remove(YamlPath.of("base"))).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> YamlFile.parse("x", "a: [").remove(YamlPath.of("a"))).hasMessageContaining("cannot be changed before");
  }

  private static final ImmutableList<String> SEEDS = ImmutableList.of(COMPOSE,
      "a: 1\nb:\n- x\n-\n- - 1\n  - 2 # c\n- k: v\n  l: {m: [1, 2], n: }\n",
      "# head\n\n? complex\n: value\nlist: [a, {b: c}, [], {}]   # tail\ntext: >-\n  folded\n  text\n\nlast: \"multi\n  line\"\n", "root\n",
      "- 1\n- 2", "{a: {b: [1, 2, 3]}, c: }\n",
      "a: !reset\nb: !override [1]\nc: &x !override\n  d: 1 # d\n  e: |+\n    keep\n\n\nf: *x\n",
      "---\na: 1\n---\n- b\n...\n---\nc: {d: 1}\n");

  @Property(seed = "3", tries = 5_000)
  void editsOfAnyKindKeepAllOtherCharacters(@ForAll long seed) {
    Random random = new Random(seed);
    RandomValues values = new RandomValues(seed);
    String text = random.nextInt(3) == 0
        ? YamlWriter.write(values.value(4), values.layout())
        : SEEDS.get(random.nextInt(SEEDS.size())).replace("\n", random.nextInt(4) == 0 ? "\r\n" : "\n");
    YamlFile file = YamlFile.parse("file", text);
    for (int i = 0; i < 3; i++) {
      file = edited(file, random, values);
    }
  }

  /** That the result reads as it should has been checked by the edit itself, which fails if it does not. */
  private static YamlFile edited(YamlFile file, Random random, RandomValues values) {
    List<YamlPath> paths = new ArrayList<>();
    for (int i = 0; i < file.documents().size(); i++) {
      collect(YamlPath.ROOT.inDocument(i), file.documents().get(i), paths);
    }
    YamlPath path = paths.get(random.nextInt(paths.size()));
    YamlValue value = values.value(3);
    YamlNode old = node(file, path);
    YamlFile edited = file;
    switch (random.nextInt(4)) {
      case 0 -> {
        edited = file.replace(path, value);
        assertThat(edited.text()).as(path.toString()).startsWith(file.text().substring(0, before(file, path)));
        assertThat(edited.text()).endsWith(file.text().substring(YamlLayout.lineEnd(file.text(), old.end())));
      }
      case 1 -> edited = remove(file, path);
      case 2 -> edited = add(file, path, old, value, random);
      default -> edited = rename(file, path, values.text());
    }
    return edited;
  }

  /** The end of what stands before a value and its key. */
  private static int before(YamlFile file, YamlPath path) {
    if (path.isRoot()) {
      return node(file, path).start();
    }
    return switch (path.last()) {
      case YamlPath.Key key -> {
        YamlNode.Mapping mapping = (YamlNode.Mapping) node(file, path.parent());
        yield mapping.entries().get(YamlEdit.indexOf(mapping, key.name())).key().end();
      }
      case YamlPath.Item item ->
        item.index() == 0 ? node(file, path.parent()).contentStart() : node(file, path.parent().item(item.index() - 1)).end();
    };
  }

  private static YamlFile remove(YamlFile file, YamlPath path) {
    return path.isRoot() || isUsed(file, node(file, path)) ? file : file.remove(path);
  }

  private static YamlFile rename(YamlFile file, YamlPath path, String name) {
    boolean key = !path.isRoot() && path.last() instanceof YamlPath.Key;
    return key && YamlEdit.indexOf((YamlNode.Mapping) node(file, path.parent()), name) < 0 && name.length() < 500
        ? file.rename(path, name)
        : file;
  }

  private static YamlFile add(YamlFile file, YamlPath path, YamlNode into, YamlValue value, Random random) {
    return switch (into) {
      case YamlNode.Mapping mapping -> YamlEdit.indexOf(mapping, "added") < 0 ? file.add(path.to("added"), value) : file;
      case YamlNode.Sequence sequence -> file.add(path.item(random.nextInt(sequence.items().size() + 1)), value);
      case YamlNode.Scalar scalar -> file;
      case YamlNode.Alias alias -> file;
    };
  }

  private static boolean isUsed(YamlFile file, YamlNode node) {
    return node.toString().contains("&") && file.text().contains("*");
  }

  private static YamlNode node(YamlFile file, YamlPath path) {
    YamlNode node = file.documents().get(path.document());
    for (YamlPath.Step step : path.steps()) {
      node = switch (step) {
        case YamlPath.Key key -> ((YamlNode.Mapping) node).entries().get(YamlEdit.indexOf((YamlNode.Mapping) node, key.name())).value();
        case YamlPath.Item item -> ((YamlNode.Sequence) node).items().get(item.index());
      };
    }
    return node;
  }

  private static void collect(YamlPath path, YamlNode node, List<YamlPath> paths) {
    paths.add(path);
    switch (node) {
      case YamlNode.Mapping mapping ->
        mapping.entries().forEach(entry -> collect(path.to(((YamlNode.Scalar) entry.key()).text()), entry.value(), paths));
      case YamlNode.Sequence sequence -> {
        for (int i = 0; i < sequence.items().size(); i++) {
          collect(path.item(i), sequence.items().get(i), paths);
        }
      }
      case YamlNode.Scalar scalar -> {
      }
      case YamlNode.Alias alias -> {
      }
    }
  }
}
