package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.image.Base;
import dev.slipway.image.Instruction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A {@code FROM} with what follows it, while it is read. */
final class Section {
  private final int index;
  private final Statement from;
  private final ImmutableList<Statement> body;
  private final Optional<String> name;
  private final Findings findings;
  private final Set<Integer> needed = new LinkedHashSet<>();
  private final List<FileStage.Line> lines = new ArrayList<>();
  private Optional<Integer> parent = Optional.empty();
  private Base value = Base.scratch();
  private Variables variables;

  Section(int index, Statement from, List<Statement> body, Optional<String> name, Findings findings, Variables variables) {
    this.index = index;
    this.from = from;
    this.body = ImmutableList.copyOf(body);
    this.name = name;
    this.findings = findings;
    this.variables = variables;
  }

  /** The number of the stage, from 0 on. */
  int index() {
    return index;
  }

  Statement from() {
    return from;
  }

  ImmutableList<Statement> body() {
    return body;
  }

  /** The name in small letters. */
  Optional<String> name() {
    return name;
  }

  Findings findings() {
    return findings;
  }

  /** The numbers of the stages that this one stands on or takes files from. */
  Set<Integer> needed() {
    return needed;
  }

  /** Notes what a statement says; empty if something is wrong with it. */
  void says(Statement statement, Optional<Instruction> instruction) {
    lines.add(new FileStage.Line(statement, instruction));
  }

  /** Notes which stage of the file this one stands on. */
  void standsOn(int newParent) {
    parent = Optional.of(newParent);
    needed.add(newParent);
  }

  /** What is known of the stage when it has been read. */
  FileStage stage(boolean built) {
    return new FileStage(index, name, from, ImmutableList.copyOf(lines), value, parent, ImmutableSet.copyOf(needed), built);
  }

  /** The stage, or the context that stands for it. */
  Base value() {
    return value;
  }

  void becomes(Base newValue) {
    value = newValue;
  }

  Variables variables() {
    return variables;
  }

  void startsWith(Variables inherited) {
    variables = inherited;
  }
}
