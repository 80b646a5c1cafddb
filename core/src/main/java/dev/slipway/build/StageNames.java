package dev.slipway.build;

import com.google.common.collect.ImmutableMap;
import dev.slipway.image.Base;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.Platform;
import dev.slipway.image.Stage;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What stages and bases are called in reports, messages and the history of images. */
final class StageNames {
  private final ImmutableMap<Stage, String> labels;
  private final GlobalArguments globals;

  StageNames(List<Stage> stages, GlobalArguments globals) {
    this.labels = labels(stages);
    this.globals = globals;
  }

  /** What reports and history call something that files are taken from. */
  String nameOf(Base base) {
    return base instanceof Stage stage ? label(stage) : nameOutside(base);
  }

  /** The same for a platform; without the digest, as pinning a name must not change what is built. */
  String nameOf(Base base, Platform platform) {
    if (!(base instanceof Base.Reference reference)) {
      return nameOf(base);
    }
    return globals.reference(reference, platform).withoutDigest().familiar();
  }

  /** The same for what is no stage of this build. */
  static String nameOutside(Base base) {
    return switch (base) {
      case Base.Scratch scratch -> "scratch";
      case Base.Reference reference -> reference.name().toString();
      case Base.DockerImage docker -> docker.name().familiar();
      case Base.NamedContext named -> named.name();
      // only the last name: where the image lies on this machine must not get into the history of what is built
      case ImageLocation location -> String.valueOf(location.path().getFileName());
      case Stage stage -> stage.toString();
    };
  }

  String label(Stage stage) {
    return labels.getOrDefault(stage, stage.toString());
  }

  private static ImmutableMap<Stage, String> labels(List<Stage> stages) {
    Map<Stage, String> labels = new HashMap<>();
    Set<String> taken = new LinkedHashSet<>();
    for (int i = 0; i < stages.size(); i++) {
      String label = stages.get(i).name().orElse("stage-" + i);
      labels.put(stages.get(i), taken.add(label) ? label : label + "-" + i);
    }
    return ImmutableMap.copyOf(labels);
  }
}
