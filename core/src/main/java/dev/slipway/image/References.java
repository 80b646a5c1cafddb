package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Replaces the images in registries that an image names. Each stage is made anew once, however many others need it. */
final class References {
  private final UnaryOperator<Base.Reference> change;
  private final Map<Base.Reference, Base.Reference> references = new HashMap<>();
  private final Map<Stage, Stage> stages = new HashMap<>();
  /** Stages whose triggers are carried out by others. */
  private final Set<Stage> parents = new HashSet<>();

  References(UnaryOperator<Base.Reference> change) {
    this.change = change;
  }

  /** The target of the image with its references replaced. */
  Stage changed(Image image) {
    for (Stage stage : image.stages()) {
      if (stage.base() instanceof Stage parent) {
        parents.add(parent);
      }
    }
    image.stages().forEach(stage -> stages.put(stage, rebuilt(stage)));
    return stages.getOrDefault(image.target(), image.target());
  }

  /** All that the stage needs comes before it and is done. */
  private Stage rebuilt(Stage stage) {
    Stage start = Stage.from(changed(stage.base()));
    Stage placed = stage.platform().map(start::onPlatform).orElse(start);
    Stage named = stage.name().map(placed::named).orElse(placed);
    boolean triggers = parents.contains(stage);
    return named.with(stage.instructions().stream()
        .map(each -> each instanceof Instruction.Onbuild onbuild && triggers
            ? new Instruction.Onbuild(onbuild.trigger().withSources(this::changed))
            : each.withSources(this::changed))
        .collect(ImmutableList.toImmutableList()));
  }

  private Base changed(Base base) {
    return switch (base) {
      case Base.Reference reference -> changed(reference);
      case Stage stage -> stages.getOrDefault(stage, stage);
      default -> base;
    };
  }

  private Base.Reference changed(Base.Reference reference) {
    Base.Reference known = references.get(reference);
    if (known == null) {
      known = change.apply(reference);
      references.put(reference, known);
    }
    return known;
  }
}
