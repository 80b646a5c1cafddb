package dev.slipway.testkit.assertions;

import com.google.common.collect.ImmutableSet;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.Suggestions;
import dev.slipway.image.Image;
import dev.slipway.image.Platform;
import dev.slipway.image.Stage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Assertions on an image before it is built: on its last stage, and on the others that it needs. */
public final class ImageAssert extends AbstractStageAssert<ImageAssert, Image> {
  ImageAssert(Image actual) {
    super(actual, ImageAssert.class);
  }

  @Override
  String subject() {
    return actual.target().name().map(name -> "the image with the last stage '" + name + "'").orElse("the image");
  }

  @Override
  Image image() {
    return there();
  }

  /** Expects a stage of that name among those the image needs. */
  @CanIgnoreReturnValue
  public ImageAssert hasStageNamed(String name) {
    Stage unused = find(name);
    return this;
  }

  /** Goes on with the stage of that name. */
  public StageAssert stageNamed(String name) {
    return alike(new StageAssert(find(name), Optional.of(there().withTarget(find(name)))));
  }

  /** Expects this many stages, all that the image needs counted. */
  @CanIgnoreReturnValue
  public ImageAssert hasStageCount(int count) {
    if (there().stages().size() != count) {
      throw failureWithActualExpected(there().stages().size(), count, "%s", "Expected " + subject() + " to need " + count
          + " stages, but it needs " + there().stages().size() + "\n"
          + lines("stages", there().stages().stream().map(Stage::toString).toList()));
    }
    return this;
  }

  /** Expects that the image is for exactly these platforms. */
  @CanIgnoreReturnValue
  public ImageAssert isForPlatforms(Platform... platforms) {
    return equal("the platforms", ImmutableSet.copyOf(platforms), there().platforms());
  }

  /** Expects an argument of the whole build with this default. */
  @CanIgnoreReturnValue
  public ImageAssert hasArgument(String name, String defaultValue) {
    Map<String, String> arguments = new LinkedHashMap<>();
    there().arguments().forEach(each -> arguments.put(each.name(), each.defaultValue().map(Object::toString).orElse("")));
    return entry("argument", name, defaultValue, arguments);
  }

  private Stage find(String name) {
    Optional<Stage> found = there().stages().stream().filter(stage -> stage.name().equals(Optional.of(name))).findFirst();
    return found.orElseThrow(() -> failed("Expected " + subject() + " to need a stage named '" + name + "'"
        + Suggestions.among(name, there().stages().stream().flatMap(stage -> stage.name().stream()).toList()) + "\n"
        + lines("stages", there().stages().stream().map(Stage::toString).toList())));
  }
}
