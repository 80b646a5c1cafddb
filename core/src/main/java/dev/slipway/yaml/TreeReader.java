package dev.slipway.yaml;

import com.google.common.collect.ImmutableList;
import dev.slipway.SourceText;
import dev.slipway.yaml.YamlNode.Properties;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Makes the tree of a text from the engine's events, one by one and without recursion. The engine's own comments are not
 * asked for, as they change how it parses.
 */
final class TreeReader {
  private static final String STANDARD_TAGS = "tag:yaml.org,2002:";

  private final SourceText source;
  private final String text;
  private final YamlLimits limits;
  private final YamlProblems problems;
  private final CommentCollector comments;
  private final CodePoints codePoints;
  private final ImmutableList.Builder<YamlNode> documents = ImmutableList.builder();
  private final Map<String, Anchored> anchors = new HashMap<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private int nodes;
  private int at;

  /** What an anchor stands for; nothing yet while its collection is open. */
  private static final class Anchored {
    private @Nullable YamlNode node;
  }

  /** A collection whose end has not come. */
  private static final class Open {
    private final Properties properties;
    private final boolean mapping;
    private final boolean flow;
    private final boolean bracketed;
    private final @Nullable Anchored anchored;
    private final List<YamlNode> children = new ArrayList<>();

    Open(Properties properties, boolean mapping, boolean flow, boolean bracketed, @Nullable Anchored anchored) {
      this.properties = properties;
      this.mapping = mapping;
      this.flow = flow;
      this.bracketed = bracketed;
      this.anchored = anchored;
    }
  }

  /** The documents of a text and its comments. */
  record Tree(ImmutableList<YamlNode> documents, ImmutableList<YamlComment> comments) {}

  TreeReader(SourceText source, YamlLimits limits, YamlProblems problems) {
    this.source = source;
    this.text = source.text();
    this.limits = limits;
    this.problems = problems;
    this.comments = new CommentCollector(source);
    this.codePoints = CodePoints.of(text);
  }

  /** Reads as many documents as are whole; what stops it is a problem. */
  Tree read() {
    if (CharacterCheck.passes(text, problems)) {
      LoadSettings settings = LoadSettings.builder()
          .setLabel(source.name())
          .setUseMarks(true)
          .setParseComments(false)
          .setCodePointLimit(Integer.MAX_VALUE)
          // the window is copied for each buffer: one buffer for all keeps long scalars linear
          .setBufferSize(Math.max(1, text.length()))
          .build();
      try {
        // not by the engine's package for just this, which its module keeps to itself
        Iterator<Event> events = new ParserImpl(settings, new StreamReader(settings, text));
        boolean more = events.hasNext();
        while (more) {
          more = take(events.next()) && events.hasNext();
        }
      } catch (RuntimeException malformed) {
        // the engine lets some failures of the JDK through, such as that of a number that is too large
        SyntaxProblem.of(malformed, this::offset, at, text).tell(problems);
      }
      comments.upTo(text.length());
    }
    return new Tree(documents.build(), comments.all());
  }

  private int offset(Mark mark) {
    return Math.min(text.length(), codePoints.index(mark.getIndex()));
  }

  private int start(Event event) {
    return offset(event.getStartMark().orElseThrow());
  }

  private int end(Event event) {
    return offset(event.getEndMark().orElseThrow());
  }

  /** False if no more can be read. */
  private boolean take(Event event) {
    nodes += event instanceof NodeEvent ? 1 : 0;
    switch (event.getEventId()) {
      case Scalar -> scalar((ScalarEvent) event);
      case Alias -> alias((AliasEvent) event);
      case MappingStart -> start((CollectionStartEvent) event);
      case SequenceStart -> start((CollectionStartEvent) event);
      case MappingEnd, SequenceEnd -> end(open.removeLast(), end(event));
      case DocumentStart -> anchors.clear();
      default -> {
      }
    }
    at = Math.max(at, end(event));
    return isWithinLimits();
  }

  private boolean isWithinLimits() {
    if (open.size() > limits.depth()) {
      int start = open.getLast().properties.start();
      problems.add(start, start + 1, "more than " + limits.depth() + " collections stand in each other here", "make the document flatter");
      return false;
    }
    if (nodes > limits.nodes()) {
      problems.add(at, at, "more than " + limits.nodes() + " nodes stand before this place, which is the most that is read",
          "split the file");
      return false;
    }
    return true;
  }

  private void scalar(ScalarEvent event) {
    Properties properties = properties(event, end(event));
    YamlScalar.Style style = switch (event.getScalarStyle()) {
      case SINGLE_QUOTED -> YamlScalar.Style.SINGLE_QUOTED;
      case DOUBLE_QUOTED -> YamlScalar.Style.DOUBLE_QUOTED;
      case LITERAL -> YamlScalar.Style.LITERAL;
      case FOLDED -> YamlScalar.Style.FOLDED;
      default -> YamlScalar.Style.PLAIN;
    };
    int end = end(event);
    String value = event.getValue();
    if (style == YamlScalar.Style.LITERAL || style == YamlScalar.Style.FOLDED) {
      BlockEnd block = BlockEnd.of(text, properties.contentStart(), end);
      value = block.withoutInventedBreak(value);
      end = block.end();
    } else if (style == YamlScalar.Style.DOUBLE_QUOTED && hasHalfPair(value)) {
      problems.add(properties.contentStart(), end, "an escape makes half of a character that needs two", "write the character itself");
    }
    YamlNode.Scalar scalar = new YamlNode.Scalar(properties, end, value, style);
    comments.leaf(scalar);
    add(scalar, anchored(event));
  }

  private static boolean hasHalfPair(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isHighSurrogate(c) && i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return true;
      }
    }
    return false;
  }

  private void alias(AliasEvent event) {
    String name = event.getAlias().getValue();
    int start = start(event);
    int end = end(event);
    comments.upTo(start);
    Anchored anchored = anchors.get(name);
    if (anchored == null) {
      problems.add(start, end, "there is no anchor " + YamlProblems.quoted("&" + name) + " above",
          "write it before the value that is meant, in the same document");
    } else if (anchored.node == null) {
      problems.add(start, end, "the alias " + YamlProblems.quoted("*" + name) + " stands inside of what it stands for",
          "write the value itself");
    }
    YamlNode.Alias alias = new YamlNode.Alias(new Properties(source, start, start, null, null), end, name,
        anchored == null ? null : anchored.node);
    comments.leaf(alias);
    add(alias, null);
  }

  private void start(CollectionStartEvent event) {
    Properties properties = properties(event, end(event));
    boolean flow = event.getFlowStyle() == FlowStyle.FLOW;
    int content = properties.contentStart();
    boolean bracketed = flow && content < text.length() && "[{".indexOf(text.charAt(content)) >= 0 && isOwnBracket(event, properties);
    open.addLast(new Open(properties, event instanceof MappingStartEvent, flow, bracketed, anchored(event)));
  }

  /** A pair in brackets, as in {@code [{a: b}: c]}, is a mapping that has no braces itself, but its key may. */
  private boolean isOwnBracket(CollectionStartEvent event, Properties properties) {
    return !(event instanceof MappingStartEvent) || end(event) > properties.contentStart();
  }

  private void end(Open ended, int eventEnd) {
    int childrenEnd = ended.children.isEmpty() ? ended.properties.contentStart() : ended.children.getLast().end();
    int end = ended.bracketed ? eventEnd : childrenEnd;
    YamlNode node = ended.mapping
        ? new YamlNode.Mapping(ended.properties, end, entries(ended.children), ended.flow)
        : new YamlNode.Sequence(ended.properties, end, ImmutableList.copyOf(ended.children), ended.flow);
    if (ended.bracketed) {
      comments.upTo(end);
    }
    add(node, ended.anchored);
  }

  private static ImmutableList<YamlNode.Mapping.Entry> entries(List<YamlNode> children) {
    ImmutableList.Builder<YamlNode.Mapping.Entry> entries = ImmutableList.builderWithExpectedSize(children.size() / 2);
    for (int i = 0; i + 1 < children.size(); i += 2) {
      entries.add(new YamlNode.Mapping.Entry(children.get(i), children.get(i + 1)));
    }
    return entries.build();
  }

  private void add(YamlNode node, @Nullable Anchored anchored) {
    if (anchored != null) {
      anchored.node = node;
    }
    if (open.isEmpty()) {
      documents.add(node);
    } else {
      open.getLast().children.add(node);
    }
  }

  private @Nullable Anchored anchored(NodeEvent event) {
    Optional<Anchor> anchor = event.getAnchor();
    if (anchor.isEmpty()) {
      return null;
    }
    Anchored anchored = new Anchored();
    anchors.put(anchor.get().getValue(), anchored);
    return anchored;
  }

  private Properties properties(NodeEvent event, int end) {
    int start = start(event);
    Optional<String> tag = event instanceof ScalarEvent scalar ? scalar.getTag() : ((CollectionStartEvent) event).getTag();
    comments.upTo(start);
    if (tag.isEmpty() && event.getAnchor().isEmpty()) {
      return new Properties(source, start, start, null, null);
    }
    int content = PropertyScan.contentStart(text, start, end);
    comments.upTo(content);
    return new Properties(source, start, content, event.getAnchor().map(Anchor::getValue).orElse(null),
        tag.map(TreeReader::shortTag).orElse(null));
  }

  private static String shortTag(String tag) {
    return tag.startsWith(STANDARD_TAGS) ? "!!" + tag.substring(STANDARD_TAGS.length()) : tag;
  }
}
