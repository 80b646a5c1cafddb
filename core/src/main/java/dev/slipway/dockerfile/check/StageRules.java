package dev.slipway.dockerfile.check;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Multiset;
import dev.slipway.dockerfile.Arguments;
import dev.slipway.dockerfile.Arguments.Assignment;
import dev.slipway.dockerfile.Arguments.Trigger;
import dev.slipway.dockerfile.FileStage;
import dev.slipway.dockerfile.Statement;
import dev.slipway.dockerfile.Token;
import dev.slipway.image.Base;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What depends on what came before in a stage: goes through the checked stages as a build does, on one platform. */
final class StageRules {
  /** Each trigger is looked at for each stage that triggers it: of more than anybody writes, only so many. */
  private static final int MOST_TRIGGERS = 20_000;

  private final CheckedFile checked;
  private final Globals globals;
  private final VariableRules variables;
  private final CommandRules commands;
  /** Stages as they end, until all that stand on them have begun. */
  private final Map<Integer, StageState> states = new HashMap<>();
  /** How many stages that have not begun stand on each. */
  private final Multiset<Integer> children = HashMultiset.create();
  private int triggersLeft = MOST_TRIGGERS;

  StageRules(CheckedFile checked, Globals globals) {
    this.checked = checked;
    this.globals = globals;
    this.variables = new VariableRules(checked);
    this.commands = new CommandRules(checked);
  }

  void check() {
    checked.subject().checked().forEach(stage -> stage.parent().ifPresent(children::add));
    for (FileStage stage : checked.subject().checked()) {
      Optional<StageState> parent = stage.parent().map(states::get);
      StageState state = start(stage, parent);
      if (parent.isPresent()) {
        state.triggered(true);
        parent.get().triggers().stream().limit(triggersLeft).forEach(trigger -> look(trigger, state));
        triggersLeft = Math.max(0, triggersLeft - parent.get().triggers().size());
      }
      state.triggered(false);
      stage.lines().forEach(line -> look(line.statement(), state));
      if (children.contains(stage.index())) {
        states.put(stage.index(), state);
      }
    }
  }

  private StageState start(FileStage stage, Optional<StageState> parent) {
    Place.InStage place = new Place.InStage(stage.index(), stage.name());
    if (parent.isPresent()) {
      int number = stage.parent().orElseThrow();
      children.remove(number, 1);
      boolean last = !children.contains(number);
      if (last) {
        states.remove(number);
      }
      return parent.get().inherited(place, last);
    }
    Optional<BaseImage> base = base(stage);
    return StageState.of(place, StageVariables.of(base.map(BaseImage::environment)),
        base.map(image -> !image.shell().isEmpty()).orElse(false));
  }

  /** What is known of the image that a stage stands on. */
  private Optional<BaseImage> base(FileStage stage) {
    if (!(stage.value() instanceof Stage value)) {
      return Optional.empty();
    }
    return switch (value.base()) {
      case Base.Scratch scratch -> isScratch(stage) ? Optional.of(BaseImage.EMPTY) : Optional.empty();
      case Base.Reference reference -> globals.expanded(reference.name())
          .flatMap(name -> checked.subject().options().images().find(name, FromRules.platform(value, globals)));
      case Base.DockerImage image -> checked.subject().options().images().find(image.name().familiar(), FromRules.platform(value, globals));
      default -> Optional.empty();
    };
  }

  /** What cannot be read stands on the empty image in the model. */
  private boolean isScratch(FileStage stage) {
    return stage.from().arguments() instanceof Arguments.Words words
        && checked.file().word(words.words().get(0).text()).flatMap(globals::expanded).filter(name -> name.equals("scratch")).isPresent();
  }

  private void look(Statement statement, StageState state) {
    variables.check(statement, state);
    commands.check(statement, state);
    switch (statement.keyword()) {
      case ENV -> env(statement, state);
      case ARG -> arg(statement, state);
      case SHELL -> state.nameShell();
      case ONBUILD -> {
        if (statement.arguments() instanceof Trigger trigger) {
          state.triggers().add(trigger.statement());
        }
      }
      default -> {
      }
    }
  }

  /** All values see the variables as they were before. */
  private void env(Statement statement, StageState state) {
    StageVariables before = state.variables();
    Map<String, Optional<String>> set = new LinkedHashMap<>();
    for (Assignment assignment : assignments(statement)) {
      Optional<String> name = checked.file().word(assignment.name().text()).flatMap(before::known);
      Optional<String> value = assignment.value().map(Token::text).flatMap(checked.file()::word).flatMap(before::known);
      if (name.isEmpty()) {
        before.setSomething();
      } else {
        set.put(name.get(), value);
      }
    }
    set.forEach(before::set);
  }

  private void arg(Statement statement, StageState state) {
    ImmutableMap<String, String> given = checked.subject().options().read().arguments();
    for (Assignment assignment : assignments(statement)) {
      // later ones of one ARG see those before them
      variables.argument(statement, assignment, state);
      String name = assignment.name().text();
      Optional<Optional<String>> value = Optional.empty();
      if (given.containsKey(name)) {
        value = Optional.of(Optional.ofNullable(given.get(name)));
      } else if (assignment.value().isPresent()) {
        Optional<Word> word = checked.file().word(assignment.value().get().text());
        value = Optional.of(word.flatMap(state.variables()::known));
      } else if (globals.values().containsKey(name)) {
        value = Optional.of(Optional.ofNullable(globals.values().get(name)));
      }
      state.variables().declare(name, value);
    }
  }

  static ImmutableList<Assignment> assignments(Statement statement) {
    return statement.arguments() instanceof Arguments.Assignments assignments ? assignments.list() : ImmutableList.of();
  }

  /**
   * Adds a finding in the stage that is gone through, which for a trigger is not the one in which that stands: it is told
   * for the first stage that triggers it.
   */
  static void add(CheckedFile checked, StageState state, Statement statement, Finding finding) {
    if (state.isTriggered() && !checked.isFirst(finding)) {
      return;
    }
    Place place = finding.place().in(state.stage());
    checked.add(new Finding(finding.rule(), finding.severity(), place, finding.message(), finding.fix(),
        state.isTriggered() ? Optional.empty() : finding.edit()));
  }
}
