package dev.slipway.testkit.registry;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.slipway.image.Digest;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What lies in the repositories. Nothing is checked here. Every method is one step as other threads see it. */
final class RegistryContent {
  private final NavigableMap<String, Entries> repositories = new TreeMap<>();

  /** One repository, which stays once it was made. */
  private static final class Entries {
    final Map<Digest, StoredBlob> blobs = new TreeMap<>();
    final Map<Digest, StoredManifest> manifests = new TreeMap<>();
    final NavigableMap<String, Digest> tags = new TreeMap<>();
  }

  synchronized ImmutableSortedSet<String> repositories() {
    return ImmutableSortedSet.copyOf(repositories.keySet());
  }

  synchronized boolean has(String repository) {
    return repositories.containsKey(repository);
  }

  private Entries entries(String repository) {
    @Nullable
    Entries found = repositories.get(repository);
    return found == null ? new Entries() : found;
  }

  private Entries made(String repository) {
    return repositories.computeIfAbsent(repository, name -> new Entries());
  }

  synchronized Optional<StoredBlob> blob(String repository, Digest digest) {
    return Optional.ofNullable(entries(repository).blobs.get(digest));
  }

  /** A blob of whichever repository has it. */
  synchronized Optional<StoredBlob> blob(Digest digest) {
    return repositories.values().stream().flatMap(entries -> Optional.ofNullable(entries.blobs.get(digest)).stream()).findFirst();
  }

  synchronized ImmutableSet<Digest> blobs(String repository) {
    return ImmutableSet.copyOf(entries(repository).blobs.keySet());
  }

  /** Files a blob, in place of one that was there. */
  synchronized void put(String repository, Digest digest, StoredBlob blob) {
    @Nullable
    StoredBlob before = made(repository).blobs.put(digest, blob);
    if (before != null) {
      deleteUnused(before);
    }
  }

  synchronized boolean removeBlob(String repository, Digest digest) {
    @Nullable
    StoredBlob before = entries(repository).blobs.remove(digest);
    if (before != null) {
      deleteUnused(before);
    }
    return before != null;
  }

  /** A mounted blob is the same one in several repositories. */
  private void deleteUnused(StoredBlob blob) {
    if (repositories.values().stream().flatMap(entries -> entries.blobs.values().stream()).noneMatch(other -> other.equals(blob))) {
      blob.delete();
    }
  }

  synchronized Optional<StoredManifest> manifest(String repository, Reference reference) {
    Entries entries = entries(repository);
    return switch (reference) {
      case Reference.ByDigest by -> Optional.ofNullable(entries.manifests.get(by.digest()));
      case Reference.Tag tag -> Optional.ofNullable(entries.tags.get(tag.name())).flatMap(
          digest -> Optional.ofNullable(entries.manifests.get(digest)));
    };
  }

  synchronized ImmutableList<StoredManifest> manifests(String repository) {
    return ImmutableList.copyOf(entries(repository).manifests.values());
  }

  synchronized void put(String repository, StoredManifest manifest, Iterable<String> tags) {
    Entries entries = made(repository);
    entries.manifests.put(manifest.digest(), manifest);
    tags.forEach(tag -> entries.tags.put(tag, manifest.digest()));
  }

  /** Removes a tag, or a manifest with its tags. */
  synchronized boolean remove(String repository, Reference reference) {
    Entries entries = entries(repository);
    return switch (reference) {
      case Reference.Tag tag -> entries.tags.remove(tag.name()) != null;
      case Reference.ByDigest by -> {
        entries.tags.values().removeAll(Collections.singleton(by.digest()));
        yield entries.manifests.remove(by.digest()) != null;
      }
    };
  }

  synchronized ImmutableSortedMap<String, Digest> tags(String repository) {
    return ImmutableSortedMap.copyOf(entries(repository).tags);
  }

  synchronized void clear() {
    Map<String, Entries> all = new HashMap<>(repositories);
    repositories.clear();
    all.values().forEach(entries -> entries.blobs.values().forEach(StoredBlob::delete));
  }
}
