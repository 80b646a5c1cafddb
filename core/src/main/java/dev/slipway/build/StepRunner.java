package dev.slipway.build;

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
  static final String NEW = "not built here before";
  private static final String ALWAYS = "its result is never used again";

  private final Store store;
  private final Cache cache;

  StepRunner(Store store, Cache cache) {
    this.store = store;
    this.cache = cache;
  }

  /** How a step went. */
  record Outcomes(Optional<Layer> layer, Outcome outcome, String reason) {}

  /** Runs a step in a place of the build, on some layers. */
  Outcomes run(Step step, Digest place, Lineage lineage) {
    Optional<Earlier> earlier = cache.earlier(place);
    if (earlier.isPresent() || !step.isCheaperDoneThanKnown()) {
      return lookUp(step, place, lineage, earlier, Outcome.HIT);
    }
    return store.exclusively(attempt(step, lineage), () -> {
      Optional<Earlier> meanwhile = cache.earlier(place);
      return meanwhile.isEmpty() && step.isCheaperDoneThanKnown()
          ? doFirst(step, place, lineage)
          : lookUp(step, place, lineage, meanwhile, Outcome.SHARED);
    });
  }

  /** Finds out what the step reads, looks its result up, and does it if there is none. */
  private Outcomes lookUp(Step step, Digest place, Lineage lineage, Optional<Earlier> earlier, Outcome found) {
    Optional<SourceListing> listing = step.listing();
    Key key = step.key(lineage, listing);
    Optional<Result> known = cache.find(key, step.reuse());
    if (known.isPresent()) {
      return hit(place, key, listing, earlier, known.get(), found);
    }
    Optional<Result> moved = step.isTheSameOnOtherFiles() ? cache.findAnywhere(key, step::finds) : Optional.empty();
    if (moved.isPresent()) {
      cache.put(key, moved.get());
      return hit(place, key, listing, earlier, moved.get(), found);
    }
    return store.exclusively(attempt(step, lineage), () -> store.exclusively(key.digest(), () -> {
      // it was not there a moment ago: somebody else made it while this build waited for the locks
      Optional<Result> meanwhile = cache.find(key, step.reuse());
      return meanwhile.isPresent()
          ? hit(place, key, listing, earlier, meanwhile.get(), Outcome.SHARED)
          : make(step, place, key, listing, earlier);
    }));
  }

  /**
   * What is known of a key before anything is read. Whoever does a step holds this lock, so that it is not done twice at
   * once by those who know the key and by those who are just finding it out.
   */
  private static Digest attempt(Step step, Lineage lineage) {
    return Structure.digest(ImmutableList.of("attempt", step.operation(), lineage.chain(), step.scene()));
  }

  private Outcomes hit(Digest place, Key key, Optional<SourceListing> listing, Optional<Earlier> earlier, Result result, Outcome outcome) {
    cache.use(place, key, listing, earlier);
    return new Outcomes(result.layer(), outcome, "");
  }

  private Outcomes make(Step step, Digest place, Key key, Optional<SourceListing> listing, Optional<Earlier> earlier) {
    String reason = step.reuse().never() ? ALWAYS : earlier.map(before -> before.difference(key, listing, step)).orElse(NEW);
    Optional<LayerToc> source = earlier.flatMap(Earlier::layer).map(layer -> layer.read(store));
    return made(step, step.make(source), place, key, listing, earlier, reason);
  }

  private Outcomes made(Step step, Made made, Digest place, Key key, Optional<SourceListing> listing, Optional<Earlier> earlier,
      String reason) {
    cache.put(key, new Result(made.layer()), step.reuse());
    if (step.isTheSameOnOtherFiles()) {
      cache.putAnywhere(key, made);
    }
    cache.use(place, key, listing, earlier);
    return new Outcomes(made.layer(), Outcome.MISS, reason);
  }

  /** One pass over the files gives the layer and the digests from which its key follows. */
  private Outcomes doFirst(Step step, Digest place, Lineage lineage) {
    Made made = step.make(Optional.empty());
    Optional<SourceListing> listing = step.listing();
    Key key = step.key(lineage, listing);
    Optional<Result> known = cache.find(key, step.reuse());
    return known.isPresent()
        ? hit(place, key, listing, Optional.empty(), known.get(), Outcome.HIT)
        : made(step, made, place, key, listing, Optional.empty(), NEW);
  }
}
