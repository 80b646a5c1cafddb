package dev.slipway.build;

import com.google.common.collect.ImmutableList;
import dev.slipway.BuildException;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.dockerfile.OnbuildTriggers;
import dev.slipway.image.Base;
import dev.slipway.image.Instruction;
import dev.slipway.image.Stage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code ONBUILD} triggers that images made elsewhere bring. What they take files from, they name: that means a stage
 * of the image that is built, one of its contexts, or else an image.
 *
 * @param stages all stages of the image
 * @param context what the build was given
 */
record BaseTriggers(ImmutableList<Stage> stages, Context context) {
  /**
   * Reads the triggers of a base.
   *
   * @param texts as they stand in the base's configuration
   * @param base what the base is called
   * @param stage the stage that stands on it
   * @param label what that stage is called
   */
  ImmutableList<Instruction> read(List<String> texts, String base, Stage stage, String label) {
    ImmutableList.Builder<Instruction> triggers = ImmutableList.builder();
    for (String text : texts) {
      try {
        triggers.add(OnbuildTriggers.parse(text).withSources(source -> meant(source, stage, label)));
      } catch (DocumentException malformed) {
        throw new BuildException(malformed.code(), "'" + base + "', which '" + label
            + "' stands on, has an ONBUILD trigger that cannot be read: " + malformed.getMessage(), malformed);
      }
    }
    return triggers.build();
  }

  private Base meant(Base source, Stage stage, String label) {
    Optional<String> name = source instanceof Base.Reference reference ? reference.name().constant() : Optional.empty();
    if (name.isEmpty()) {
      return source;
    }
    String lower = name.get().toLowerCase(Locale.ROOT);
    Optional<Stage> named = stages.stream().filter(each -> each.name().equals(Optional.of(lower))).reduce((first, last) -> last);
    if (named.isPresent()) {
      checkOrder(named.get(), stage, label);
      return named.get();
    }
    return context.named().containsKey(name.get()) ? Base.context(name.get()) : source;
  }

  /** A stage that needs the one whose base asks for it would wait for itself. */
  private static void checkOrder(Stage wanted, Stage stage, String label) {
    Set<Base> seen = new HashSet<>();
    Deque<Base> open = new ArrayDeque<>(List.of(wanted));
    while (!open.isEmpty()) {
      Base next = open.pop();
      if (next.equals(stage)) {
        throw new BuildException(ErrorCode.INVALID_VALUE, "an ONBUILD trigger of the base of '" + label + "' takes files from the stage '"
            + wanted + "', which needs '" + label + "' itself; rename one of the stages");
      }
      if (next instanceof Stage needed && seen.add(needed)) {
        needed.sources().forEach(open::push);
      }
    }
  }
}
