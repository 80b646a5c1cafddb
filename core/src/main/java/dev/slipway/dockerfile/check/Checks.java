package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import dev.slipway.DocumentException;
import dev.slipway.Problem;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks Dockerfiles and images by all {@link Rules}. */
public final class Checks {
  private Checks() {}

  /** What is found in a file of which nothing is known besides. */
  public static Findings of(Dockerfile file) {
    return of(file, CheckOptions.DEFAULT);
  }

  /** What is found in a file. Never fails for what the file says. */
  public static Findings of(Dockerfile file, CheckOptions options) {
    Optional<Image> image = Optional.empty();
    ImmutableList<Problem> problems = file.problems();
    try {
      image = Optional.of(file.image(options.read()));
    } catch (DocumentException refused) {
      problems = refused.problems();
    }
    return run(new Subject(Optional.of(file), file.stages(options.read()), image, options), problems);
  }

  /** What is found in an image that was made in code: by the rules that look at the model. */
  public static Findings of(Image image, CheckOptions options) {
    return run(new Subject(Optional.empty(), ImmutableList.of(), Optional.of(image), options), ImmutableList.of());
  }

  private static Findings run(Subject subject, ImmutableList<Problem> problems) {
    List<Finding> found = new ArrayList<>();
    Rules.sets().forEach(set -> set.check(subject, found::add));
    return new Findings(subject.file().map(Dockerfile::source), ImmutableList.copyOf(found), problems, false);
  }
}
