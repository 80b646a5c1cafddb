package dev.slipway.store;

import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a directory into a store, or finds out that it is one. */
final class Foundation {
  static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";
  static final String EMPTY_INDEX = "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}";

  private static final String VERSION = "slipway-store 1\n";

  private Foundation() {}

  /** The locks of the store in a directory, which is created where it is missing; null if it can only be read. */
  static @Nullable Locks lay(Place place, Disk disk) throws IOException {
    if (isLaid(place, disk)) {
      try {
        return Locks.in(place.lock(), disk);
      } catch (IOException e) {
        if (Failures.isReadOnly(e)) {
          return null;
        }
        throw e;
      }
    }
    refuseForeign(place, disk);
    disk.createDirectories(place.own());
    Locks locks = Locks.in(place.lock(), disk);
    Locks.Held held = locks.lock(Locks.INDEX);
    try (held) {
      build(place, disk);
    }
    return locks;
  }

  /** The version file comes last: where it is, everything is. */
  private static void build(Place place, Disk disk) throws IOException {
    disk.createDirectories(place.blobs().resolve("sha256"));
    disk.createDirectories(place.records());
    disk.createDirectories(place.leases());
    disk.createDirectories(place.temporary());
    disk.createDirectories(place.damaged());
    createWhole(place, disk, place.index(), EMPTY_INDEX);
    createWhole(place, disk, place.layoutFile(), LAYOUT);
    disk.syncDirectory(place.root());
    createWhole(place, disk, place.version(), VERSION);
    disk.syncDirectory(place.own());
  }

  /** The fixed name is safe under the lock; what a killed process left of it is replaced. */
  private static void createWhole(Place place, Disk disk, Path file, String text) throws IOException {
    if (disk.stat(file).isPresent()) {
      return;
    }
    Path aside = place.own().resolve("new");
    var unused = disk.delete(aside);
    try (Disk.Output output = disk.create(aside)) {
      output.write(text.getBytes(StandardCharsets.UTF_8));
      output.force();
    }
    disk.move(aside, file);
  }

  private static boolean isLaid(Place place, Disk disk) throws IOException {
    Optional<Disk.Stat> found = disk.stat(place.version());
    if (found.isEmpty()) {
      return false;
    }
    String version = readText(place.version(), disk, 100);
    if (!version.equals(VERSION)) {
      throw new StoreException(ErrorCode.STORE_UNUSABLE, "the store '" + place.root() + "' has the format '" + version.strip()
          + "', and this version of Slipway reads '" + VERSION.strip()
          + "': use the version that made it, another directory, or delete it");
    }
    return true;
  }

  /** Somebody's home directory given by mistake must not become a store, and be swept one day. */
  private static void refuseForeign(Place place, Disk disk) throws IOException {
    Optional<Disk.Stat> root = disk.stat(place.root());
    boolean foreign = root.isPresent() && (root.get().isFile()
        || !disk.list(place.root()).isEmpty() && disk.stat(place.own()).isEmpty() && disk.stat(place.layoutFile()).isEmpty());
    if (foreign) {
      throw new StoreException(ErrorCode.STORE_UNUSABLE,
          "'" + place.root() + "' is neither empty nor a store nor an OCI image layout: name a new or an empty directory");
    }
  }

  static String readText(Path file, Disk disk, int limit) throws IOException {
    try (FileChannel channel = disk.open(file)) {
      return new String(Store.readUpTo(channel, limit), StandardCharsets.UTF_8);
    }
  }
}
