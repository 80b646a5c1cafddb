package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.image.Base;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Instruction;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import java.util.Optional;
import java.util.function.Consumer;

/** Rules about the images that stages stand on and take files from. */
final class BaseRules implements RuleGroup {
  private static final Rule UNPINNED = Rule.of("UnpinnedBase", "Images that are built on have a version",
      "A name without a version means another image each month, so that the same file builds other things, or nothing at all");

  /** Parts of tags that say which kind of image it is, but not which version. */
  private static final ImmutableSet<String> NO_VERSION = ImmutableSet.of("latest", "stable", "edge", "nightly", "testing", "unstable",
      "rolling", "main",
      "master", "dev", "devel", "lts", "current", "mainline", "slim", "alpine", "full", "standard", "perl", "otel");

  @Override
  public ImmutableList<Rule> rules() {
    return ImmutableList.of(UNPINNED);
  }

  @Override
  public void check(CheckedImage image, Consumer<Finding> findings) {
    for (CheckedStage stage : image.stages()) {
      stage.reference().flatMap(name -> unpinned(image, name)).ifPresent(message -> findings.accept(finding(image.place(stage), message)));
      for (Step step : stage.steps()) {
        sources(step.instruction()).stream().flatMap(source -> unpinned(image, source.name()).stream()).distinct()
            .forEach(message -> findings.accept(finding(step.place(), message)));
      }
    }
  }

  private static Finding finding(Place place, String message) {
    return Finding.of(UNPINNED, place, message, "write a version as the tag, such as 'debian:12.8-slim', or a digest behind '@'");
  }

  /** The images that an instruction itself takes files from. */
  private static ImmutableSet<Base.Reference> sources(Instruction instruction) {
    Stage alone = Stage.scratch().with(instruction);
    return alone.sources().stream().filter(Base.Reference.class::isInstance).map(Base.Reference.class::cast)
        .collect(ImmutableSet.toImmutableSet());
  }

  private static Optional<String> unpinned(CheckedImage image, Word name) {
    Optional<ImageReference> reference = image.imageName(name).flatMap(ImageName::of).filter(found -> found.digest().isEmpty());
    if (reference.isEmpty()) {
      return Optional.empty();
    }
    String shown = "'" + reference.get().familiar() + "'";
    return reference.get().tag()
        .map(tag -> isMoving(tag) ? Optional.of("the tag of " + shown + " has no version") : Optional.<String>empty())
        .orElse(Optional.of(shown + " has no tag, which means 'latest'"));
  }

  private static boolean isMoving(String tag) {
    return ImmutableList.copyOf(tag.split("-")).stream().allMatch(NO_VERSION::contains);
  }
}
