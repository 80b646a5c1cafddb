package dev.slipway.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Everything that some descriptors lead to: the blobs themselves, and for manifests and indexes what they refer to.
 * Follows the OCI image manifest and image index specifications and their Docker predecessors.
 *
 * <p>What an index lists may be absent (a sparse index), and so may layers that must not be distributed.
 *
 * @param reached every digest that is referred to, present or not
 * @param problems what is missing, of another size or unreadable, one sentence each
 */
record Closure(ImmutableSet<Digest> reached, ImmutableList<String> problems) {
  /** No manifest or index is larger. */
  static final int MAXIMUM_DOCUMENT = 4 << 20;

  private static final ImmutableSet<String> INDEXES = ImmutableSet.of("application/vnd.oci.image.index.v1+json",
      "application/vnd.docker.distribution.manifest.list.v2+json");
  private static final ImmutableSet<String> MANIFESTS = ImmutableSet.of("application/vnd.oci.image.manifest.v1+json",
      "application/vnd.docker.distribution.manifest.v2+json");

  /** Follows descriptors; a blob that is not {@code present} is a problem. */
  static Closure of(Place place, Disk disk, Iterable<? extends JsonNode> descriptors, Predicate<Digest> present) throws IOException {
    Walk walk = new Walk(place, disk, present);
    for (JsonNode descriptor : descriptors) {
      walk.refer(descriptor, false);
    }
    walk.run();
    return new Closure(ImmutableSet.copyOf(walk.reached), walk.problems.build());
  }

  private static final class Walk {
    final Place place;
    final Disk disk;
    final Predicate<Digest> present;
    final Set<Digest> reached = new LinkedHashSet<>();
    final ImmutableList.Builder<String> problems = ImmutableList.builder();
    private final Deque<Document> open = new ArrayDeque<>();

    Walk(Place place, Disk disk, Predicate<Digest> present) {
      this.place = place;
      this.disk = disk;
      this.present = present;
    }

    /** Every document is read once, so a cycle, which digests make impossible anyway, would end too. */
    void run() throws IOException {
      while (!open.isEmpty()) {
        Document document = open.pop();
        try {
          follow(document, Roots.JSON.readTree(Foundation.readText(place.blob(document.digest), disk, MAXIMUM_DOCUMENT)));
        } catch (JsonProcessingException e) {
          problems.add("the manifest '" + document.digest + "' is not JSON");
        } catch (NoSuchFileException e) {
          problems.add("the manifest '" + document.digest + "' has been moved away");
        }
      }
    }

    private void follow(Document document, JsonNode content) throws IOException {
      if (INDEXES.contains(document.mediaType)) {
        for (JsonNode child : content.path("manifests")) {
          refer(child, true);
        }
      } else {
        for (JsonNode child : Iterables.concat(ImmutableList.of(content.path("config")), content.path("layers"))) {
          refer(child, child.path("mediaType").asText().contains("nondistributable"));
        }
      }
    }

    void refer(JsonNode descriptor, boolean mayBeAbsent) throws IOException {
      String mediaType = descriptor.path("mediaType").asText();
      try {
        Digest digest = Digest.parse(descriptor.path("digest").asText());
        if (!reached.add(digest)) {
          return;
        }
        Optional<Disk.Stat> found = present.test(digest) ? disk.stat(place.blob(digest)) : Optional.empty();
        if (found.isEmpty()) {
          if (!mayBeAbsent) {
            problems.add("the blob '" + digest + "' is missing");
          }
        } else if (found.get().size() != descriptor.path("size").asLong(-1)) {
          problems.add("the blob '" + digest + "' has " + found.get().size() + " bytes, not " + descriptor.path("size"));
        } else if (INDEXES.contains(mediaType) || MANIFESTS.contains(mediaType)) {
          open(digest, mediaType, found.get().size());
        }
      } catch (InvalidValueException e) {
        problems.add("a descriptor has no valid digest: " + e.getMessage());
      }
    }

    private void open(Digest digest, String mediaType, long size) {
      if (size > MAXIMUM_DOCUMENT) {
        problems.add("the manifest '" + digest + "' has " + size + " bytes, more than " + MAXIMUM_DOCUMENT);
      } else {
        open.push(new Document(digest, mediaType));
      }
    }

    private record Document(Digest digest, String mediaType) {}
  }
}
