package dev.slipway.store;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The part of an examination that looks at unpacked layers and cache directories. */
final class DirectoryCheck {
  private final Place place;
  private final Disk disk;
  private final ImmutableList.Builder<String> errors;
  private final ImmutableList.Builder<String> notes;

  DirectoryCheck(Place place, Disk disk, ImmutableList.Builder<String> errors, ImmutableList.Builder<String> notes) {
    this.place = place;
    this.disk = disk;
    this.errors = errors;
    this.notes = notes;
  }

  void check() throws IOException {
    for (Path ownership : disk.list(place.trees())) {
      for (Path tree : disk.list(ownership)) {
        checkTree(ownership, tree);
      }
    }
    for (Path ownership : disk.list(place.caches())) {
      for (Path cache : disk.list(ownership)) {
        checkCache(cache);
      }
    }
  }

  private void checkTree(Path ownership, Path tree) throws IOException {
    Optional<TreeName> name = TreeName.of(ownership.getFileName().toString(), tree.getFileName().toString());
    Optional<Disk.Stat> content = disk.stat(tree.resolve(Trees.CONTENT)).filter(Disk.Stat::isDirectory);
    Optional<TreeNote> note = TreeNote.read(disk, tree.resolve(TreeNote.FILE));
    if (name.isEmpty()) {
      errors.add("'" + tree + "' is not named as a tree of an unpacked layer");
    } else if (disk.stat(tree).isEmpty()) {
      return; // gone meanwhile
    } else if (content.isEmpty()) {
      errors.add("the tree '" + tree + "' has no directory '" + Trees.CONTENT + "'");
    } else if (note.isEmpty()) {
      errors.add("the tree '" + tree + "' has no legible '" + TreeNote.FILE + "'");
    } else if (!note.get().name().equals(name.get())) {
      errors.add("the tree '" + tree + "' is in the wrong place: it says '" + note.get().name() + "'");
    } else if (!note.get().isTrusted(content.get())) {
      notes.add("the tree '" + tree + "' was made before the machine last started, or copied, and is not used");
    } else if (disk.stat(place.blob(note.get().layer())).isEmpty()) {
      notes.add("nothing needs the tree '" + tree + "'");
    }
  }

  private void checkCache(Path cache) throws IOException {
    Optional<CachePlace> at = CachePlace.at(cache);
    if (CachePlace.replacedAt(cache).isPresent()) {
      notes.add("the content of a cache is being replaced, or whoever did it was killed: '" + cache + "'");
    } else if (at.isEmpty()) {
      errors.add("'" + cache + "' is not named as a cache directory");
    } else if (disk.stat(cache).isEmpty()) {
      return; // gone meanwhile
    } else if (disk.stat(at.get().content()).filter(Disk.Stat::isDirectory).isEmpty()) {
      errors.add("the cache '" + cache + "' has no directory '" + Trees.CONTENT + "'");
    } else if (CacheNote.read(disk, at.get()).isEmpty()) {
      errors.add("the cache '" + cache + "' has no '" + CacheNote.FILE + "' that is legible and its own");
    }
  }
}
