package dev.slipway.store;

import dev.slipway.image.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where one cache directory lies.
 *
 * @param directory what holds the content and the note about it, named {@code <hex>-<instance>}
 */
record CachePlace(String ownership, Digest digest, int instance, Path directory) {
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})-(0|[1-9][0-9]{0,8})");
  private static final String REPLACED = ".old";

  static CachePlace of(Place place, String ownership, Digest digest, int instance) {
    TreeName.checkOwnership(ownership);
    return new CachePlace(ownership, digest, instance, place.cache(ownership, digest, instance));
  }

  /** The place that a directory's name says; empty if it says none. */
  static Optional<CachePlace> at(Path directory) {
    String ownership = directory.resolveSibling(".").normalize().getFileName().toString();
    Matcher name = NAME.matcher(directory.getFileName().toString());
    return TreeName.isOwnership(ownership) && name.matches()
        ? Optional
            .of(new CachePlace(ownership, new Digest(Digest.Algorithm.SHA256, name.group(1)), Integer.parseInt(name.group(2)), directory))
        : Optional.empty();
  }

  /** The place whose content was being replaced when it got this name; empty for all other names. */
  static Optional<CachePlace> replacedAt(Path old) {
    String name = old.getFileName().toString();
    return name.endsWith(REPLACED)
        ? at(old.resolveSibling(name.substring(0, name.length() - REPLACED.length())))
        : Optional.empty();
  }

  Path content() {
    return directory.resolve(Trees.CONTENT);
  }

  Path note() {
    return directory.resolve(CacheNote.FILE);
  }

  /** Where the old content lies while it is replaced. */
  Path replaced() {
    return directory.resolveSibling(directory.getFileName() + REPLACED);
  }

  long lock() {
    return Locks.usePosition(Digest.sha256((ownership + "/" + directory.getFileName()).getBytes(StandardCharsets.US_ASCII)));
  }

  /** Held while what is missing is made. */
  long makingLock() {
    return Locks.position(
        Digest.sha256(("cache " + ownership + "/" + directory.getFileName()).getBytes(StandardCharsets.US_ASCII)));
  }
}
