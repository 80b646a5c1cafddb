package dev.slipway.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.InvalidValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What is written beside a cache directory's content. Its time of modification is the time of the last use.
 *
 * @param origin what it started with, or was replaced by
 */
record CacheNote(CacheName name, int instance, String origin, Instant created) {
  static final String FILE = "cache.json";
  private static final int MAXIMUM_ORIGIN = 1000;
  /** Two texts of 4,096 characters of up to six bytes each, and the rest. */
  private static final int LIMIT = 64 << 10;

  CacheNote {
    origin = origin.length() > MAXIMUM_ORIGIN ? origin.substring(0, MAXIMUM_ORIGIN) : origin;
  }

  byte[] encode() {
    return Roots.JSON.createObjectNode().put("namespace", name.namespace()).put("id", name.id()).put("instance", instance)
        .put("origin", origin).put("created", created.toString()).toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The note of a place; empty if there is none, it cannot be read, or it belongs elsewhere. */
  static Optional<CacheNote> read(Disk disk, CachePlace place) throws IOException {
    return read(disk, place.note()).filter(note -> note.instance == place.instance() && note.name.digest().equals(place.digest()));
  }

  private static Optional<CacheNote> read(Disk disk, Path file) throws IOException {
    try {
      JsonNode note = Roots.JSON.readTree(Foundation.readText(file, disk, LIMIT));
      return Optional.of(new CacheNote(new CacheName(note.path("namespace").asText(), note.path("id").asText()),
          note.path("instance").asInt(), note.path("origin").asText(), Instant.parse(note.path("created").asText())));
    } catch (JsonProcessingException | InvalidValueException | DateTimeException | NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
