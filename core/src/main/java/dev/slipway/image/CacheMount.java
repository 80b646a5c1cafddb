package dev.slipway.image;

import dev.slipway.InvalidValueException;
import java.util.Optional;

/**
 * A directory that outlives the build: package managers and compilers keep their caches there. It never becomes part of
 * an image or of a key.
 *
 * @param target where the command sees it; relative to the working directory unless absolute
 * @param id which cache; absent means the target as it is written, which may be relative: {@code node_modules} is the same cache
 *     in all working directories
 * @param sharing what builds at the same time do
 * @param initial what a new cache starts with; absent means empty
 * @param access owner and mode of a new cache; 0755 and root unless said. One that starts with a directory has that one's
 * @param readOnly whether the command only reads it
 */
public record CacheMount(Word target, Optional<Word> id, Sharing sharing, Optional<Base.Files> initial, Access access,
    boolean readOnly) implements Mount {
  @Override
  public Optional<Base> base() {
    return initial.map(Base.Files::base);
  }

  /** Checks the target. */
  public CacheMount {
    Mount.checkTarget(target);
    if (initial.isPresent() && initial.get().paths().size() != 1) {
      throw new InvalidValueException("a cache starts with exactly one path of a stage or image, not " + initial.get().paths().size());
    }
    id = id.filter(word -> !word.isEmpty());
    // no path means everything
    initial = initial.map(files -> files.paths().get(0).isEmpty() ? files.base().file("/") : files);
  }

  /** A shared cache, identified by its target. */
  public static CacheMount at(String target) {
    return new CacheMount(Word.of(target), Optional.empty(), Sharing.SHARED, Optional.empty(), Access.DEFAULT, false);
  }

  /** The same cache under another identity. */
  public CacheMount id(String newId) {
    return new CacheMount(target, Optional.of(Word.of(newId)), sharing, initial, access, readOnly);
  }

  /** The same cache, shared in another way. */
  public CacheMount sharing(Sharing newSharing) {
    return new CacheMount(target, id, newSharing, initial, access, readOnly);
  }

  /** The same cache, starting with files of a stage or image. */
  public CacheMount startingWith(Base.Files newInitial) {
    return new CacheMount(target, id, sharing, Optional.of(newInitial), access, readOnly);
  }

  /** The same cache with another owner or mode. */
  public CacheMount access(Access newAccess) {
    return new CacheMount(target, id, sharing, initial, newAccess, readOnly);
  }

  /** The same cache, which the command can only read. */
  public CacheMount asReadOnly() {
    return new CacheMount(target, id, sharing, initial, access, true);
  }
}
