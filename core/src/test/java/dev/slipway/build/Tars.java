package dev.slipway.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Small archives for tests, each entry with owner 7:8. */
final class Tars {
  private final TarArchiveOutputStream out;

  private Tars(TarArchiveOutputStream out) {
    this.out = out;
  }

  static byte[] tar(Consumer<Tars> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
      entries.accept(new Tars(out));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return bytes.toByteArray();
  }

  void file(String name, String content) {
    file(name, content, 0);
  }

  void file(String name, String content, long seconds) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    entry.setModTime(seconds * 1000);
    add(entry, 0640, bytes);
  }

  void directory(String name, int mode) {
    add(new TarArchiveEntry(name + "/"), mode, new byte[0]);
  }

  void link(String name, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarArchiveEntry.LF_SYMLINK);
    entry.setLinkName(target);
    add(entry, 0777, new byte[0]);
  }

  void hardLink(String name, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarArchiveEntry.LF_LINK);
    entry.setLinkName(target);
    add(entry, 0640, new byte[0]);
  }

  private void add(TarArchiveEntry entry, int mode, byte[] bytes) {
    entry.setMode(mode);
    entry.setIds(7, 8);
    try {
      out.putArchiveEntry(entry);
      out.write(bytes);
      out.closeArchiveEntry();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
