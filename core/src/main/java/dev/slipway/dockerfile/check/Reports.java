package dev.slipway.dockerfile.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.Span;

/** JSON as all reports write it: indented, with line feeds everywhere. */
final class Reports {
  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Reports() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static String text(ObjectNode document) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(INDENTER).withArrayIndenter(INDENTER);
    try {
      return MAPPER.writer(printer).writeValueAsString(document) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree of nodes cannot be written", impossible);
    }
  }

  /** Writes lines and columns, which count from one, the end exclusive. */
  static void write(Span span, ObjectNode out) {
    out.put("line", span.line());
    out.put("column", span.column());
    out.put("endLine", span.endLine());
    out.put("endColumn", span.endColumn());
  }
}
