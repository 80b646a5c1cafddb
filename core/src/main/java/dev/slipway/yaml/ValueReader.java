package dev.slipway.yaml;

import com.google.common.collect.ImmutableList;
import dev.slipway.SourceText;
import dev.slipway.Span;
import dev.slipway.yaml.Place.Use;
import dev.slipway.yaml.YamlNode.Alias;
import dev.slipway.yaml.YamlNode.Mapping;
import dev.slipway.yaml.YamlNode.Scalar;
import dev.slipway.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the value of one document. What an alias stands for is made anew for each use, as its place tells the use; the
 * number of such copies is known before they are made, and bounded.
 */
final class ValueReader {
  private final SourceText source;
  private final YamlDialect dialect;
  private final YamlLimits limits;
  private final YamlProblems problems;
  private final TagReader tags;
  private long copies;

  ValueReader(SourceText source, YamlDialect dialect, YamlLimits limits, YamlProblems problems) {
    this.source = source;
    this.dialect = dialect;
    this.limits = limits;
    this.problems = problems;
    this.tags = new TagReader(dialect, problems);
  }

  YamlValue read(YamlNode document) {
    return value(document, 0, ImmutableList.of());
  }

  /** @param depth how many collections the node stands in */
  private YamlValue value(YamlNode node, int depth, ImmutableList<Use> uses) {
    return switch (node) {
      case Scalar scalar -> scalar(scalar, uses);
      case Sequence sequence -> list(sequence, depth, uses);
      case Mapping mapping -> map(mapping, depth, uses);
      case Alias alias -> isUsable(alias, depth, uses)
          ? value(alias.target().orElseThrow(), depth, with("used as an alias", alias, uses))
          : YamlScalar.ofNull("").at(Optional.of(place(alias, uses)));
    };
  }

  private Place place(YamlNode node, ImmutableList<Use> uses) {
    return new Place(source, node.span(), uses);
  }

  private ImmutableList<Use> with(String how, YamlNode user, ImmutableList<Use> uses) {
    return ImmutableList.<Use>builderWithExpectedSize(uses.size() + 1).add(new Use(how, source, user.span())).addAll(uses).build();
  }

  private YamlScalar scalar(Scalar node, ImmutableList<Use> uses) {
    return tags.typed(node).read(node.style(), place(node, uses), tags.local(node));
  }

  private YamlList list(Sequence node, int depth, ImmutableList<Use> uses) {
    tags.check(node, "!!seq", "a list");
    List<YamlValue> items = new ArrayList<>(node.items().size());
    for (YamlNode item : node.items()) {
      items.add(value(item, depth + 1, uses));
    }
    return YamlList.read(items, place(node, uses), tags.local(node));
  }

  /** Whether what an alias stands for may be read again. Copies inside of copies have been counted with these. */
  private boolean isUsable(Alias alias, int depth, ImmutableList<Use> uses) {
    if (alias.target().isEmpty()) {
      return false;
    }
    if (depth + alias.height() > limits.depth()) {
      problems.add(alias.start(), alias.end(),
          "with what this alias stands for, more than " + limits.depth() + " collections stand in each other",
          "write fewer aliases inside of anchors");
      return false;
    }
    if (!uses.isEmpty()) {
      return true;
    }
    if (copies + alias.weight() > limits.copies()) {
      problems.add(alias.start(), alias.end(), "aliases bring more than " + limits.copies() + " values to the document",
          "write fewer aliases inside of anchors that aliases use");
      return false;
    }
    copies += alias.weight();
    return true;
  }

  private YamlMap map(Mapping node, int depth, ImmutableList<Use> uses) {
    tags.check(node, "!!map", "a mapping");
    Map<YamlScalar, YamlMap.Entry> entries = LinkedHashMap.newLinkedHashMap(node.entries().size());
    Mapping.Entry merge = null;
    int mergeAt = 0;
    for (Mapping.Entry entry : node.entries()) {
      if (!isMergeKey(entry.key())) {
        entry(entry, depth, uses, entries);
      } else if (merge == null) {
        merge = entry;
        mergeAt = entries.size();
      } else {
        twice(entry.key(), "<<", merge.key().span());
      }
    }
    Map<YamlScalar, YamlMap.Entry> all = merge == null ? entries : merged(entries, mergeAt, merge.value(), depth, uses);
    return YamlMap.read(all, place(node, uses), tags.local(node));
  }

  private void entry(Mapping.Entry entry, int depth, ImmutableList<Use> uses, Map<YamlScalar, YamlMap.Entry> entries) {
    Optional<YamlScalar> key = key(entry.key(), depth, uses);
    if (key.isEmpty()) {
      return;
    }
    YamlMap.Entry first = entries.get(key.get());
    if (first != null) {
      twice(entry.key(), key.get().text(), first.key().place().orElseThrow().span());
    } else {
      entries.put(key.get(), new YamlMap.Entry(key.get(), value(entry.value(), depth + 1, uses)));
    }
  }

  private void twice(YamlNode key, String text, Span first) {
    if (!problems.isFull()) {
      problems.add(key.start(), key.end(),
          "the key " + YamlProblems.quoted(text) + " stands here for the second time; the first is in line " + first.line(),
          "take one of them out, or put what belongs together below one key");
    }
  }

  private Optional<YamlScalar> key(YamlNode node, int depth, ImmutableList<Use> uses) {
    Optional<YamlScalar> key = switch (node) {
      case Scalar scalar -> Optional.of(scalar(scalar, uses));
      case Alias alias -> alias.target().orElse(null) instanceof Scalar scalar && isUsable(alias, depth, uses)
          ? Optional.of(scalar(scalar, with("used as an alias", alias, uses)))
          : Optional.empty();
      case Sequence sequence -> Optional.empty();
      case Mapping mapping -> Optional.empty();
    };
    if (key.isEmpty()) {
      problems.add(node.start(), node.end(), "a list or a mapping cannot be a key", "write a text as the key");
    } else if (dialect.stringKeysOnly() && !key.get().isString()) {
      problems.add(node.start(), node.end(),
          "the key " + YamlProblems.quoted(key.get().text()) + " is " + TagReader.name(key.get().kind()) + ", and keys are strings",
          "put it into quotes");
    } else if (key.get().tag().isPresent()) {
      problems.add(node.start(), node.end(), "a key cannot have the tag " + YamlProblems.quoted(key.get().tag().get()),
          "write the tag before the value");
      key = Optional.of(key.get().tagged(Optional.empty()));
    }
    return key;
  }

  private boolean isMergeKey(YamlNode key) {
    return dialect.merges()
        && key instanceof Scalar scalar
        && scalar.style() == YamlScalar.Style.PLAIN
        && scalar.text().equals("<<")
        && key.tag().map(tag -> tag.equals("!!merge") || tag.equals("!")).orElse(true);
  }

  /** The entries with those that are merged in the place of the merge key; what stands in the mapping itself wins, then what comes first. */
  private Map<YamlScalar, YamlMap.Entry> merged(
      Map<YamlScalar, YamlMap.Entry> own, int at, YamlNode value, int depth, ImmutableList<Use> uses) {
    Map<YamlScalar, YamlMap.Entry> brought = new LinkedHashMap<>();
    for (YamlMap source : sources(value, true, depth, uses)) {
      source.entries().forEach(entry -> brought.putIfAbsent(entry.key(), entry));
    }
    Map<YamlScalar, YamlMap.Entry> all = LinkedHashMap.newLinkedHashMap(own.size() + brought.size());
    int number = 0;
    for (Map.Entry<YamlScalar, YamlMap.Entry> entry : own.entrySet()) {
      if (number++ == at) {
        putMissing(brought, own, all);
      }
      all.put(entry.getKey(), entry.getValue());
    }
    if (at == own.size()) {
      putMissing(brought, own, all);
    }
    return all;
  }

  private static void putMissing(
      Map<YamlScalar, YamlMap.Entry> brought, Map<YamlScalar, YamlMap.Entry> own, Map<YamlScalar, YamlMap.Entry> all) {
    brought.forEach((key, entry) -> {
      if (!own.containsKey(key)) {
        all.put(key, entry);
      }
    });
  }

  /** The mappings that a merge key names: one, or those in a list. */
  private List<YamlMap> sources(YamlNode node, boolean list, int depth, ImmutableList<Use> uses) {
    if (node instanceof Alias alias) {
      return isUsable(alias, depth, uses) ? sources(alias.target().orElseThrow(), list, depth, with("merged", alias, uses)) : List.of();
    }
    if (node instanceof Mapping mapping) {
      return List.of(map(mapping, depth, uses));
    }
    if (list && node instanceof Sequence sequence) {
      List<YamlMap> sources = new ArrayList<>();
      sequence.items().forEach(item -> sources.addAll(sources(item, false, depth, uses)));
      return sources;
    }
    problems.add(node.start(), node.end(), "the key '<<' takes a mapping or a list of mappings, and this is neither",
        "write an alias of a mapping");
    return List.of();
  }
}
