package dev.slipway.layout;

import com.google.common.io.ByteSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Tars as other tools, or nobody, would write them. */
final class TarFiles {
  record Member(TarArchiveEntry entry, ByteSource bytes) {}

  private TarFiles() {}

  static Member file(String name, byte[] bytes) {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(bytes.length);
    return new Member(entry, ByteSource.wrap(bytes));
  }

  static Member link(String name, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    return new Member(entry, ByteSource.empty());
  }

  static Member fifo(String name) {
    return new Member(new TarArchiveEntry(name, TarConstants.LF_FIFO), ByteSource.empty());
  }

  static void write(Path file, List<Member> members) {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
      for (Member member : members) {
        tar.putArchiveEntry(member.entry);
        tar.write(member.bytes.read());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
