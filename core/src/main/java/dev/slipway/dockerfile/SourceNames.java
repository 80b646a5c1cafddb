package dev.slipway.dockerfile;

import dev.slipway.image.Base;
import java.util.Optional;

/** What the names in {@code COPY --from=…} and {@code RUN --mount=from=…} mean where they stand. */
interface SourceNames {
  /**
   * What files are taken from.
   *
   * @param place the name in the file
   * @param name the name without quotes
   * @param numbers whether a number is that of a stage
   * @return empty if the name means nothing, which has been told then
   */
  Optional<Base> find(Place place, String name, boolean numbers);

  /** Where something stands, and how to tell what is wrong with it. */
  interface Place {
    /** Something is wrong whether the stage is built or not. */
    void always(String message, String advice);

    /** Something is wrong if the stage is built. */
    void ifBuilt(String message, String advice);
  }
}
