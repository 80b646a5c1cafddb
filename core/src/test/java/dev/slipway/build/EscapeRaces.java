package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.slipway.SlipwayException;
import dev.slipway.image.BindMount;
import dev.slipway.image.CacheMount;
import dev.slipway.image.Stage;
import dev.slipway.image.TmpfsMount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Names that change their meaning between being looked at and being used. */
final class EscapeRaces {
  private static final int SWAPS = 10_000;
  private static final int SWAPS_IN_CACHE = 1_000;

  private EscapeRaces() {}

  static ImmutableList<EscapeCase> all() {
    return ImmutableList.of(
        new EscapeCase("U5", "a directory of the context becomes a link while it is copied and mounted", EscapeRaces::context),
        new EscapeCase("D6", "a directory of a cache becomes a link while another build mounts below it", EscapeRaces::cache));
  }

  private static void context(EscapeBench bench) throws IOException {
    String name = bench.fresh("swap");
    bench.files().file(name + "/d/secret", "harmless").file(name + "/d/data/open", "harmless");
    Path directory = bench.files().path(name);
    AtomicInteger swaps = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> swapper = CompletableFuture.runAsync(() -> {
      try {
        Path link = Files.createSymbolicLink(directory.resolveSibling(name + "-link"), Path.of(bench.target()));
        Path aside = directory.resolveSibling(name + "-aside");
        while (swaps.get() < SWAPS || !done.get()) {
          Files.move(directory.resolve("d"), aside);
          Files.move(link, directory.resolve("d"));
          Files.move(directory.resolve("d"), link);
          Files.move(aside, directory.resolve("d"));
          swaps.incrementAndGet();
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    });
    try {
      for (int i = 0; i < 15; i++) {
        attempt(bench, bench.base().env("ROUND", "" + i).copy(name + "/d", "/in/"));
        attempt(bench, bench.base().run("cat /in/secret > /seen; echo " + i, BindMount.of(name + "/d", "/in")));
      }
    } finally {
      done.set(true);
    }
    swapper.join();
    assertThat(swaps.get()).isGreaterThanOrEqualTo(SWAPS);
    assertThat(EscapeMounts.holders(bench.store(), "canary of " + bench.target())).isEmpty();
  }

  private static void cache(EscapeBench bench) {
    CacheMount cache = CacheMount.at("/c").id(bench.fresh("race"));
    bench.build(bench.base().run("mkdir -p /c/d/data; ln -s " + bench.target() + " /c/l", cache));
    String swapping = "i=0; while [ $i -lt " + SWAPS_IN_CACHE
        + " ]; do mv /c/d /c/e; mv /c/l /c/d; mv /c/d /c/l; mv /c/e /c/d; i=$((i+1)); done; "
        + "echo $i > /out/o";
    CompletableFuture<BuiltImage> swapper = CompletableFuture.supplyAsync(() -> bench.build(bench.base().run(swapping, cache)));
    Stage seed = bench.base().run("mkdir /seed; echo s > /seed/f");
    int rounds = 0;
    while (!swapper.isDone() || rounds < 5) {
      rounds++;
      for (var inner : List.of(TmpfsMount.at("/c/d/data"), TmpfsMount.at("/c/d/new" + rounds),
          BindMount.of(seed.file("/seed"), "/c/d/data/" + rounds))) {
        attempt(bench, bench.base().run("cat /c/d/secret > /seen; echo x > /c/d/" + EscapeCanary.MARKER + "; rm -f /c/d/"
            + EscapeCanary.MARKER + "; true", cache, inner));
      }
    }
    assertThat(bench.read(swapper.join(), "/out/o")).isEqualTo(SWAPS_IN_CACHE + "\n");
  }

  /** It may fail, as what it wants is not always there. */
  private static void attempt(EscapeBench bench, Stage stage) {
    try {
      bench.build(stage);
    } catch (SlipwayException refused) {
      assertThat(refused.getMessage()).isNotBlank().doesNotContain("canary of");
    }
  }
}
