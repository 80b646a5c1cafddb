package dev.slipway.compose.schema;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.compose.format.ExtraHost;
import dev.slipway.compose.format.KeyValue;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Canonical forms of lists, of names and values, and of sections with a short form. */
final class ListForms {
  private ListForms() {}

  /** A list; one value is a list of one. */
  static YamlValue list(YamlValue value, TreePath path, Findings findings) {
    return value instanceof YamlScalar scalar && !scalar.isNull() ? YamlList.of(ImmutableList.of(scalar)).at(scalar.place()) : value;
  }

  /** A list without nulls and empty strings. */
  static YamlValue dns(YamlValue value, TreePath path, Findings findings) {
    return list(value, path, findings) instanceof YamlList list
        ? list.withItems(
            list.items()
                .stream()
                .filter(item -> !(item instanceof YamlScalar server) || !server.isNull() && !server.text().isEmpty())
                .collect(ImmutableList.toImmutableList()))
        : value;
  }

  /** A mapping of names to values. */
  static YamlValue pairs(YamlValue value, TreePath path, Findings findings) {
    return value instanceof YamlList list ? Pairs.map(list) : value;
  }

  /** A mapping of the names of variables to values; no name ends with a blank. */
  static YamlValue environment(YamlValue value, TreePath path, Findings findings) {
    if (value instanceof YamlList list) {
      for (int i = 0; i < list.items().size(); i++) {
        if (list.items().get(i) instanceof YamlScalar pair && pair.isString()) {
          TextFindings.value(KeyValue.parseVariable(pair.text()), pair, path.item(i), findings);
        }
      }
    }
    return pairs(value, path, findings);
  }

  /** A mapping of the names of contexts to what they are. */
  static YamlValue contexts(YamlValue value, TreePath path, Findings findings) {
    if (value instanceof YamlList list) {
      for (int i = 0; i < list.items().size(); i++) {
        if (list.items().get(i) instanceof YamlScalar pair && pair.text().indexOf('=') < 0) {
          findings.error(path.item(i), pair, Shown.text(pair) + " names no context", "write 'name=context'");
        }
      }
    }
    return pairs(value, path, findings);
  }

  /** A mapping of the names of agents to keys. */
  static YamlValue ssh(YamlValue value, TreePath path, Findings findings) {
    if (value instanceof YamlList list) {
      for (int i = 0; i < list.items().size(); i++) {
        if (list.items().get(i) instanceof YamlScalar key && key.text().indexOf('=') < 0 && !key.text().equals("default")) {
          findings.error(path.item(i), key, Shown.text(key) + " names no key of an agent", "write 'default', or 'name=path of the key'");
        }
      }
    }
    return pairs(value, path, findings);
  }

  /** A list of hosts with one address each, sorted. */
  static YamlValue hosts(YamlValue value, TreePath path, Findings findings) {
    YamlValue list = value instanceof YamlMap map ? Pairs.list(map, false, path, findings) : value;
    if (!(list instanceof YamlList hosts)) {
      return value;
    }
    List<YamlScalar> lines = new ArrayList<>();
    for (int i = 0; i < hosts.items().size(); i++) {
      if (hosts.items().get(i) instanceof YamlScalar host) {
        TextFindings.value(ExtraHost.parse(host.text()), host, path, findings)
            .ifPresent(read -> read.addresses().forEach(address -> lines.add(ScalarForms.characters(host, read.host() + "=" + address))));
      }
    }
    lines.sort(Comparator.comparing(YamlScalar::text, Pairs.CODE_POINTS));
    return hosts.withItems(lines);
  }

  /** A mapping from names to nulls. */
  static YamlValue names(YamlValue value, TreePath path, Findings findings) {
    return value instanceof YamlList list ? Lifting.names(list, YamlScalar.ofNull("")) : value;
  }

  /** A mapping from services to what depending on them means. */
  static YamlValue dependencies(YamlValue value, TreePath path, Findings findings) {
    if (value instanceof YamlMap map) {
      return map.withEntries(
          map.entries()
              .stream()
              .map(entry -> entry.value() instanceof YamlMap dependency
                  ? entry.withValue(Filled.with(dependency, Lifting.dependency()))
                  : entry)
              .collect(ImmutableList.toImmutableList()));
    }
    return value instanceof YamlList list ? Lifting.names(list, Lifting.dependency()) : value;
  }

  /** A mapping with the path of an environment file. */
  static YamlValue environmentFile(YamlValue value, TreePath path, Findings findings) {
    YamlValue file = value instanceof YamlScalar name && name.isString() ? Lifting.entry("path", name) : value;
    return file instanceof YamlMap map ? Filled.with(map, YamlMap.of(ImmutableMap.of("required", YamlScalar.of(true)))) : file;
  }

  /** A mapping with the service that is extended. */
  static YamlValue extension(YamlValue value, TreePath path, Findings findings) {
    return value instanceof YamlScalar service && service.isString() ? Lifting.entry("service", service) : value;
  }

  /** A mapping with the paths that are included. */
  static YamlValue inclusion(YamlValue value, TreePath path, Findings findings) {
    return value instanceof YamlScalar file && file.isString() ? Lifting.entry("path", file) : value;
  }

  /** A mapping with the context of a build. */
  static YamlValue build(YamlValue value, TreePath path, Findings findings) {
    return value instanceof YamlScalar context && context.isString() ? Lifting.entry("context", context) : value;
  }

  /** The words of a test; one string is for the shell. */
  static YamlValue healthTest(YamlValue value, TreePath path, Findings findings) {
    return value instanceof YamlScalar command && command.isString()
        ? TextForms.strings(ImmutableList.of("CMD-SHELL", command.text()), command)
        : value;
  }

  /** A resource of which {@code external} is true or false. */
  static YamlValue resource(YamlValue value, TreePath path, Findings findings) {
    if (!(value instanceof YamlMap resource) || !(resource.get("external").orElse(null) instanceof YamlMap section)) {
      return value;
    }
    if (Externals.conflicts(resource)) {
      String message = "the name " + Shown.quoted(section.get("name").map(Object::toString).orElse("")) + " stands in 'external', and "
          + Shown.quoted(resource.get("name").map(Object::toString).orElse("")) + " in 'name'";
      findings.error(path, section, message, "write the right one behind 'name', and 'external: true'");
    } else if (section.get("name").isPresent()) {
      findings.warning(
          path.to("external"), section, "the name of a resource in 'external' is outdated", "write it behind 'name', and 'external: true'");
    }
    return Externals.lifted(resource);
  }
}
