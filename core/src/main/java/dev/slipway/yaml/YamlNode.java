package dev.slipway.yaml;

import com.google.common.collect.ImmutableList;
import dev.slipway.SourceText;
import dev.slipway.Span;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node of a document as it was written: aliases are not followed, merge keys not applied, scalars not typed.
 *
 * <p>Immutable. Nodes are equal only to themselves, as two of the same kind may stand at different places.
 */
public abstract sealed class YamlNode permits YamlNode.Scalar, YamlNode.Sequence, YamlNode.Mapping, YamlNode.Alias {
  private final SourceText source;
  private final int start;
  private final int contentStart;
  private final int end;
  private final @Nullable String anchor;
  private final @Nullable String tag;
  /** How many nodes it stands for when aliases are followed; no more than {@link Integer#MAX_VALUE}. */
  private final int weight;
  /** How many collections stand in each other in it when aliases are followed. */
  private final int height;
  private ImmutableList<YamlComment> commentsAbove = ImmutableList.of();
  private @Nullable YamlComment commentBeside;

  private YamlNode(Properties properties, int end, int weight, int height) {
    this.source = properties.source;
    this.start = properties.start;
    this.contentStart = properties.contentStart;
    this.end = end;
    this.anchor = properties.anchor;
    this.tag = properties.tag;
    this.weight = weight;
    this.height = height;
  }

  /**
   * What stands before the content of a node.
   *
   * @param start the index of its first character
   * @param contentStart the index behind its anchor and tag
   */
  record Properties(SourceText source, int start, int contentStart, @Nullable String anchor, @Nullable String tag) {}

  /** Where it stands, its anchor and tag included. */
  public final Span span() {
    return source.span(start, end);
  }

  /** The name by which aliases refer to it. */
  public final Optional<String> anchor() {
    return Optional.ofNullable(anchor);
  }

  /** Its tag with directives applied: {@code !reset}, {@code !!str}, or what stands in {@code !<…>} for any other. */
  public final Optional<String> tag() {
    return Optional.ofNullable(tag);
  }

  /**
   * The comments in the lines above. A comment belongs to the scalar, alias or empty collection that follows: that above an
   * entry to its key.
   */
  public final ImmutableList<YamlComment> commentsAbove() {
    return commentsAbove;
  }

  /** The comment behind it in the same line; that behind a key whose value begins in the next line belongs to the key. */
  public final Optional<YamlComment> commentBeside() {
    return Optional.ofNullable(commentBeside);
  }

  final SourceText source() {
    return source;
  }

  final int start() {
    return start;
  }

  final int contentStart() {
    return contentStart;
  }

  final int end() {
    return end;
  }

  final int weight() {
    return weight;
  }

  final int height() {
    return height;
  }

  /** For the reader, while it makes the tree: comments are known only when the next node is. */
  final void commented(ImmutableList<YamlComment> above) {
    this.commentsAbove = above;
  }

  /** As {@link #commented(ImmutableList)}. */
  final void commented(YamlComment beside) {
    this.commentBeside = beside;
  }

  private static int sum(int weight, int more) {
    return (int) Math.min(Integer.MAX_VALUE, (long) weight + more);
  }

  /** Its characters in the document. */
  @Override
  public final String toString() {
    return source.text().substring(start, end);
  }

  /** A scalar, perhaps with no character at all. */
  public static final class Scalar extends YamlNode {
    private final String text;
    private final YamlScalar.Style style;

    Scalar(Properties properties, int end, String text, YamlScalar.Style style) {
      super(properties, end, 1, 0);
      this.text = text;
      this.style = style;
    }

    /** Its characters after quotes, escapes and folding are resolved. */
    public String text() {
      return text;
    }

    /** How it is written. */
    public YamlScalar.Style style() {
      return style;
    }
  }

  /** A list of nodes. */
  public static final class Sequence extends YamlNode {
    private final ImmutableList<YamlNode> items;
    private final boolean flow;

    Sequence(Properties properties, int end, ImmutableList<YamlNode> items, boolean flow) {
      super(properties, end, weightOf(items), heightOf(items));
      this.items = items;
      this.flow = flow;
    }

    /** Its nodes in order. */
    public ImmutableList<YamlNode> items() {
      return items;
    }

    /** Whether it is written in brackets. */
    public boolean flow() {
      return flow;
    }

    private static int weightOf(ImmutableList<YamlNode> items) {
      int weight = 1;
      for (YamlNode item : items) {
        weight = sum(weight, item.weight);
      }
      return weight;
    }

    private static int heightOf(ImmutableList<YamlNode> items) {
      int height = 0;
      for (YamlNode item : items) {
        height = Math.max(height, item.height);
      }
      return height + 1;
    }
  }

  /** A list of keys with values; the same key may be there twice. */
  public static final class Mapping extends YamlNode {
    private final ImmutableList<Entry> entries;
    private final boolean flow;

    /**
     * A key and its value.
     *
     * @param key nearly always a scalar
     * @param value an empty scalar if nothing is written
     */
    public record Entry(YamlNode key, YamlNode value) {}

    Mapping(Properties properties, int end, ImmutableList<Entry> entries, boolean flow) {
      super(properties, end, weightOf(entries), heightOf(entries));
      this.entries = entries;
      this.flow = flow;
    }

    /** Its entries in order. */
    public ImmutableList<Entry> entries() {
      return entries;
    }

    /** Whether it is written in braces, or is the only pair of an item in brackets. */
    public boolean flow() {
      return flow;
    }

    private static int weightOf(ImmutableList<Entry> entries) {
      int weight = 1;
      for (Entry entry : entries) {
        weight = sum(sum(weight, entry.key.weight()), entry.value.weight());
      }
      return weight;
    }

    private static int heightOf(ImmutableList<Entry> entries) {
      int height = 0;
      for (Entry entry : entries) {
        height = Math.max(height, Math.max(entry.key.height(), entry.value.height()));
      }
      return height + 1;
    }
  }

  /** A name that stands for another node. */
  public static final class Alias extends YamlNode {
    private final String name;
    private final @Nullable YamlNode target;

    Alias(Properties properties, int end, String name, @Nullable YamlNode target) {
      super(properties, end, target == null ? 1 : target.weight(), target == null ? 0 : target.height());
      this.name = name;
      this.target = target;
    }

    /** The name of the anchor. */
    public String name() {
      return name;
    }

    /** What it stands for; empty if there is no such anchor above, or the alias stands inside of what it stands for. */
    public Optional<YamlNode> target() {
      return Optional.ofNullable(target);
    }
  }
}
