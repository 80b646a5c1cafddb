package dev.slipway.build;

import com.google.common.collect.ImmutableMap;
import dev.slipway.image.Base;
import dev.slipway.image.Image;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Platform;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments that may stand in names and platforms of bases.
 *
 * @param image the image that declares them
 * @param options the values that the build was given
 * @param buildPlatform the platform of this machine
 */
record GlobalArguments(Image image, BuildOptions options, Platform buildPlatform) {
  /** All values for a platform that is built for. */
  ImmutableMap<String, String> values(Platform platform) {
    Map<String, String> automatic = new LinkedHashMap<>();
    automatic.putAll(platform.arguments("TARGET"));
    automatic.putAll(buildPlatform.arguments("BUILD"));
    automatic.put("TARGETSTAGE", image.target().name().orElse("default"));
    options.arguments().forEach((name, value) -> automatic.computeIfPresent(name, (same, old) -> value));
    return image.argumentValues(options.arguments(), automatic);
  }

  private String expand(Word word, Platform platform) {
    ImmutableMap<String, String> values = values(platform);
    return word.expand(name -> Optional.ofNullable(values.get(name)));
  }

  /** The image that a name means when an image for a platform is built. */
  ImageReference reference(Base.Reference reference, Platform platform) {
    return ImageReference.parse(expand(reference.name(), platform));
  }

  /** The platform of a stage's base when an image for a platform is built. */
  Platform base(Stage stage, Platform platform) {
    return stage.platform().map(word -> Platform.parse(expand(word, platform))).orElse(platform);
  }
}
