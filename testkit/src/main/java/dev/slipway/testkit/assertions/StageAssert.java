package dev.slipway.testkit.assertions;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.image.Image;
import dev.slipway.image.Stage;

/** Assertions on a stage, before it is built. */
@CanIgnoreReturnValue
public final class StageAssert extends AbstractStageAssert<StageAssert, Stage> {
  private final Image image;

  StageAssert(Stage actual) {
    this(actual, Image.of(actual));
  }

  StageAssert(Stage actual, Image image) {
    super(actual, StageAssert.class);
    this.image = image;
  }

  @Override
  String subject() {
    return actual.name().map(name -> "stage '" + name + "'").orElse("the stage");
  }

  @Override
  Image image() {
    return image;
  }

  /** Expects this name. */
  public StageAssert hasName(String name) {
    return present("the name", name, actual.name());
  }
}
