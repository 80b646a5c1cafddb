package dev.slipway.testkit.benchmark;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.nio.file.Path;

/**
 * Jib core: builds with both of its caches into a tar. It always compresses, into its cache, and has no target short of
 * an archive, so that this one figure stands on both sides of the table.
 */
final class JibContender implements Contender {
  @Override
  public String name() {
    return "Jib";
  }

  @Override
  public Costs build(Path source, Path state, Path archive) throws Exception {
    Cost cost = Cost.of(() -> {
      FileEntriesLayer layer = FileEntriesLayer.builder()
          .setName("files")
          .addEntryRecursive(source, AbsoluteUnixPath.get("/opt/app"))
          .build();
      var unused = Jib.fromScratch()
          .addFileEntriesLayer(layer)
          .setEntrypoint("/opt/app/run")
          .containerize(Containerizer.to(TarImage.at(archive).named("benchmark"))
              .setApplicationLayersCache(state.resolve("application"))
              .setBaseImageLayersCache(state.resolve("base"))
              .setOfflineMode(true));
    });
    return new Costs(cost, cost);
  }
}
