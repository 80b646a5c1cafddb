package dev.slipway.oci;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class UnknownFieldsTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  private static byte[] bytes(JsonNode tree) {
    return tree.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Provide
  Arbitrary<JsonNode> anything() {
    Arbitrary<JsonNode> leaf = Arbitraries.oneOf(
        Arbitraries.strings().all().ofMaxLength(8).filter(Texts::isUnicode).map(MAPPER.getNodeFactory()::textNode),
        Arbitraries.longs().map(MAPPER.getNodeFactory()::numberNode), Arbitraries.of(true, false).map(MAPPER.getNodeFactory()::booleanNode),
        Arbitraries.just(MAPPER.getNodeFactory().nullNode()));
    Arbitrary<JsonNode> object = fields(leaf).map(node -> node);
    Arbitrary<JsonNode> array = Arbitraries.oneOf(leaf, object).list().ofMaxSize(3).map(list -> MAPPER.createArrayNode().addAll(list));
    return Arbitraries.oneOf(leaf, array, fields(array).map(node -> node));
  }

  private static Arbitrary<ObjectNode> fields(Arbitrary<? extends JsonNode> value) {
    Arbitrary<String> name = Arbitraries.strings().withChars("xyz-./ \u00e9\u0131\uD83D\uDE00").ofMinLength(1).ofMaxLength(6)
        .filter(Texts::isUnicode);
    return Combinators.combine(name, value).as((key, node) -> MAPPER.createObjectNode().<ObjectNode>set("x-" + key, node))
        .list().ofMaxSize(3).map(list -> {
          ObjectNode object = MAPPER.createObjectNode();
          list.forEach(object::setAll);
          return object;
        });
  }

  @Property(tries = 300, seed = "1")
  void changesToAConfigurationKeepThem(@ForAll("anything") JsonNode a, @ForAll("anything") JsonNode b, @ForAll("anything") JsonNode c)
      throws IOException {
    ObjectNode tree = MAPPER.createObjectNode();
    tree.set("x-a", a);
    tree.put("os", "linux").put("architecture", "amd64");
    tree.putObject("rootfs").put("type", "layers").set("x-b", b);
    tree.putObject("config").put("User", "u").set("x-c", c);
    tree.putArray("history").addObject().put("created_by", "x").set("x-d", a);
    ImageConfig read = ImageConfig.read(bytes(tree));

    ImageConfig changed = read.withContainer(read.container().withUser("v").withUser("u")).withAuthor("x").withAuthor("")
        .withDiffIds(List.of());
    tree.withObject("rootfs").putArray("diff_ids");
    assertThat(MAPPER.readTree(changed.bytes())).isEqualTo(MAPPER.readTree(bytes(tree)));
    assertThat(ImageConfig.read(changed.bytes()).withAuthor("").bytes()).isEqualTo(changed.bytes());
  }

  @Property(tries = 300, seed = "1")
  void changesToAnIndexKeepThem(@ForAll("anything") JsonNode a, @ForAll("anything") JsonNode b) throws IOException {
    ObjectNode tree = MAPPER.createObjectNode().put("schemaVersion", 2);
    tree.set("x-a", a);
    ObjectNode entry = tree.putArray("manifests").addObject().put("mediaType", "a/b").put("digest", DocumentsTest.A).put("size", 3);
    entry.set("x-b", b);
    entry.putObject("platform").put("os", "linux").put("architecture", "amd64").set("x-c", a);
    Index read = Index.read(bytes(tree));

    Index changed = read.withManifests(read.manifests().stream().map(d -> d.withAnnotation("k", "v")).toList());
    entry.putObject("annotations").put("k", "v");
    assertThat(MAPPER.readTree(changed.bytes())).isEqualTo(MAPPER.readTree(bytes(tree)));
  }
}
