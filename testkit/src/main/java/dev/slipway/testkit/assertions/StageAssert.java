package dev.slipway.testkit.assertions;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.image.Image;
import dev.slipway.image.Stage;
import java.util.Optional;

/** Assertions on a stage, before it is built. */
public final class StageAssert extends AbstractStageAssert<StageAssert, Stage> {
  private final Optional<Image> image;

  StageAssert(Stage actual) {
    this(actual, Optional.empty());
  }

  StageAssert(Stage actual, Optional<Image> image) {
    super(actual, StageAssert.class);
    this.image = image;
  }

  @Override
  String subject() {
    return actual.name().map(name -> "stage '" + name + "'").orElse("the stage");
  }

  @Override
  Image image() {
    return image.orElseGet(() -> Image.of(there()));
  }

  /** Expects this name. */
  @CanIgnoreReturnValue
  public StageAssert hasName(String name) {
    return present("the name", name, there().name());
  }
}
