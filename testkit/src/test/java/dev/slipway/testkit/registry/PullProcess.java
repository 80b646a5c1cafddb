package dev.slipway.testkit.registry;

import dev.slipway.build.BuiltImage;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Stage;
import dev.slipway.registry.RegistrySettings;
import java.nio.file.Path;

/** A program that reads all layers of an image of a registry, with a store that it may share with others. */
public final class PullProcess {
  private PullProcess() {}

  /** The reference and the store's directory. */
  public static void main(String[] arguments) {
    try (Engine engine = Engine.open(Path.of(arguments[1]), RegistrySettings.defaults())) {
      BuiltImage built = engine.build(Stage.from(ImageReference.parse(arguments[0])).env("A", "b").toImage(), Context.empty());
      System.out.println("read " + built.layers().size() + " layers");
    }
  }
}
