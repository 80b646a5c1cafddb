package dev.slipway.layout;

import com.google.common.collect.ImmutableSet;
import com.google.common.io.ByteStreams;
import dev.slipway.ArchiveException;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Digest;
import dev.slipway.image.OciLayout;
import dev.slipway.oci.Annotations;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Index;
import dev.slipway.oci.LayoutVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Adds an image to an OCI layout directory. Several writers may do that at once: the file {@code oci-layout} is locked
 * while {@code index.json} is read, changed and replaced.
 *
 * <p>A blob that is there with the right size is not written again, as all tools that write layouts trust names. Blobs
 * that no entry names any more stay.
 */
final class LayoutWriter {
  private static final int LOCK_PAUSE_MILLIS = 10;

  private final Path directory;

  private LayoutWriter(Path directory) {
    this.directory = directory;
  }

  static void write(Assembly assembly, OciLayout layout) {
    LayoutWriter writer = new LayoutWriter(layout.path());
    writer.prepare();
    ImmutableSet.Builder<Path> changed = ImmutableSet.builder();
    assembly.parts().forEach((digest, part) -> {
      if (writer.writeBlob(digest, part)) {
        changed.add(LayoutDirectory.blobs(layout.path(), digest));
      }
    });
    changed.build().forEach(Aside::sync);
    writer.enter(assembly.top(), layout.names());
    Aside.sync(layout.path());
  }

  /** Makes the directory a layout, or checks that it is one. */
  private void prepare() {
    Path version = directory.resolve(LayoutDirectory.VERSION);
    if (Files.exists(version)) {
      LayoutDirectory unused = LayoutDirectory.open(directory);
      return;
    }
    if (Files.exists(directory)) {
      requireEmpty();
    }
    Aside.createDirectories(directory.resolve("blobs"));
    Aside.writeFirst(version, channel -> writeAll(channel, LayoutVersion.bytes()));
  }

  private void requireEmpty() {
    try (Stream<Path> entries = Files.list(directory)) {
      ImmutableSet<String> names = entries.map(entry -> entry.getFileName().toString()).collect(ImmutableSet.toImmutableSet());
      // "blobs" and ".…part" are what a writer leaves that was killed before it came to the first document
      boolean usable = names.contains(LayoutDirectory.VERSION)
          || names.stream().allMatch(name -> name.equals("blobs") || name.endsWith(".part"));
      if (!usable) {
        throw new ArchiveException(
            ErrorCode.NOT_ALLOWED,
            "directory '" + directory
                + "' is neither empty nor an OCI layout; nothing is written among other files: name a directory of its own");
      }
    } catch (IOException e) {
      throw new ArchiveException(ErrorCode.IO, "'" + directory + "' cannot be listed as a directory: " + e.getMessage(), e);
    }
  }

  private boolean writeBlob(Digest digest, Assembly.Part part) {
    Path file = LayoutDirectory.blob(directory, digest);
    try {
      if (Files.isRegularFile(file) && Files.size(file) == part.size()) {
        return false;
      }
    } catch (IOException e) {
      throw new ArchiveException(ErrorCode.IO, "'" + file + "' cannot be read: " + e.getMessage(), e);
    }
    Aside.createDirectories(LayoutDirectory.blobs(directory, digest));
    Aside.write(file, channel -> {
      try (InputStream in = part.opener().open()) {
        long unused = ByteStreams.copy(in, Channels.newOutputStream(channel));
      }
    });
    return true;
  }

  /** Puts the image into {@code index.json}. */
  private void enter(Descriptor image, ImmutableSet<String> names) {
    try (FileChannel channel = FileChannel.open(directory.resolve(LayoutDirectory.VERSION), StandardOpenOption.WRITE)) {
      FileLock lock = lock(channel);
      try {
        Path file = directory.resolve(LayoutDirectory.INDEX);
        Index index = Files.exists(file) ? Index.read(Sources.file(file)) : Index.of(List.of());
        writeDocument(file, index.withManifests(entries(index, image, names)).bytes());
      } finally {
        lock.release();
      }
    } catch (IOException e) {
      throw new ArchiveException(ErrorCode.IO, "layout '" + directory + "' cannot be changed: " + e.getMessage(), e);
    }
  }

  private static List<Descriptor> entries(Index index, Descriptor image, ImmutableSet<String> names) {
    List<Descriptor> entries = new ArrayList<>();
    for (Descriptor entry : index.manifests()) {
      boolean replaced = entry.referenceName().isPresent() ? names.contains(entry.referenceName().get()) : names.isEmpty();
      if (!replaced) {
        entries.add(entry);
      }
    }
    entries.addAll(named(image, names));
    return entries;
  }

  /** One entry for each name. */
  static List<Descriptor> named(Descriptor image, ImmutableSet<String> names) {
    return names.isEmpty()
        ? List.of(image)
        : names.stream().map(name -> image.withAnnotations(Map.of(Annotations.REF_NAME, name))).toList();
  }

  /** Another thread of this JVM shows as an exception, another process as waiting. */
  private FileLock lock(FileChannel channel) throws IOException {
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException sameJvm) {
        try {
          Thread.sleep(LOCK_PAUSE_MILLIS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new BuildException(ErrorCode.CANCELLED, "waiting for the layout '" + directory + "' was interrupted", e);
        }
      }
    }
  }

  private static void writeDocument(Path file, byte[] bytes) {
    Aside.write(file, channel -> writeAll(channel, bytes));
  }

  private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      int unused = channel.write(buffer);
    }
  }
}
