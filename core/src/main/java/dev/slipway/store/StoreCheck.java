package dev.slipway.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An examination of a whole store: digests every blob again, reads every record, follows every reference of records and
 * of {@code index.json}, and looks at what lies around. Changes nothing. Exact while nobody writes; meanwhile it may
 * report as an error what was deleted while it looked.
 */
public final class StoreCheck {
  private final Place place;
  private final Disk disk;
  private final ImmutableList.Builder<String> errors = ImmutableList.builder();
  private final ImmutableList.Builder<String> notes = ImmutableList.builder();
  private final Map<Digest, Long> blobs = new HashMap<>();
  private final Set<Digest> needed = new HashSet<>();
  private int records;
  private int liveLeases;

  private StoreCheck(Place place, Disk disk) {
    this.place = place;
    this.disk = disk;
  }

  /**
   * Examines the store in a directory.
   *
   * @throws StoreException with {@link dev.slipway.ErrorCode#IO} if something cannot be read
   */
  public static Findings check(Path directory) {
    Place place = new Place(directory.toAbsolutePath().normalize());
    try {
      return new StoreCheck(place, Disk.system()).check();
    } catch (IOException e) {
      throw Failures.io("examine", place.root(), e);
    }
  }

  private Findings check() throws IOException {
    checkLayout();
    for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
      for (Path file : disk.list(place.blobs(algorithm))) {
        checkBlob(algorithm, file);
      }
    }
    checkRecords();
    checkRoots();
    checkLeases();
    new DirectoryCheck(place, disk, errors, notes).check();
    noteAll(place.temporary(), "temporary file");
    noteAll(place.damaged(), "quarantined blob");
    if (disk.stat(place.collecting()).isPresent()) {
      notes.add("a collection runs or was killed");
    }
    blobs.keySet().stream().filter(digest -> !needed.contains(digest)).sorted()
        .forEach(digest -> notes.add("nothing needs the blob '" + digest + "'"));
    return new Findings(errors.build(), notes.build(), blobs.size(), records, liveLeases);
  }

  private void checkLayout() throws IOException {
    if (disk.stat(place.version()).isEmpty()) {
      notes.add("the store is not complete: nobody has opened it yet, or whoever created it was killed");
      return;
    }
    JsonNode layout = Roots.JSON.createObjectNode();
    if (disk.stat(place.layoutFile()).isPresent()) {
      try {
        layout = Roots.JSON.readTree(Foundation.readText(place.layoutFile(), disk, Closure.MAXIMUM_DOCUMENT));
      } catch (JsonProcessingException e) {
        notes.add("'" + place.layoutFile() + "' is not JSON: " + e.getOriginalMessage());
      }
    }
    if (!layout.path("imageLayoutVersion").asText().equals("1.0.0")) {
      errors.add("'" + place.layoutFile() + "' does not say imageLayoutVersion 1.0.0");
    }
  }

  private void checkBlob(Digest.Algorithm algorithm, Path file) throws IOException {
    Optional<Digest> digest = Collector.digest(algorithm, file);
    Optional<Disk.Stat> found = disk.stat(file);
    if (found.isEmpty()) {
      return;
    }
    if (digest.isEmpty() || !found.get().isFile()) {
      errors.add("'" + file + "' is not a blob");
    } else if (!Quarantine.isSound(disk, file, digest.get())) {
      errors.add("the blob '" + file + "' has other bytes than its name promises");
    } else {
      blobs.put(digest.get(), found.get().size());
    }
  }

  private void checkRecords() throws IOException {
    for (Path kind : disk.list(place.records())) {
      for (Path fan : disk.list(kind)) {
        for (Path file : disk.list(fan)) {
          checkRecord(kind.getFileName().toString(), fan.getFileName().toString(), file);
        }
      }
    }
  }

  private void checkRecord(String kind, String fan, Path file) throws IOException {
    Optional<Disk.Stat> found = disk.stat(file);
    if (found.isEmpty()) {
      return;
    }
    Optional<RecordFile> record = Records.read(disk, file, found.get());
    if (record.isEmpty()) {
      errors.add("the record '" + file + "' is damaged");
    } else if (!Collector.belongs(record.get(), kind, file) || !record.get().key().hex().startsWith(fan)) {
      errors.add("the record '" + file + "' is in the wrong place: it says '" + record.get().kind() + " " + record.get().key() + "'");
    } else {
      records++;
      record.get().references().forEach((digest, size) -> {
        needed.add(digest);
        if (!size.equals(blobs.get(digest))) {
          errors.add("the record '" + file + "' needs the blob '" + digest + "' of " + size + " bytes, which is missing or damaged");
        }
      });
    }
  }

  private void checkRoots() throws IOException {
    if (disk.stat(place.version()).isEmpty()) {
      return;
    }
    try {
      Closure closure = Closure.of(place, disk, Roots.manifests(Roots.read(disk, place.index())), blobs::containsKey);
      needed.addAll(closure.reached());
      closure.problems().forEach(problem -> errors.add("'" + place.index() + "': " + problem));
    } catch (StoreException e) {
      errors.add(String.valueOf(e.getMessage()));
    }
  }

  private void checkLeases() throws IOException {
    if (disk.stat(place.lock()).isEmpty()) {
      return;
    }
    Locks locks = Locks.in(place.lock(), disk);
    for (Path file : disk.list(place.leases())) {
      Optional<Long> owner = Lease.owner(file);
      Optional<Locks.Held> dead = owner.isEmpty() ? Optional.empty() : locks.own(owner.get());
      if (owner.isPresent() && dead.isEmpty()) {
        checkLive(file);
      } else {
        dead.ifPresent(Locks.Held::close);
        notes.add("lease '" + file.getFileName() + "' of a dead process or of the time of a collection");
      }
    }
  }

  /** What a live lease pins is there, unless it was found damaged since. */
  private void checkLive(Path file) throws IOException {
    liveLeases++;
    for (Digest digest : Collector.pins(disk, file)) {
      needed.add(digest);
      if (!blobs.containsKey(digest)) {
        notes.add("lease '" + file.getFileName() + "' pins '" + digest + "', which is missing or damaged");
      }
    }
  }

  private void noteAll(Path directory, String what) throws IOException {
    for (Path entry : disk.list(directory)) {
      boolean isDirectory = disk.stat(entry).filter(Disk.Stat::isDirectory).isPresent();
      notes.add((isDirectory ? "temporary directory" : what) + " '" + entry.getFileName() + "'");
    }
  }
}
