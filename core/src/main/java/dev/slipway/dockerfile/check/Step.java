package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.SourceText;
import dev.slipway.Span;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.dockerfile.Statement;
import dev.slipway.image.Command;
import dev.slipway.image.Image;
import dev.slipway.image.Instruction;
import dev.slipway.image.Run;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An instruction of a stage, with what holds where it stands.
 *
 * @param stage the stage
 * @param index its number among the stage's instructions
 * @param instruction what it says
 * @param statement where it stands in the file
 * @param script what it gives a shell to do; nothing for all but {@code RUN}
 * @param variables values of arguments and of the environment before it, as far as they are known
 * @param shell what {@code SHELL} says
 * @param origin what is checked, for places and edits
 */
record Step(CheckedStage stage, int index, Instruction instruction, Optional<Statement> statement, StepScript script,
    ImmutableMap<String, String> variables, ImmutableList<String> shell, Origin origin) {

  /**
   * What is checked.
   *
   * @param file the file, if there is one
   * @param image the image, if it can be read
   */
  record Origin(Optional<Dockerfile> file, Optional<Image> image) {
    /** The name of the document in places. */
    String name() {
      return file.map(Dockerfile::name).orElse("image");
    }
  }

  /** Steps are told apart by where they are, not by what they say. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  /** The commands that it gives a shell to do. */
  ImmutableList<ShellCommand> commands() {
    return script.commands();
  }

  /** The instruction as a whole. */
  Place place() {
    return statement.map(found -> placed(found.line().span()))
        .orElseGet(() -> Place.of(origin.name() + ": stage " + stage.place() + ", instruction " + (index + 1)).in(stage.place()));
  }

  private Place placed(Span span) {
    return statement.map(found -> Place.at(origin.name(), found, span).in(stage.place())).orElseGet(this::place);
  }

  /** Words of the script, or the instruction as a whole. */
  Place place(int from, int to) {
    return source().flatMap(source -> script.span(source, from, to)).map(this::placed).orElseGet(this::place);
  }

  /** A command of the script, or the instruction as a whole. */
  Place place(ShellCommand command) {
    return command.inner() || command.words().isEmpty() ? place() : place(command.words().get(0).start(), command.end());
  }

  /** A finding at a command. */
  Finding finding(Rule rule, ShellCommand command, String message, String fix) {
    return Finding.of(rule, place(command), message, fix);
  }

  /** A finding at the whole instruction. */
  Finding finding(Rule rule, String message, String fix) {
    return Finding.of(rule, place(), message, fix);
  }

  private Optional<SourceText> source() {
    return origin.file().map(Dockerfile::source);
  }

  /** The edit that writes something into the script, if that can be done. */
  Optional<Edit> insertion(String title, int at, String text) {
    if (origin.file().isPresent()) {
      return source().flatMap(source -> script.behind(source, at)).map(span -> Edit.Text.of(title, span, text));
    }
    return instruction instanceof Run run && run.command() instanceof Command.ShellForm form
        ? replacement(title,
            new Run(new Command.ShellForm(StepScript.with(form.line(), at, text), form.heredocs()), run.mounts(), run.network(),
                run.security(), run.devices(), run.reuse()))
        : Optional.empty();
  }

  /** The edit of an image in code that puts another instruction here. */
  Optional<Edit> replacement(String title, Instruction other) {
    return origin.image().filter(image -> origin.file().isEmpty())
        .flatMap(image -> stage.stage().map(value -> new Edit.Model(title, StageChange.replaced(image, value, index, other))));
  }
}
