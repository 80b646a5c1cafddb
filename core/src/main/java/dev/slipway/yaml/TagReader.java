package dev.slipway.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.CharMatcher;
import com.google.common.io.BaseEncoding;
import dev.slipway.yaml.YamlScalar.Kind;
import dev.slipway.yaml.YamlScalar.Style;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/** What tags make of nodes by the rules of a dialect. */
final class TagReader {
  private static final CharMatcher BREAKS = CharMatcher.anyOf("\r\n \t");

  private final YamlDialect dialect;
  private final YamlProblems problems;

  TagReader(YamlDialect dialect, YamlProblems problems) {
    this.dialect = dialect;
    this.problems = problems;
  }

  /** The local tag of a node, if the dialect knows it. */
  Optional<String> local(YamlNode node) {
    return localTag(node).filter(dialect::knows);
  }

  /** The tag of a node, if it is a local one. */
  static Optional<String> localTag(YamlNode node) {
    return node.tag().filter(TagReader::isLocal);
  }

  private static boolean isLocal(String tag) {
    return tag.length() > 1 && tag.charAt(0) == '!' && tag.charAt(1) != '!';
  }

  /** Tells a tag that does not belong to a collection of this kind. */
  void check(YamlNode node, String own, String kind) {
    Optional<String> tag = node.tag();
    if (tag.isPresent() && !tag.get().equals(own) && !tag.get().equals("!")) {
      if (tag.get().startsWith("!!")) {
        tell(node, "the tag " + YamlProblems.quoted(tag.get()) + " does not fit " + kind, "take it out");
      } else {
        checkLocal(node, tag.get());
      }
    }
  }

  private void checkLocal(YamlNode node, String tag) {
    if (!isLocal(tag)) {
      tell(node, "the tag " + YamlProblems.quoted(tag) + " means nothing here", "take it out");
    } else if (!dialect.knows(tag)) {
      tell(node, "the tag " + YamlProblems.quoted(tag) + " means nothing here", "take it out; there are !reset and !override");
    }
  }

  private void tell(YamlNode node, String message, String advice) {
    problems.add(node.start(), node.contentStart(), message, advice);
  }

  /** What a scalar is. */
  YamlScalar typed(YamlNode.Scalar node) {
    String text = node.text();
    Optional<String> tag = node.tag();
    boolean plain = node.style() == Style.PLAIN;
    if (tag.isEmpty()) {
      return plain ? dialect.plain(text) : YamlScalar.of(text);
    }
    if (tag.get().equals("!")) {
      return plain && !dialect.bareTagMakesString() ? dialect.plain(text) : YamlScalar.of(text);
    }
    if (tag.get().startsWith("!!")) {
      return standard(node, tag.get());
    }
    checkLocal(node, tag.get());
    return plain ? dialect.plain(text) : YamlScalar.of(text);
  }

  private YamlScalar standard(YamlNode.Scalar node, String tag) {
    String text = node.text();
    return switch (tag) {
      case "!!str" -> YamlScalar.of(text);
      case "!!null" -> expect(node, Kind.NULL);
      case "!!bool" -> expect(node, Kind.BOOLEAN);
      case "!!int" -> expect(node, Kind.INTEGER);
      case "!!float" ->
        dialect.plain(text).integer().map(whole -> YamlScalar.number(text, whole.doubleValue())).orElseGet(() -> expect(node, Kind.FLOAT));
      case "!!timestamp" -> expect(node, Kind.TIMESTAMP);
      case "!!binary" -> binary(node);
      case "!!merge" -> YamlScalar.of(text);
      default -> {
        tell(node, "the tag " + YamlProblems.quoted(tag) + " means nothing here", "take it out");
        yield YamlScalar.of(text);
      }
    };
  }

  private YamlScalar expect(YamlNode.Scalar node, Kind kind) {
    YamlScalar typed = dialect.plain(node.text());
    if (typed.kind() != kind) {
      problems.add(node.start(), node.end(), YamlProblems.quoted(node.text()) + " is not " + name(kind) + ", as its tag says",
          "take the tag out, or write " + name(kind));
    }
    return typed;
  }

  private YamlScalar binary(YamlNode.Scalar node) {
    try {
      byte[] bytes = BaseEncoding.base64().decode(BREAKS.removeFrom(node.text()));
      return YamlScalar.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (IllegalArgumentException malformed) {
      problems.add(node.start(), node.end(), YamlProblems.quoted(node.text()) + " is not base64, as its tag says", "take the tag out");
    } catch (CharacterCodingException noText) {
      problems.add(node.start(), node.end(), YamlProblems.quoted(node.text()) + " stands for bytes that are no UTF-8 text",
          "write the text, or name a file that has the bytes");
    }
    return YamlScalar.of(node.text());
  }

  /** What a kind of scalar is called in messages. */
  static String name(Kind kind) {
    return switch (kind) {
      case NULL -> "a null";
      case BOOLEAN -> "a truth value";
      case INTEGER -> "a whole number";
      case FLOAT -> "a number";
      case TIMESTAMP -> "a date";
      case STRING -> "a string";
    };
  }
}
