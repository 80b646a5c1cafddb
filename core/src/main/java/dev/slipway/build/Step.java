package dev.slipway.build;

import com.google.common.collect.ImmutableMap;
import dev.slipway.image.Reuse;
import dev.slipway.layer.Layer;
import dev.slipway.layer.LayerToc;
import java.util.Optional;

/** An instruction that makes files, ready to be looked up or carried out. */
interface Step {
  /** What is done, all variables replaced: part of the key. */
  String operation();

  /** What the operation is made of, by what people call it, such as {@code variable VERSION}. */
  ImmutableMap<String, String> arguments();

  /** How explanations call what is read, such as {@code context}. */
  String source();

  /** Where it is read: steps of different scenes can be told apart before anything is read. */
  String scene();

  /**
   * Whether finding out what is read costs as much as doing the step, so that a step that was never done before is done
   * first and looked up afterwards.
   */
  boolean isCheaperDoneThanKnown();

  /** The listing of what is read; empty where nothing is. */
  Optional<SourceListing> listing();

  /**
   * Does the step.
   *
   * @param earlier the layer that the same place had before, to take unchanged bytes from
   */
  Made make(Optional<LayerToc> earlier);

  /** Whether a result may serve for other files than those that the step was done on, where the step finds the same in them. */
  default boolean isTheSameOnOtherFiles() {
    return true;
  }

  /** Whether the {@link #arguments} are all that the operation is made of. */
  default boolean namesAll() {
    return false;
  }

  /** When a result may be used again, besides being made of the same. */
  default Reuse reuse() {
    return Reuse.BY_CONTENT;
  }

  /** What is known of a change of one of the {@link #arguments}, such as which file changed. */
  default Optional<String> detail(String argument) {
    return Optional.empty();
  }

  /** Whether the step would find the same in the files that it is to be done on. */
  boolean finds(Facts facts);

  /**
   * What a step made.
   *
   * @param layer empty if nothing changes
   * @param facts what it found in the files that it was done on
   */
  record Made(Optional<Layer> layer, Facts facts) {}

  /** The key on some layers. */
  default Cache.Key key(Lineage lineage, Optional<SourceListing> listing) {
    return new Cache.Key(operation(), lineage, listing.map(SourceListing::digest), arguments());
  }
}
