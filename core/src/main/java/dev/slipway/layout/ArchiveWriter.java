package dev.slipway.layout;

import com.google.common.collect.ImmutableSet;
import com.google.common.io.ByteStreams;
import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Digest;
import dev.slipway.image.DockerArchive;
import dev.slipway.image.OciArchive;
import dev.slipway.oci.Annotations;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Index;
import dev.slipway.oci.LayoutVersion;
import dev.slipway.oci.Manifest;
import dev.slipway.oci.SavedImages;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes archives of images. Entries have fixed modes, owners and times, and stand in the order of their names, so that
 * equal images give equal archives.
 *
 * <p>A docker archive is an OCI archive of uncompressed layers with {@code manifest.json} beside it, as Docker writes it
 * since version 25. Older versions read {@code manifest.json}, newer ones {@code index.json}.
 */
final class ArchiveWriter {
  /** A second after the epoch, as some tools take 0 for "no time". */
  private static final long TIME_MILLIS = 1000;
  private static final int BUFFER = 1 << 17;

  private ArchiveWriter() {}

  static void write(Assembly assembly, OciArchive archive) {
    write(assembly, archive.path(), layout(LayoutWriter.named(assembly.top(), archive.names())));
  }

  static void write(Assembly assembly, DockerArchive archive) {
    write(assembly, archive.path(), docker(assembly, archive.names()));
  }

  /** The bytes of a docker archive. */
  static void write(Assembly assembly, ImmutableSet<String> names, OutputStream out) throws IOException {
    write(assembly, docker(assembly, names), out);
  }

  private static Map<String, byte[]> docker(Assembly assembly, ImmutableSet<String> names) {
    Map<String, byte[]> documents = layout(tagged(assembly.top(), names));
    Manifest manifest = assembly.manifests().get(0);
    documents.put(
        "manifest.json",
        SavedImages.of(blobName(manifest.config()), names.asList(), manifest.layers().stream().map(ArchiveWriter::blobName).toList())
            .bytes());
    return documents;
  }

  private static Map<String, byte[]> layout(List<Descriptor> entries) {
    Map<String, byte[]> documents = new TreeMap<>();
    documents.put(LayoutDirectory.VERSION, LayoutVersion.bytes());
    documents.put(LayoutDirectory.INDEX, Index.of(entries).bytes());
    return documents;
  }

  /** One entry for each tag, with the full name under which newer Docker versions load it. */
  private static List<Descriptor> tagged(Descriptor image, ImmutableSet<String> names) {
    return names.isEmpty()
        ? List.of(image)
        : names.stream()
            .map(
                name -> image.withAnnotations(
                    Map.of(Annotations.CONTAINERD_NAME, DockerNames.full(name), Annotations.REF_NAME, DockerNames.tag(name))))
            .toList();
  }

  private static String blobName(Descriptor blob) {
    return "blobs/" + blob.digest().algorithm().id() + "/" + blob.digest().hex();
  }

  private static void write(Assembly assembly, Path file, Map<String, byte[]> documents) {
    if (Files.isDirectory(file)) {
      throw new ArchiveException(ErrorCode.NOT_ALLOWED, "'" + file + "' is a directory and is not replaced by an archive; name a file");
    }
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Aside.createDirectories(parent);
    }
    Aside.write(file, channel -> write(assembly, documents, Channels.newOutputStream(channel)));
    if (parent != null) {
      Aside.sync(parent);
    }
  }

  private static void write(Assembly assembly, Map<String, byte[]> documents, OutputStream target) throws IOException {
    BufferedOutputStream out = new BufferedOutputStream(target, BUFFER);
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    writeBlobs(tar, assembly);
    for (Map.Entry<String, byte[]> document : documents.entrySet()) {
      add(tar, document.getKey(), document.getValue().length, new ByteArrayInputStream(document.getValue()));
    }
    tar.finish();
    out.flush();
  }

  private static void writeBlobs(TarArchiveOutputStream tar, Assembly assembly) throws IOException {
    addDirectory(tar, "blobs/");
    String algorithm = "";
    for (Map.Entry<Digest, Assembly.Part> part : assembly.parts().entrySet()) {
      if (!algorithm.equals(part.getKey().algorithm().id())) {
        algorithm = part.getKey().algorithm().id();
        addDirectory(tar, "blobs/" + algorithm + "/");
      }
      try (InputStream in = part.getValue().opener().open()) {
        add(tar, "blobs/" + algorithm + "/" + part.getKey().hex(), part.getValue().size(), in);
      }
    }
  }

  private static void addDirectory(TarArchiveOutputStream tar, String name) throws IOException {
    tar.putArchiveEntry(entry(name, 0755, 0));
    tar.closeArchiveEntry();
  }

  private static void add(TarArchiveOutputStream tar, String name, long size, InputStream in) throws IOException {
    tar.putArchiveEntry(entry(name, 0644, size));
    long unused = ByteStreams.copy(in, tar);
    tar.closeArchiveEntry();
  }

  private static TarArchiveEntry entry(String name, int mode, long size) {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(mode);
    entry.setSize(size);
    entry.setIds(0, 0);
    entry.setNames("", "");
    entry.setModTime(TIME_MILLIS);
    return entry;
  }
}
