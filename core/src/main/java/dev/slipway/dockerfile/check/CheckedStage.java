package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import dev.slipway.dockerfile.FileStage;
import dev.slipway.image.Base;
import dev.slipway.image.Instruction;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A stage with its instructions as checks see them, whether it stands in a file or was made in code. */
final class CheckedStage {
  private static final int MAX_CHAIN = 64;

  private final Place.InStage place;
  private final Base base;
  private final Optional<FileStage> file;
  private final Optional<Stage> stage;
  private final Optional<CheckedStage> parent;
  private final List<Step> steps = new ArrayList<>();

  CheckedStage(Place.InStage place, Base base, Optional<FileStage> file, Optional<Stage> stage, Optional<CheckedStage> parent) {
    this.place = place;
    this.base = base;
    this.file = file;
    this.stage = stage;
    this.parent = parent;
  }

  void add(Step step) {
    steps.add(step);
  }

  /** Its number and name. */
  Place.InStage place() {
    return place;
  }

  /** What it stands on. */
  Base base() {
    return base;
  }

  /** The stage in the file. */
  Optional<FileStage> file() {
    return file;
  }

  /** The stage of the model. */
  Optional<Stage> stage() {
    return stage;
  }

  /** The stage that it stands on. */
  Optional<CheckedStage> parent() {
    return parent;
  }

  /** The instructions in order. */
  ImmutableList<Step> steps() {
    return ImmutableList.copyOf(steps);
  }

  /**
   * The stages that it consists of: the first one on the base image, then each that stands on it, itself at the end. More
   * than {@link #MAX_CHAIN} of them are not looked at.
   */
  ImmutableList<CheckedStage> chain() {
    List<CheckedStage> chain = new ArrayList<>();
    Optional<CheckedStage> next = Optional.of(this);
    while (next.isPresent() && chain.size() < MAX_CHAIN) {
      chain.add(next.get());
      next = next.get().parent;
    }
    return ImmutableList.copyOf(chain).reverse();
  }

  /** The instructions of the chain in order. */
  ImmutableList<Step> allSteps() {
    return chain().stream().flatMap(each -> each.steps.stream()).collect(ImmutableList.toImmutableList());
  }

  /** What the chain stands on: no stage. */
  Base root() {
    return chain().get(0).base;
  }

  /** The name of the base image, with its variables; empty if it is none of a registry. */
  Optional<Word> reference() {
    return base instanceof Base.Reference reference ? Optional.of(reference.name()) : Optional.empty();
  }

  /** The last instruction of a kind in the chain. */
  <T extends Instruction> Optional<Step> last(Class<T> kind) {
    for (CheckedStage each : chain().reverse()) {
      for (int i = each.steps.size() - 1; i >= 0; i--) {
        if (kind.isInstance(each.steps.get(i).instruction())) {
          return Optional.of(each.steps.get(i));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether the chain has an instruction of a kind. */
  boolean has(Class<? extends Instruction> kind) {
    return last(kind).isPresent();
  }
}
