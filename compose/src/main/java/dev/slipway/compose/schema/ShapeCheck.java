package dev.slipway.compose.schema;

import com.google.common.collect.ImmutableList;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.HashMap;
import java.util.Map;

/** Finds all places where something stands that the table does not allow there. */
final class ShapeCheck {
  private final Findings findings;

  ShapeCheck(Findings findings) {
    this.findings = findings;
  }

  /**
   * Checks a value.
   *
   * @param around the elements around it, the nearest last
   */
  void check(Form form, YamlValue value, TreePath path, ImmutableList<Element> around) {
    if (form.isAnything()) {
      return;
    }
    switch (value) {
      case YamlScalar scalar -> scalar(form, scalar, path);
      case YamlList list -> list(form, list, path, around);
      case YamlMap map -> map(form, map, path, around);
    }
  }

  private void scalar(Form form, YamlScalar scalar, TreePath path) {
    if (form.scalars().stream().anyMatch(kind -> kind.includes(scalar))) {
      form.rule().check(scalar, path, findings);
      return;
    }
    if (scalar.isNull()) {
      findings.error(path, scalar, "nothing stands here, but " + form.told() + " must", "write it behind the colon, or take the key out");
      return;
    }
    wrong(form, scalar, path);
  }

  private void wrong(Form form, YamlValue value, TreePath path) {
    boolean quotable = value instanceof YamlScalar scalar && !scalar.isString() && form.scalars().contains(ScalarKind.TEXT);
    String advice = quotable
        ? "write it in quotes"
        : form.allowsMapping() ? "write 'key: value' lines below the key" : "write " + form.told();
    String message = Shown.subject(value, form.isHidden()) + " stands here, but " + form.told() + " must";
    findings.error(path, value, message, advice);
  }

  private void list(Form form, YamlList list, TreePath path, ImmutableList<Element> around) {
    if (form.items().isEmpty()) {
      wrong(form, list, path);
      return;
    }
    for (int i = 0; i < list.items().size(); i++) {
      check(form.item(), list.items().get(i), path.item(i), around);
    }
    if (form.distinct()) {
      distinct(form, list, path);
    }
  }

  private void distinct(Form form, YamlList list, TreePath path) {
    Map<Object, Integer> firsts = new HashMap<>();
    for (int i = 0; i < list.items().size(); i++) {
      YamlValue item = list.items().get(i);
      Integer first = firsts.putIfAbsent(JsonEquality.key(item), i);
      if (first != null) {
        String subject = item instanceof YamlScalar scalar && !form.isHidden() ? Shown.text(scalar) : "the same";
        findings.error(path.item(i), item, subject + " stands in the list already, as item " + first, "take one of them out");
      }
    }
  }

  private void map(Form form, YamlMap map, TreePath path, ImmutableList<Element> around) {
    if (form.element().isPresent()) {
      element(form.element().get(), map, path, around);
    } else if (form.values().isPresent()) {
      for (YamlMap.Entry entry : map.entries()) {
        TreePath at = path.to(entry.name());
        name(form.names(), entry, at);
        check(form.values().get(), entry.value(), at, around);
      }
    } else {
      wrong(form, map, path);
    }
  }

  private void name(NameRule names, YamlMap.Entry entry, TreePath path) {
    if (names.allows(entry.name())) {
      return;
    }
    String message = Shown.quoted(entry.name()) + " cannot be a name here: " + names.told();
    if (names.strict()) {
      findings.error(path, entry.key(), message, "choose another name");
    } else {
      findings.warning(path, entry.key(), message, "choose another name");
    }
  }

  private void element(Element element, YamlMap map, TreePath path, ImmutableList<Element> around) {
    ImmutableList<Element> inside = ImmutableList.<Element>builder().addAll(around).add(element).build();
    for (Field field : element.fields().values()) {
      if (field.required() && map.entry(field.name()).isEmpty()) {
        String advice = "add '" + field.name() + ": …'";
        findings.error(path, map, "'" + field.name() + "' is missing, which " + element.told() + " needs", advice);
      }
    }
    for (YamlMap.Entry entry : map.entries()) {
      TreePath at = path.to(entry.name());
      if (element.field(entry.name()).isPresent()) {
        check(element.form(entry.name()), entry.value(), at, inside);
      } else if (!entry.name().startsWith("x-")) {
        UnknownKeys.tell(element, entry, at, inside, findings);
      }
    }
  }
}
