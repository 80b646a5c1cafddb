package dev.slipway.testkit.benchmark;

import dev.slipway.build.BuiltImage;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.image.Image;
import dev.slipway.image.OciArchive;
import dev.slipway.image.Stage;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Slipway: builds into its store, then compresses into an OCI archive. The engine is opened anew for each build. */
final class SlipwayContender implements Contender {
  private static final Image IMAGE = Stage.scratch().copy(".", "/opt/app").entrypoint("/opt/app/run").toImage();

  private @Nullable Engine engine;
  private @Nullable BuiltImage built;

  @Override
  public String name() {
    return "Slipway";
  }

  @Override
  public Costs build(Path source, Path state, Path archive) throws Exception {
    Cost store = Cost.of(() -> {
      Engine opened = Engine.open(state);
      engine = opened;
      built = opened.build(IMAGE, Context.of(source));
    });
    Cost export = Cost.of(() -> {
      if (built != null && engine != null) {
        var unused = built.writeTo(OciArchive.at(archive));
        engine.close();
      }
    });
    return new Costs(store, store.plus(export));
  }
}
