package dev.slipway.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a store's {@code index.json}. Entries that other tools wrote, and fields that are not known here, stay
 * as they are. Follows the OCI image layout and image index specifications.
 */
final class Roots {
  static final String NAME = "org.opencontainers.image.ref.name";
  static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final Store store;
  private final Path file;

  Roots(Store store) {
    this.store = store;
    this.file = store.place().index();
  }

  ImmutableList<RootEntry> list() {
    ImmutableList.Builder<RootEntry> entries = ImmutableList.builder();
    for (JsonNode descriptor : manifests(read(store.disk(), file))) {
      if (descriptor.at("/annotations").hasNonNull(NAME)) {
        entries.add(entry(descriptor));
      }
    }
    return entries.build();
  }

  /** Pins everything that the entry leads to, so that a collection that has begun does not take it. */
  void set(Lease lease, RootEntry entry) {
    Closure closure;
    try {
      closure = Closure.of(store.place(), store.disk(), ImmutableList.of(describe(entry)), digest -> store.pin(lease, digest).isPresent());
    } catch (IOException e) {
      throw Failures.io("read what belongs to the root '" + entry.name() + "' of", store.place().root(), e);
    }
    if (!closure.problems().isEmpty()) {
      throw new StoreException(ErrorCode.NOT_FOUND,
          "the root '" + entry.name() + "' is incomplete: " + String.join("; ", closure.problems()));
    }
    store.sync();
    var unused = edit(entry.name(), Optional.of(entry));
  }

  boolean remove(String name) {
    return edit(name, Optional.empty());
  }

  private boolean edit(String name, Optional<RootEntry> entry) {
    Locks.Held held = store.locks().lock(Locks.INDEX);
    try (held) {
      ObjectNode index = read(store.disk(), file);
      ArrayNode before = manifests(index);
      ArrayNode after = JSON.createArrayNode();
      for (JsonNode descriptor : before) {
        if (!descriptor.at("/annotations").path(NAME).asText().equals(name)) {
          after.add(descriptor);
        }
      }
      boolean existed = after.size() < before.size();
      entry.ifPresent(added -> after.add(describe(added)));
      if (existed || entry.isPresent()) {
        index.set("manifests", after);
        store.writes().replace(file, JSON.writeValueAsString(index).getBytes(StandardCharsets.UTF_8), true);
        store.disk().syncDirectory(store.place().root());
      }
      return existed;
    } catch (IOException e) {
      throw Failures.io("write the index", file, e);
    }
  }

  /** The index as a tree. */
  static ObjectNode read(Disk disk, Path file) {
    try {
      String text = Foundation.readText(file, disk, Closure.MAXIMUM_DOCUMENT + 1);
      if (text.length() <= Closure.MAXIMUM_DOCUMENT && JSON.readTree(text) instanceof ObjectNode index
          && index.path("manifests").isArray()) {
        return index;
      }
      throw damaged(file, null);
    } catch (JsonProcessingException | NoSuchFileException e) {
      throw damaged(file, e);
    } catch (IOException e) {
      throw Failures.io("read the index", file, e);
    }
  }

  static ArrayNode manifests(ObjectNode index) {
    return index.withArray("manifests");
  }

  private static StoreException damaged(Path file, @Nullable Exception cause) {
    String message = "'" + file + "' is not an OCI image index of at most " + Closure.MAXIMUM_DOCUMENT
        + " bytes: restore it, or delete the store's directory to start afresh";
    return cause == null
        ? new StoreException(ErrorCode.STORE_DAMAGED, message)
        : new StoreException(ErrorCode.STORE_DAMAGED, message, cause);
  }

  private RootEntry entry(JsonNode descriptor) {
    try {
      ImmutableSortedMap.Builder<String, String> platform = ImmutableSortedMap.naturalOrder();
      for (Map.Entry<String, JsonNode> property : descriptor.path("platform").properties()) {
        if (property.getValue().isTextual()) {
          platform.put(property.getKey(), property.getValue().textValue());
        }
      }
      return new RootEntry(descriptor.at("/annotations").path(NAME).asText(), descriptor.path("mediaType").asText(),
          Digest.parse(descriptor.path("digest").asText()), descriptor.path("size").asLong(), platform.buildOrThrow());
    } catch (InvalidValueException e) {
      throw damaged(file, e);
    }
  }

  private static ObjectNode describe(RootEntry entry) {
    ObjectNode descriptor = JSON.createObjectNode();
    descriptor.put("mediaType", entry.mediaType()).put("digest", entry.digest().toString()).put("size", entry.size());
    if (!entry.platform().isEmpty()) {
      ObjectNode platform = descriptor.putObject("platform");
      entry.platform().forEach(platform::put);
    }
    descriptor.putObject("annotations").put(NAME, entry.name());
    return descriptor;
  }
}
