package dev.slipway.build;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.ErrorCode;
import dev.slipway.image.Add;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import dev.slipway.layer.FileTree;
import dev.slipway.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** What a hostile archive that is unpacked by ADD may try. */
final class HostileArchives {
  private static final Set<ErrorCode> ARCHIVE_CODES = ImmutableSet.of(ErrorCode.MALFORMED_ARCHIVE, ErrorCode.PATH_ESCAPES,
      ErrorCode.ENTRY_REFUSED, ErrorCode.LIMIT_EXCEEDED, ErrorCode.UNSUPPORTED, ErrorCode.STEP_FAILED);

  private final HostileCases all;

  HostileArchives(HostileCases all) {
    this.all = all;
  }

  /** Writes entries. */
  interface Entries {
    void to(TarArchiveOutputStream tar) throws IOException;
  }

  void addAll() {
    archive("../x", tar -> file(tar, "../canary/x", "x"));
    archive("a/../../x", tar -> file(tar, "a/../../canary/x", "x"));
    archive("/abs", tar -> file(tar, "/canary/x", "x"));
    archive("a//../..//x", tar -> file(tar, "a//../..//canary/x", "x"));
    archive(".", tar -> file(tar, ".", "x"));
    archive("..", tar -> file(tar, "..", "x"));
    archive("long name", tar -> file(tar, "n".repeat(300) + "/" + "m".repeat(5000), "x"));
    archive("link, then through it", tar -> {
      link(tar, "d", "/../canary", TarConstants.LF_SYMLINK);
      file(tar, "d/f", "x");
    });
    archive("root is a link", tar -> {
      link(tar, ".", "/canary", TarConstants.LF_SYMLINK);
      file(tar, "f", "x");
    });
    archive("hard link out", tar -> link(tar, "h", "/etc/passwd", TarConstants.LF_LINK));
    archive("hard link up", tar -> link(tar, "h", "../canary/secret", TarConstants.LF_LINK));
    archive("hard link to itself", tar -> link(tar, "h", "h", TarConstants.LF_LINK));
    archive("hard link to what comes later", tar -> {
      link(tar, "h", "later", TarConstants.LF_LINK);
      file(tar, "later", "x");
    });
    archive("hard link through a link", tar -> {
      link(tar, "s", "/../canary/secret", TarConstants.LF_SYMLINK);
      link(tar, "h", "s", TarConstants.LF_LINK);
    });
    for (byte type : new byte[]{TarConstants.LF_FIFO, TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_CONTIG, (byte) 'S',
        (byte) 'V'}) {
      archive("type " + (char) type, tar -> link(tar, "special", "", type));
    }
    for (String name : ImmutableList.of(".wh.x", ".wh..", ".wh..wh..opq", "d/.wh.x", ".wh.")) {
      archive("whiteout " + name, tar -> file(tar, name, ""));
    }
    archive("names twice", tar -> {
      file(tar, "x", "1");
      file(tar, "x", "2");
    });
    archive("file, then below it", tar -> {
      file(tar, "x", "1");
      file(tar, "x/y", "2");
    });
    for (int cut : new int[]{1, 511, 513, 1023, 1500}) {
      HostileCases.Content files = (context, canary) -> {
        byte[] bytes = tar(tar -> {
          file(tar, "x", "1".repeat(1000));
          file(tar, "y", "2");
        });
        Files.write(context.resolve("a.tar"), Arrays.copyOf(bytes, cut));
      };
      all.add("archive cut at " + cut, files, Stage.scratch().add("a.tar", "/x/"), ARCHIVE_CODES, HostileArchives::insideOnly);
    }
    all.add("archive with rubbish behind", (context, canary) -> {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(tar(tar -> file(tar, "x", "1")));
      bytes.writeBytes("rubbish".repeat(1000).getBytes(UTF_8));
      Files.write(context.resolve("a.tar"), bytes.toByteArray());
    }, Stage.scratch().add("a.tar", "/x/"), ARCHIVE_CODES, HostileArchives::insideOnly);
    for (String magic : ImmutableList.of("\u001f\u008b\b", "BZh9", "\u00fd7zXZ\0", "(\u00b5/\u00fd", "\u001f\u008b", "PK\u0003\u0004")) {
      all.add("only the magic of " + magic.length() + " " + magic.codePointAt(0), (context, canary) -> Files.write(context.resolve("a.tar"),
          (magic + "no archive at all").getBytes(ISO_8859_1)), Stage.scratch().add("a.tar", "/x/"), ARCHIVE_CODES,
          (tree, store) -> assertThat(tree.lookup(ImagePath.of("/x/a.tar"))).isPresent());
    }
  }

  private void archive(String name, Entries entries) {
    HostileCases.Content files = (context, canary) -> Files.write(context.resolve("a.tar"), tar(entries));
    all.add("archive: " + name, files, Stage.scratch().add("a.tar", "/x/"), ARCHIVE_CODES, HostileArchives::insideOnly);
    all.add("archive: " + name + " --link", files, Stage.scratch().add(new Add(ImmutableList.of(new Add.Path(Word.of("a.tar"))),
        Word.of("/x/"), CopyOptions.NONE.asLink(), Optional.empty(), false,
        Optional.empty())), ARCHIVE_CODES, HostileArchives::insideOnly);
  }

  /** Whatever an archive does, it does it below the directory that it is unpacked into. */
  private static void insideOnly(FileTree tree, Store store) {
    assertThat(tree.list(ImagePath.ROOT)).allSatisfy(top -> assertThat(top.entry().path().toString()).isEqualTo("/x"));
  }

  static byte[] tar(Entries entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      entries.to(tar);
    }
    return bytes.toByteArray();
  }

  static void file(TarArchiveOutputStream tar, String name, String content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length());
    tar.putArchiveEntry(entry);
    tar.write(content.getBytes(UTF_8));
    tar.closeArchiveEntry();
  }

  private static void link(TarArchiveOutputStream tar, String name, String target, byte type) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }
}
