package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.io.BaseEncoding;
import com.google.common.io.ByteSource;
import dev.slipway.image.ImagePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Files as a test writes them down: a build context, or the content of an archive in one. File names are text as in
 * {@link ImagePath}, so that names which are not UTF-8 can be written too.
 *
 * <p>A directory is made out of it by GNU tar, since Java's own file names depend on the locale of the process and know
 * neither set-id bits nor owners.
 */
record FileSet(ImmutableList<Item> items) implements CaseFiles {
  /** A Tuesday in 2021, so that no time stamp depends on when the test runs. */
  private static final long MODIFIED = 1_623_751_200L;

  /** One file of any type; {@code type} is the flag of tar. */
  record Item(String path, byte type, int mode, int uid, int gid, String target, ByteSource content,
      ImmutableSortedMap<String, String> xattrs) {}

  static FileSet empty() {
    return new FileSet(ImmutableList.of());
  }

  FileSet file(String path, String content) {
    return file(path, content, 0644);
  }

  FileSet file(String path, String content, int mode) {
    return file(path, content.getBytes(StandardCharsets.UTF_8), mode);
  }

  FileSet file(String path, byte[] content, int mode) {
    return with(item(path, TarConstants.LF_NORMAL, mode, "", content));
  }

  FileSet directory(String path) {
    return directory(path, 0755);
  }

  FileSet directory(String path, int mode) {
    return with(item(path, TarConstants.LF_DIR, mode, "", new byte[0]));
  }

  FileSet symlink(String path, String target) {
    return with(item(path, TarConstants.LF_SYMLINK, 0777, target, new byte[0]));
  }

  /** A further name of a file that was added before; as every tar does, it repeats the file's mode and owner. */
  FileSet hardLink(String path, String target) {
    Item file = items.stream().filter(item -> item.path().equals(target)).findFirst().orElseThrow();
    return with(new Item(path, TarConstants.LF_LINK, file.mode(), file.uid(), file.gid(), target, ByteSource.empty(), file.xattrs()));
  }

  /** A hard link whose file is not in this set. */
  FileSet foreignHardLink(String path, String target) {
    return with(item(path, TarConstants.LF_LINK, 0644, target, new byte[0]));
  }

  FileSet fifo(String path) {
    return with(item(path, TarConstants.LF_FIFO, 0644, "", new byte[0]));
  }

  /** A tar archive of other files. */
  FileSet archive(String path, FileSet content, Codec codec) {
    return file(path, codec.compress(content.tar()), 0644);
  }

  /** The owner of what was added last. */
  FileSet owned(int uid, int gid) {
    Item last = items.getLast();
    return replaceLast(new Item(last.path(), last.type(), last.mode(), uid, gid, last.target(), last.content(), last.xattrs()));
  }

  /** An extended attribute of what was added last. */
  FileSet xattr(String name, String value) {
    Item last = items.getLast();
    ImmutableSortedMap<String, String> xattrs = ImmutableSortedMap.<String, String>naturalOrder().putAll(last.xattrs()).put(name, value)
        .build();
    return replaceLast(new Item(last.path(), last.type(), last.mode(), last.uid(), last.gid(), last.target(), last.content(), xattrs));
  }

  FileSet and(FileSet more) {
    return new FileSet(ImmutableList.<Item>builder().addAll(items).addAll(more.items).build());
  }

  /** The files as a tar archive, in the order in which they were written down and with nothing added. */
  byte[] tar() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writeTar(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  @Override
  public void unpackTo(Path directory) throws IOException, InterruptedException {
    Path archive = Files.createTempFile("files", ".tar");
    try {
      try (OutputStream out = Files.newOutputStream(archive)) {
        writeTar(out);
      }
      var unused = Shell
          .run(directory, "sh", "-c", "umask 022; exec tar -xpf \"$1\" --same-owner --numeric-owner --xattrs '--xattrs-include=*'", "sh",
              archive.toString())
          .orThrow();
    } finally {
      Files.delete(archive);
    }
  }

  private void writeTar(OutputStream bytes) throws IOException {
    // every char is one byte here: names are handed over as bytes in disguise
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "ISO-8859-1")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      for (Item item : items) {
        String name = bytesAsChars(item.path());
        TarArchiveEntry entry = new TarArchiveEntry(item.type() == TarConstants.LF_DIR ? name + "/" : name, item.type());
        entry.setMode(item.mode());
        entry.setUserId(item.uid());
        entry.setGroupId(item.gid());
        entry.setModTime(MODIFIED * 1000);
        entry.setLinkName(bytesAsChars(item.target()));
        entry.setSize(item.type() == TarConstants.LF_NORMAL ? item.content().size() : 0);
        item.xattrs().forEach((key, value) -> entry.addPaxHeader("SCHILY.xattr." + key, value));
        tar.putArchiveEntry(entry);
        if (item.type() == TarConstants.LF_NORMAL) {
          item.content().copyTo(tar);
        }
        tar.closeArchiveEntry();
      }
    }
  }

  private static String bytesAsChars(String text) {
    return new String(ImagePath.bytesOfText(text), StandardCharsets.ISO_8859_1);
  }

  private static Item item(String path, byte type, int mode, String target, byte[] content) {
    return new Item(path, type, mode, 0, 0, target, ByteSource.wrap(content.clone()), ImmutableSortedMap.of());
  }

  private FileSet with(Item item) {
    return new FileSet(ImmutableList.<Item>builder().addAll(items).add(item).build());
  }

  private FileSet replaceLast(Item item) {
    return new FileSet(ImmutableList.<Item>builder().addAll(items.subList(0, items.size() - 1)).add(item).build());
  }

  /** The bytes that a text of hexadecimal digits stands for. */
  static byte[] hex(String digits) {
    return BaseEncoding.base16().lowerCase().decode(digits);
  }
}
