package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.dockerfile.Arguments.Json;
import dev.slipway.dockerfile.Arguments.Line;
import dev.slipway.dockerfile.Arguments.Probe;
import dev.slipway.dockerfile.Arguments.Trigger;
import dev.slipway.image.Base;
import dev.slipway.image.Instruction;
import dev.slipway.image.Stage;
import java.util.EnumSet;

/** Writes an instruction of the model for a file that is there already: with its stages' names and escape character. */
final class InstructionEdit {
  private static final String PLACE = "the instruction";

  private InstructionEdit() {}

  /** @throws DocumentException if it cannot be said */
  static String of(Instruction instruction, char escape) {
    String text = new InstructionWriter(EnumSet.noneOf(DockerfileFeature.class), InstructionEdit::name, PLACE, false).write(instruction);
    return escape == '\\' ? text : withBackticks(text);
  }

  private static String name(Base base) {
    return switch (base) {
      case Stage stage when stage.name().isPresent() -> stage.name().get();
      case Base.Reference reference when reference.name().constant().isPresent() ->
        Sections.unmistakable(reference.name().constant().get());
      case Base.DockerImage docker -> Sections.unmistakable(docker.name().familiar());
      case Base.NamedContext context -> context.name();
      default -> throw new DocumentException(
          ErrorCode.UNSUPPORTED,
          PLACE + ": files are taken from '" + base + "', which has no name in this file; name a stage of the file");
    };
  }

  /** What is written with backslashes in the language of files that escape with backticks, where it can be said there. */
  private static String withBackticks(String text) {
    Statement statement = Dockerfile.parseFragment(PLACE, text, '\\').statements().get(0);
    String line = translated(statement);
    String written = line + "\n" + text.substring(heredocStart(statement));
    Dockerfile read = Dockerfile.parseFragment(PLACE, written, '`');
    if (read.statements().size() != 1 || !read.problems().isEmpty() || !said(read.statements().get(0)).equals(said(statement))) {
      throw new DocumentException(
          ErrorCode.UNSUPPORTED,
          PLACE + ": " + Problems.quoted(line)
              + " means something else in a file whose escape character is a backtick; write its text yourself");
    }
    return written;
  }

  private static int heredocStart(Statement statement) {
    return statement.heredocs().isEmpty() ? statement.end() : statement.heredocs().get(0).span().offset();
  }

  private static String translated(Statement statement) {
    if (statement.arguments() instanceof Trigger trigger) {
      return statement.keywordToken() + " " + translated(trigger.statement());
    }
    StringBuilder line = new StringBuilder(statement.keywordToken().text());
    statement.flags().forEach(flag -> line.append(' ').append(translated(flag.token().text())));
    String rest = statement.rest().text();
    line.append(rest.startsWith("--") ? " -- " : " ");
    return line.append(switch (statement.keyword()) {
      case RUN, CMD, ENTRYPOINT, SHELL, HEALTHCHECK, MAINTAINER -> rest;
      default -> statement.arguments() instanceof Json json
          ? WordWriter.json(json.values().stream().map(InstructionEdit::translated).toList())
          : translated(rest);
    }).toString();
  }

  /** What stands outside of single quotes with backticks for backslashes. */
  private static String translated(String text) {
    StringBuilder out = new StringBuilder();
    char quote = 0;
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (quote == '\'' || c != '\\' && c != '`') {
        out.append(c);
        quote = c == quote ? 0 : quote == 0 && (c == '\'' || c == '"') ? c : quote;
      } else if (c == '`' || i == text.length()) {
        out.append(c).append(c);
      } else {
        char escaped = text.charAt(i++);
        out.append(escaped == '\\' ? "\\" : "`" + escaped);
      }
    }
    return out.toString();
  }

  /** What must be the same in both languages: the parts without those characters that differ. */
  private static ImmutableList<String> said(Statement statement) {
    ImmutableList.Builder<String> parts = ImmutableList.builder();
    statement.flags().forEach(flag -> parts.add(flag.name().text(), flag.value().map(Token::text).orElse("")));
    boolean escapes = !(statement.arguments() instanceof Line || statement.arguments() instanceof Probe);
    parts.add(escapes ? neutral(statement.rest().text()) : statement.rest().text());
    parts.add(statement.arguments().getClass().getSimpleName());
    statement.heredocs().forEach(part -> parts.add(part.delimiter(), part.content()));
    return parts.build();
  }

  private static String neutral(String text) {
    return text.replace("\\", "").replace("`", "");
  }
}
