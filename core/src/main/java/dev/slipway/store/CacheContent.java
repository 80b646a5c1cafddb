package dev.slipway.store;

import java.io.IOException;
import java.nio.file.Path;

/** What a cache directory starts with. */
@FunctionalInterface
public interface CacheContent {
  /**
   * Makes the directory. Called at most once at a time for one cache directory, whoever else opens it.
   *
   * @param absent does not exist; its parent does, and is for the store's user alone
   * @throws IOException if it cannot be made; what was made of it is taken away
   */
  void make(Path absent) throws IOException;

  /** What it is, in a few words for lists, such as the digest of an image's directory. */
  default String origin() {
    return "empty";
  }
}
