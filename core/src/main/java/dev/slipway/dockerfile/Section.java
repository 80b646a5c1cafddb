package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Base;
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
