package dev.slipway.store;

import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/**
 * What a cache directory is known by: an id, as it is written in a cache mount, within a namespace. Both are arbitrary
 * text and never part of a path: directories are named by {@link #digest()}.
 *
 * @param namespace keeps equal ids of different users of the store apart; may be empty
 * @param id at most 4,096 characters
 */
public record CacheName(String namespace, String id) implements Comparable<CacheName> {
  private static final int MAXIMUM = 4096;
  private static final Comparator<CacheName> ORDER = Comparator.comparing(CacheName::namespace).thenComparing(CacheName::id);

  /** Checks the lengths, and that both are Unicode, so that different names never have the same bytes. */
  public CacheName {
    check("namespace", namespace);
    check("id", id);
  }

  /** A name in the namespace without a name. */
  public static CacheName of(String id) {
    return new CacheName("", id);
  }

  /** SHA-256 of namespace and id, with the length of the former between them and before both. */
  public Digest digest() {
    return Digest.sha256((namespace.length() + ":" + namespace + id).getBytes(StandardCharsets.UTF_8));
  }

  /** The order in which whoever needs several caches {@link CacheUse#LOCKED} opens them, so that nobody waits in a circle. */
  @Override
  public int compareTo(CacheName other) {
    return ORDER.compare(this, other);
  }

  private static void check(String what, String text) {
    if (text.length() > MAXIMUM) {
      throw new InvalidValueException(
          "the " + what + " of a cache that begins with '" + text.substring(0, 40) + "' has " + text.length() + " characters, more than "
              + MAXIMUM);
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new InvalidValueException("the " + what + " of a cache has half a character (a lone surrogate): write it in Unicode");
    }
  }
}
