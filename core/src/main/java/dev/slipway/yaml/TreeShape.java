package dev.slipway.yaml;

import com.google.common.collect.ImmutableList;
import dev.slipway.yaml.YamlNode.Alias;
import dev.slipway.yaml.YamlNode.Mapping;
import dev.slipway.yaml.YamlNode.Scalar;
import dev.slipway.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a node says, whatever the dialect and the layout: two shapes are equal if every dialect reads them as the same.
 *
 * @param kind what the node is, with its tag, its anchor and, of an alias, its name
 * @param typed what a scalar is in each dialect
 * @param children the items, or keys and values in turn
 */
record TreeShape(String kind, ImmutableList<YamlScalar> typed, ImmutableList<TreeShape> children) {

  static ImmutableList<TreeShape> of(List<YamlNode> documents) {
    return documents.stream().map(TreeShape::of).collect(ImmutableList.toImmutableList());
  }

  static TreeShape of(YamlNode node) {
    return of(node, node.anchor());
  }

  /** The same node with an anchor of another. */
  static TreeShape of(YamlNode node, Optional<String> anchor) {
    String properties = node.tag().orElse("") + "&" + anchor.orElse("");
    return switch (node) {
      case Scalar scalar -> new TreeShape("scalar" + properties, typed(scalar), ImmutableList.of());
      case Alias alias -> new TreeShape("*" + alias.name(), ImmutableList.of(), ImmutableList.of());
      case Sequence sequence -> new TreeShape("list" + properties, ImmutableList.of(), of(sequence.items()));
      case Mapping mapping -> {
        ImmutableList.Builder<TreeShape> children = ImmutableList.builderWithExpectedSize(mapping.entries().size() * 2);
        mapping.entries().forEach(entry -> children.add(of(entry.key())).add(of(entry.value())));
        yield new TreeShape("map" + properties, ImmutableList.of(), children.build());
      }
    };
  }

  private static ImmutableList<YamlScalar> typed(Scalar scalar) {
    if (scalar.style() != YamlScalar.Style.PLAIN) {
      return ImmutableList.of(YamlScalar.of(scalar.text()));
    }
    ImmutableList.Builder<YamlScalar> all = ImmutableList.builder();
    boolean string = true;
    for (YamlDialect dialect : YamlDialect.values()) {
      YamlScalar typed = dialect.plain(scalar.text());
      string &= typed.isString();
      all.add(typed);
    }
    return string ? ImmutableList.of(YamlScalar.of(scalar.text())) : all.build();
  }

  /** The same with other children. */
  TreeShape withChildren(List<TreeShape> newChildren) {
    return new TreeShape(kind, typed, ImmutableList.copyOf(newChildren));
  }

  /** The same with another child. */
  TreeShape withChild(int index, TreeShape child) {
    List<TreeShape> all = new ArrayList<>(children);
    all.set(index, child);
    return withChildren(all);
  }
}
