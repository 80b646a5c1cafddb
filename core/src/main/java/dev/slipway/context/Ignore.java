package dev.slipway.context;

import dev.slipway.image.ImagePath;

/** What a context leaves out. Asked by several threads at once. */
public interface Ignore {
  /** Leaves out nothing. */
  Ignore NOTHING = (path, directory) -> false;

  /**
   * Whether a path is left out. A directory that is left out is listed all the same if something below it is not.
   *
   * @param directory whether a directory lies there (a link to one is none)
   */
  boolean ignores(ImagePath path, boolean directory);

  /** Whether a directory that is left out may hold something that is not; it is not even opened if this is false. */
  default boolean descends(ImagePath ignoredDirectory) {
    return true;
  }
}
