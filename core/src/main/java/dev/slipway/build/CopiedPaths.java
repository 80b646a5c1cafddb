package dev.slipway.build;

import com.google.common.collect.ImmutableSet;
import dev.slipway.image.Add;
import dev.slipway.image.BindMount;
import dev.slipway.image.Copy;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Instruction;
import dev.slipway.image.Run;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where the copied files of the main context lie: what of it has to be listed. */
final class CopiedPaths {
  private CopiedPaths() {}

  /** Directories above everything that the stages copy; the whole context where a name has variables. */
  static ImmutableSet<ImagePath> of(List<Stage> stages) {
    Set<ImagePath> paths = new LinkedHashSet<>();
    for (Stage stage : stages) {
      for (Instruction instruction : stage.instructions()) {
        Instruction copied = instruction instanceof Instruction.Onbuild onbuild ? onbuild.trigger() : instruction;
        if (copied instanceof Copy copy && copy.from().isEmpty()) {
          copy.sources().forEach(source -> {
            if (source instanceof Copy.Path path) {
              paths.add(withoutPattern(path.path()));
            }
          });
        } else if (copied instanceof Run run) {
          run.mounts().forEach(mount -> {
            if (mount instanceof BindMount bind && bind.from().isEmpty()) {
              paths.add(withoutPattern(bind.source()));
            }
          });
        } else if (copied instanceof Add add) {
          add.sources().forEach(source -> {
            if (source instanceof Add.Path path) {
              paths.add(withoutPattern(path.path()));
            }
          });
        }
      }
    }
    return paths.isEmpty() ? ImmutableSet.of(ImagePath.ROOT) : ImmutableSet.copyOf(paths);
  }

  /** The directory above the first component with a pattern or variable. */
  private static ImagePath withoutPattern(Word word) {
    ImagePath path = ImagePath.ROOT;
    if (word.constant().isPresent()) {
      for (String part : ImagePath.of(word.constant().get()).parts()) {
        if (part.chars().anyMatch(c -> "*?[\\".indexOf(c) >= 0)) {
          break;
        }
        path = path.child(part);
      }
    }
    return path;
  }
}
