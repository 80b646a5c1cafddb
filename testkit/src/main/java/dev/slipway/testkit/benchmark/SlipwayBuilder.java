package dev.slipway.testkit.benchmark;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.slipway.build.BuiltImage;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.image.Base;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Slipway in this process: an engine that stays open within a round, with a new store for each round. */
final class SlipwayBuilder implements ImageBuilder {
  private final Base base;
  private final Path warm;
  private final Path place;
  private int stores;
  private @Nullable Engine engine;
  private @Nullable BuiltImage built;

  SlipwayBuilder(DebianBase debian, Path place) {
    this.base = OciLayout.at(debian.layout());
    this.warm = debian.warmUp();
    this.place = place;
  }

  @Override
  public String name() {
    return "Slipway";
  }

  @Override
  public void reset() throws IOException {
    close();
    Engine opened = Engine.open(place.resolve("store" + ++stores));
    engine = opened;
    built = opened.build(Stage.from(base).copy("warm", "/warm").run("test -f /warm").toImage(), Context.of(warm));
  }

  @Override
  public Cost build(BuildWorkload workload, Path context, int variant) throws Exception {
    Engine opened = engine;
    if (opened == null) {
      throw new IllegalStateException("an engine is opened by a reset first");
    }
    return Cost.of(() -> built = opened.build(workload.image(base, variant), Context.of(context)));
  }

  @Override
  public Cost export(Path target) throws Exception {
    BuiltImage image = built;
    if (image == null) {
      throw new IllegalStateException("nothing was built yet");
    }
    return Cost.of(() -> {
      var unused = image.writeTo(OciLayout.at(target));
    });
  }

  @Override
  public void close() throws IOException {
    if (engine != null) {
      engine.close();
      engine = null;
    }
    Path store = place.resolve("store" + stores);
    if (Files.exists(store)) {
      MoreFiles.deleteRecursively(store, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
