package dev.slipway.build;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableList;
import dev.slipway.build.Cache.Earlier;
import dev.slipway.build.Cache.Key;
import dev.slipway.build.Cache.Result;
import dev.slipway.build.Step.Made;
import dev.slipway.build.StepReport.Outcome;
import dev.slipway.image.Digest;
import dev.slipway.image.Structure;
import dev.slipway.layer.Layer;
import dev.slipway.layer.LayerToc;
import dev.slipway.store.Store;
import java.util.Optional;

/** Looks steps up and does those that are missing; equal steps of builds that run at once are done once. */
final class StepRunner {
  private static final byte[] NOTHING = {};

  private final Store store;
  private final Cache cache;

  StepRunner(Store store, Cache cache) {
    this.store = store;
    this.cache = cache;
  }

  /** How a step went. */
  record Outcomes(Optional<Layer> layer, Outcome outcome, String reason) {}

  /** Runs a step in a place of the build, on some layers. */
  Outcomes run(Step step, Digest place, String parent) {
    Optional<Earlier> earlier = cache.earlier(place);
    Outcome found = Outcome.HIT;
    if (earlier.isEmpty() && step.isCheaperDoneThanKnown()) {
      // its key is not known before it is done, so that builds which start at once meet at the place
      Optional<Outcomes> done = store.exclusively(Structure.digest(ImmutableList.of("first", place)),
          () -> cache.earlier(place).isEmpty() ? Optional.of(doFirst(step, place, parent)) : Optional.empty());
      if (done.isPresent()) {
        return done.get();
      }
      earlier = cache.earlier(place);
      found = Outcome.SHARED;
    }
    return lookUp(step, place, parent, earlier, found);
  }

  private Outcomes lookUp(Step step, Digest place, String parent, Optional<Earlier> earlier, Outcome found) {
    Optional<byte[]> listing = step.listing();
    Key key = step.key(parent, listing);
    Optional<Result> known = cache.find(key);
    if (known.isPresent()) {
      return hit(place, key, listing, known.get(), found);
    }
    Optional<Result> moved = cache.findAnywhere(key, step::finds);
    if (moved.isPresent()) {
      cache.put(place, key, listing.orElse(NOTHING), moved.get());
      return new Outcomes(moved.get().layer(), Outcome.HIT, "");
    }
    Stopwatch waiting = Stopwatch.createStarted();
    return store.exclusively(key.digest(), () -> {
      Optional<Result> meanwhile = cache.find(key);
      if (meanwhile.isPresent()) {
        return hit(place, key, listing, meanwhile.get(), waiting.elapsed().isZero() ? Outcome.HIT : Outcome.SHARED);
      }
      String reason = earlier.map(before -> before.difference(key, listing.orElse(NOTHING), step.source())).orElse("not built here before");
      Optional<LayerToc> source = earlier.flatMap(Earlier::layer).map(layer -> layer.read(store));
      Made made = step.make(source);
      cache.put(place, key, listing.orElse(NOTHING), new Result(made.layer()));
      cache.putAnywhere(key, made);
      return new Outcomes(made.layer(), Outcome.MISS, reason);
    });
  }

  private Outcomes hit(Digest place, Key key, Optional<byte[]> listing, Result result, Outcome outcome) {
    cache.use(place, key, listing.orElse(NOTHING));
    return new Outcomes(result.layer(), outcome, "");
  }

  /** One pass over the files gives the layer and the digests from which its key follows. */
  private Outcomes doFirst(Step step, Digest place, String parent) {
    Made made = step.make(Optional.empty());
    Optional<byte[]> listing = step.listing();
    Key key = step.key(parent, listing);
    Optional<Result> known = cache.find(key);
    if (known.isPresent()) {
      return hit(place, key, listing, known.get(), Outcome.HIT);
    }
    cache.put(place, key, listing.orElse(NOTHING), new Result(made.layer()));
    cache.putAnywhere(key, made);
    return new Outcomes(made.layer(), Outcome.MISS, "not built here before");
  }
}
