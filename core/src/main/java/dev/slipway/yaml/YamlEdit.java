package dev.slipway.yaml;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.Suggestions;
import dev.slipway.yaml.YamlNode.Alias;
import dev.slipway.yaml.YamlNode.Mapping;
import dev.slipway.yaml.YamlNode.Scalar;
import dev.slipway.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Changes one thing in a text. How it is written anew is a guess that is then checked: the text must read as what was there
 * with only the change that was asked for, in every dialect.
 */
final class YamlEdit {
  private final YamlFile file;
  private final YamlPath path;
  private final ImmutableList<Step> way;

  /**
   * A node on the way to the one that changes.
   *
   * @param index which child of it is next on the way; -1 for the last
   */
  record Step(YamlNode node, int index) {}

  private YamlEdit(YamlFile file, YamlPath path) {
    if (!file.problems().isEmpty()) {
      throw new InvalidValueException("'" + file + "' cannot be changed before it can be read: " + file.problems().get(0));
    }
    this.file = file;
    this.path = path;
    this.way = way();
  }

  static YamlFile replace(YamlFile file, YamlPath path, YamlValue value) {
    YamlEdit edit = new YamlEdit(file, path);
    YamlNode old = edit.target();
    TreeShape shape = TreeShape.of(edit.written(value), old.anchor());
    return edit.tried(edit.splices().replace(value), root -> edit.changed(root, 0, present -> shape));
  }

  static YamlFile add(YamlFile file, YamlPath path, YamlValue value) {
    if (path.isRoot()) {
      throw new InvalidValueException("a document cannot be added to '" + file + "'; name a key or an item of one");
    }
    YamlEdit edit = new YamlEdit(file, path.parent());
    YamlNode into = edit.target();
    boolean none = into instanceof Scalar scalar && scalar.text().isEmpty() && scalar.style() == YamlScalar.Style.PLAIN;
    return switch (path.last()) {
      case YamlPath.Key key -> edit.addEntry(into, none, new YamlMap.Entry(YamlScalar.of(key.name()), value));
      case YamlPath.Item item -> edit.addItem(into, none, item.index(), value);
    };
  }

  private YamlFile addEntry(YamlNode into, boolean none, YamlMap.Entry entry) {
    YamlMap alone = YamlMap.of(ImmutableList.of(entry));
    if (none) {
      return replace(file, path, alone);
    }
    if (!(into instanceof Mapping mapping)) {
      throw refused("'" + path + "' is no mapping, so that the key " + YamlProblems.quoted(entry.name()) + " cannot be added to it");
    }
    if (indexOf(mapping, entry.name()) >= 0) {
      throw refused("'" + path + "' has the key " + YamlProblems.quoted(entry.name()) + " already; replace its value");
    }
    if (mapping.entries().isEmpty()) {
      return replace(file, path, alone.tagged(TagReader.localTag(mapping)));
    }
    ImmutableList<TreeShape> shapes = TreeShape.of(written(alone)).children();
    return tried(splices().addEntry(mapping, entry),
        root -> changed(root, 0, present -> inserted(present, present.children().size(), shapes)));
  }

  private YamlFile addItem(YamlNode into, boolean none, int index, YamlValue value) {
    YamlList alone = YamlList.of(ImmutableList.of(value));
    if (none && index == 0) {
      return replace(file, path, alone);
    }
    if (!(into instanceof Sequence sequence) || index > sequence.items().size()) {
      throw refused("'" + path + "' is no list with " + index + " items, so that no item can be added behind them");
    }
    if (sequence.items().isEmpty()) {
      return replace(file, path, alone.tagged(TagReader.localTag(sequence)));
    }
    ImmutableList<TreeShape> shapes = TreeShape.of(written(alone)).children();
    return tried(splices().addItem(sequence, index, value), root -> changed(root, 0, present -> inserted(present, index, shapes)));
  }

  static YamlFile remove(YamlFile file, YamlPath path) {
    if (path.isRoot()) {
      throw new InvalidValueException("a document cannot be removed from '" + file + "'; name a key or an item of one");
    }
    YamlEdit whole = new YamlEdit(file, path);
    Step parent = whole.way.get(whole.way.size() - 2);
    YamlEdit edit = new YamlEdit(file, path.parent());
    int width = parent.node() instanceof Mapping ? 2 : 1;
    UnaryOperator<TreeShape> without = present -> {
      List<TreeShape> children = new ArrayList<>(present.children());
      children.subList(parent.index() * width, (parent.index() + 1) * width).clear();
      return present.withChildren(children);
    };
    return edit.tried(edit.splices().remove(parent.node(), parent.index()), root -> edit.changed(root, 0, without));
  }

  static YamlFile rename(YamlFile file, YamlPath path, String name) {
    if (path.isRoot() || !(path.last() instanceof YamlPath.Key)) {
      throw new InvalidValueException("'" + path + "' is no key, and only keys have names");
    }
    YamlEdit whole = new YamlEdit(file, path);
    Step parent = whole.way.get(whole.way.size() - 2);
    Mapping mapping = (Mapping) parent.node();
    if (indexOf(mapping, name) >= 0) {
      throw whole.refused("the key " + YamlProblems.quoted(name) + " is there already beside '" + path + "'; take another name");
    }
    YamlNode key = mapping.entries().get(parent.index()).key();
    YamlMap alone = YamlMap.of(ImmutableList.of(new YamlMap.Entry(YamlScalar.of(name), YamlScalar.ofNull())));
    TreeShape shape = TreeShape.of(((Mapping) whole.written(alone)).entries().get(0).key(), key.anchor());
    YamlEdit edit = new YamlEdit(file, path.parent());
    return edit.tried(edit.splices().rename((Scalar) key, name),
        root -> edit.changed(root, 0, present -> present.withChild(parent.index() * 2, shape)));
  }

  private BlockEdit splices() {
    return new BlockEdit(file, path, way);
  }

  private YamlNode target() {
    return way.get(way.size() - 1).node();
  }

  /** The value as a tree, as it is read where it stands alone. */
  private YamlNode written(YamlValue value) {
    YamlFile alone = YamlFile.parse(file.source().name(), YamlWriter.write(value), file.limits());
    if (!alone.problems().isEmpty()) {
      throw refused("the new value cannot be read within the limits of the file: " + alone.problems().get(0).message());
    }
    return alone.documents().get(0);
  }

  private static TreeShape inserted(TreeShape present, int index, ImmutableList<TreeShape> added) {
    List<TreeShape> children = new ArrayList<>(present.children());
    children.addAll(index, added);
    return present.withChildren(children);
  }

  /** The shape of a node on the way with a change at the end of the way. */
  private TreeShape changed(TreeShape shape, int depth, UnaryOperator<TreeShape> change) {
    if (depth == way.size() - 1) {
      return change.apply(shape);
    }
    Step step = way.get(depth);
    int child = step.node() instanceof Mapping ? step.index() * 2 + 1 : step.index();
    return shape.withChild(child, changed(shape.children().get(child), depth + 1, change));
  }

  /** The first of some ways to write the change that reads as it should. */
  private YamlFile tried(List<Splice> ways, UnaryOperator<TreeShape> change) {
    List<TreeShape> expected = new ArrayList<>(TreeShape.of(file.documents()));
    expected.set(path.document(), change.apply(expected.get(path.document())));
    for (Splice splice : ways) {
      YamlFile changed = YamlFile.parse(file.source().name(), splice.in(file.text()), file.limits());
      if (changed.problems().isEmpty() && TreeShape.of(changed.documents()).equals(expected)) {
        return changed;
      }
    }
    throw refused(
        "'" + path + "' cannot be changed as it is written there; write it in separate lines, without brackets and question marks");
  }

  private InvalidValueException refused(String message) {
    return new InvalidValueException(file.source().name() + ": " + message);
  }

  private ImmutableList<Step> way() {
    if (path.document() >= file.documents().size()) {
      throw refused("there is no document number " + path.document() + "; it has " + file.documents().size());
    }
    YamlNode node = file.documents().get(path.document());
    ImmutableList.Builder<Step> steps = ImmutableList.builder();
    for (YamlPath.Step step : path.steps()) {
      int index = switch (step) {
        case YamlPath.Key key -> node instanceof Mapping mapping ? indexOf(mapping, key.name()) : -1;
        case YamlPath.Item item -> node instanceof Sequence sequence && item.index() < sequence.items().size() ? item.index() : -1;
      };
      if (index < 0) {
        throw missing(node, step);
      }
      steps.add(new Step(node, index));
      node = child(node, index);
    }
    return steps.add(new Step(node, -1)).build();
  }

  private InvalidValueException missing(YamlNode node, YamlPath.Step step) {
    if (node instanceof Alias alias) {
      String anchor = alias.target().map(target -> " (line " + target.span().line() + ")").orElse("");
      return refused("'" + path + "' leads through the alias '*" + alias.name() + "' in line " + alias.span().line()
          + "; change what it stands for" + anchor);
    }
    if (step instanceof YamlPath.Key key && node instanceof Mapping mapping) {
      List<String> names = new ArrayList<>();
      mapping.entries().forEach(entry -> names.add(entry.key() instanceof Scalar scalar ? scalar.text() : ""));
      String merged = indexOf(mapping, "<<") >= 0 ? "; it may come from a mapping that is merged" : "";
      return refused("there is no key " + YamlProblems.quoted(key.name()) + " on the way '" + path + "'" + merged
          + Suggestions.among(key.name(), names));
    }
    return refused("there is nothing at '" + path + "'");
  }

  /** The first entry with a key of these characters; -1 if there is none. */
  static int indexOf(Mapping mapping, String name) {
    for (int i = 0; i < mapping.entries().size(); i++) {
      if (mapping.entries().get(i).key() instanceof Scalar key && key.text().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static YamlNode child(YamlNode node, int index) {
    return node instanceof Mapping mapping ? mapping.entries().get(index).value() : ((Sequence) node).items().get(index);
  }
}
