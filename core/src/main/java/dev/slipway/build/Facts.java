package dev.slipway.build;

import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.image.ImagePath;
import dev.slipway.layer.Entry;
import dev.slipway.layer.EntryType;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a step found in the files that it was done on: wherever the same is found again, its result is the same, whatever
 * else changed there.
 *
 * @param paths what lay at each path that was looked at
 * @param owner the numbers that names of users and groups stood for; empty text where there were none
 */
record Facts(ImmutableSortedMap<String, String> paths, String owner) {
  /** Of a step that is not told by some facts. */
  static final Facts NONE = new Facts(ImmutableSortedMap.of(), "");

  /** Beyond this, remembering costs more than doing the step again. */
  private static final int MAX_PATHS = 2000;

  /** Whether these are few enough, and texts, so that they can be remembered. */
  boolean areMemorable() {
    return paths.size() <= MAX_PATHS && paths.entrySet().stream().allMatch(fact -> isText(fact.getKey()) && isText(fact.getValue()));
  }

  private static boolean isText(String name) {
    return name.chars().noneMatch(c -> Character.isSurrogate((char) c));
  }

  /** What matters of something that a copy is put on: whether it is there, whether it is a directory, where it leads. */
  static String describe(Optional<Entry> entry) {
    return entry.map(there -> there.type() == EntryType.SYMLINK
        ? "link " + there.linkTarget()
        : there.type() == EntryType.DIRECTORY ? "directory" : "file").orElse("nothing");
  }

  /** All that matters of a directory that is listed as it is. */
  static String describeListed(Entry directory) {
    return "directory " + Integer.toOctalString(directory.mode()) + " " + directory.uid() + ":" + directory.gid()
        + (directory.xattrs().isEmpty() ? "" : " " + directory.xattrs());
  }

  private static boolean describes(String fact, Optional<Entry> entry) {
    return fact.equals(describe(entry))
        || entry.filter(there -> there.type() == EntryType.DIRECTORY).map(there -> fact.equals(describeListed(there))).orElse(false);
  }

  static String owner(Optional<Placement.Owner> owner) {
    return owner.map(numbers -> numbers.uid() + ":" + numbers.gid()).orElse("");
  }

  /**
   * Whether a draft's files below give the same.
   *
   * @param now the owner by those files; asked only where everything else is the same, as the names may be unknown there
   */
  boolean holdOn(LayerDraft draft, Supplier<Optional<Placement.Owner>> now) {
    return paths.entrySet().stream().allMatch(fact -> describes(fact.getValue(), draft.findBelow(ImagePath.of(fact.getKey()))))
        && owner.equals(owner(now.get()));
  }
}
