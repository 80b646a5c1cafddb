package dev.slipway.build;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.ErrorCode;
import dev.slipway.image.Add;
import dev.slipway.image.Copy;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.Image;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import dev.slipway.layer.EntryType;
import dev.slipway.layer.FileTree;
import dev.slipway.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** What a hostile context, archive or image may try. */
final class HostileCases {
  private final List<Case> cases = new ArrayList<>();

  /** Prepares a context; gives the path that the build is told. */
  private interface SetUp {
    Path in(Path context, Path canary) throws IOException;
  }

  /** Prepares a context in place. */
  private interface Content {
    void in(Path context, Path canary) throws IOException;
  }

  /**
   * One attempt.
   *
   * @param codes with which it may be refused
   * @param expect what holds of the image if it is not
   */
  record Case(String name, SetUp setup, Image image, Set<ErrorCode> codes, BiConsumer<FileTree, Store> expect) {
    Path setUp(Path context, Path canary) throws IOException {
      return setup.in(context, canary);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> all() {
    HostileCases all = new HostileCases();
    all.linksOutOfTheContext();
    all.sourcesAboveTheContext();
    all.specialFiles();
    all.ignoreFiles();
    all.contexts();
    all.destinations();
    all.linksInTheImage();
    all.users();
    all.names();
    all.archives();
    return all.cases;
  }

  private void add(String name, Content files, Stage stage, Set<ErrorCode> codes, BiConsumer<FileTree, Store> expect) {
    cases.add(new Case(name, (context, canary) -> {
      files.in(context, canary);
      return context;
    }, stage.toImage(), codes, expect));
  }

  private static Stage scratch() {
    return Stage.scratch();
  }

  private void linksOutOfTheContext() {
    Set<ErrorCode> refused = ImmutableSet.of(ErrorCode.NOT_FOUND, ErrorCode.LIMIT_EXCEEDED);
    for (String target : ImmutableList.of("CANARY/secret", "CANARY", "../canary/secret", "../canary", "/", "..", "../..", "/proc/self/root",
        "/proc/self/cwd", "/dev/zero", "link", "other", "./.././../canary", "/etc/passwd")) {
      Content files = (context, canary) -> {
        symlink(context.resolve("link"), target.replace("CANARY", canary.toString()));
        symlink(context.resolve("other"), "link");
      };
      // a link whose path ends at the context's own root is one to what lies there
      boolean toRoot = ImmutableList.of("/", "..", "../..").contains(target);
      for (String source : ImmutableList.of("link", "link/secret", "l*", "*/secret", "other", "./link/../link")) {
        add("COPY " + source + " -> " + target, files, scratch().copy(source, "/x/"), refused, (tree, store) -> {
          if (!toRoot) {
            isEmpty(tree, store);
          }
        });
      }
      add("ADD link -> " + target, files, scratch().add("link", "/x/"), refused, HostileCases::anything);
      add("COPY --parents link/secret -> " + target, files, scratch().copy(Copy.of("link/secret", "/x/").keepingParents()), refused,
          HostileCases::nothing);
      add("COPY . with link -> " + target, files, scratch().copy(".", "/x/"), ImmutableSet.of(),
          (tree, store) -> assertThat(tree.lookup(ImagePath.of("/x/link")).orElseThrow().entry().type()).isEqualTo(EntryType.SYMLINK));
    }
  }

  private static void anything(FileTree tree, Store store) {
    assertThat(tree.lookup(ImagePath.ROOT)).isPresent();
    assertThat(store.directory()).exists();
  }

  private static void nothing(FileTree tree, Store store) {
    throw new AssertionError("this should have been refused: " + tree.list(ImagePath.ROOT) + " in " + store.directory());
  }

  private static void isEmpty(FileTree tree, Store store) {
    tree.walk(ImagePath.ROOT, found -> assertThat(found.isFile()).as(found.entry().path().toString()).isFalse());
  }

  private void sourcesAboveTheContext() {
    Set<ErrorCode> refused = ImmutableSet.of(ErrorCode.NOT_FOUND, ErrorCode.PATH_ESCAPES, ErrorCode.INVALID_VALUE);
    for (String source : ImmutableList.of("../canary/secret", "a/../../canary/secret", "/../canary/secret", "/etc/passwd",
        "..//canary/secret",
        ".././canary/*", "../canary", "../canary/", "../c*/secret", "a/b/../../../canary")) {
      Content files = (context, canary) -> Files.createDirectories(context.resolve("a/b"));
      add("COPY " + source, files, scratch().copy(source, "/x/"), refused, HostileCases::isEmpty);
      add("ADD " + source, files, scratch().add(source, "/x/"), refused, HostileCases::isEmpty);
    }
  }

  private void specialFiles() {
    for (String kind : ImmutableList.of("fifo", "socket", "device", "block")) {
      Content files = (context, canary) -> {
        Files.writeString(context.resolve("plain"), "plain");
        special(kind, context.resolve("special"));
      };
      Set<ErrorCode> refused = ImmutableSet.of(ErrorCode.ENTRY_REFUSED, ErrorCode.CONTEXT_UNREADABLE);
      add("COPY " + kind, files, scratch().copy("special", "/x"), refused, HostileCases::nothing);
      add("ADD " + kind, files, scratch().add("special", "/x"), refused, HostileCases::nothing);
      add("COPY *" + kind, files, scratch().copy("*", "/x/"), refused, HostileCases::nothing);
      add("COPY . with " + kind, files, scratch().copy(".", "/x/"), refused,
          (tree, store) -> assertThat(tree.list(ImagePath.of("/x"))).hasSize(1));
    }
  }

  private void ignoreFiles() {
    Stage all = scratch().copy(".", "/x/");
    Set<ErrorCode> refused = ImmutableSet.of(ErrorCode.CONTEXT_UNREADABLE, ErrorCode.MALFORMED_DOCUMENT, ErrorCode.LIMIT_EXCEEDED);
    add(".dockerignore -> outside", (context, canary) -> symlink(context.resolve(".dockerignore"), canary + "/secret"), all, refused,
        HostileCases::nothing);
    add(".dockerignore -> /dev/zero", (context, canary) -> symlink(context.resolve(".dockerignore"), "/dev/zero"), all, refused,
        HostileCases::nothing);
    for (String kind : ImmutableList.of("fifo", "socket", "device")) {
      add(".dockerignore is a " + kind, (context, canary) -> special(kind, context.resolve(".dockerignore")), all, refused,
          HostileCases::nothing);
    }
    add(".dockerignore is a directory", (context, canary) -> Files.createDirectory(context.resolve(".dockerignore")), all, refused,
        HostileCases::nothing);
    add(".dockerignore is long", (context, canary) -> Files.write(context.resolve(".dockerignore"), new byte[3 << 20]), all, refused,
        HostileCases::nothing);
    add(".dockerignore is binary", (context, canary) -> Files.write(context.resolve(".dockerignore"), new byte[]{0, -1, -2, 10, 33, 10}),
        all, refused, HostileCases::anything);
    add(".dockerignore has stars", (context, canary) -> {
      Files.writeString(context.resolve(".dockerignore"), "**/".repeat(30) + "x*".repeat(100) + "\n!" + "*a".repeat(500) + "\n");
      Files.writeString(context.resolve("x".repeat(250)), "");
    }, all, refused, HostileCases::anything);
  }

  private void contexts() {
    Stage all = scratch().copy(".", "/x/");
    cases.add(new Case("context is a link to a directory", (context, canary) -> {
      Files.writeString(Files.createDirectory(context.resolve("real")).resolve("f"), "f");
      symlink(context.resolve("link"), "real");
      return context.resolve("link");
    }, all.toImage(), ImmutableSet.of(), (tree, store) -> assertThat(tree.lookup(ImagePath.of("/x/f"))).isPresent()));
    for (String kind : ImmutableList.of("file", "fifo", "missing", "loop")) {
      cases.add(new Case("context is a " + kind, (context, canary) -> {
        Path place = context.resolve("place");
        switch (kind) {
          case "file" -> Files.writeString(place, "x");
          case "fifo" -> special("fifo", place);
          case "loop" -> symlink(place, "place");
          default -> assertThat(place).doesNotExist();
        }
        return place;
      }, all.toImage(), ImmutableSet.of(ErrorCode.NOT_FOUND, ErrorCode.CONTEXT_UNREADABLE), HostileCases::nothing));
    }
  }

  private void destinations() {
    Content files = (context, canary) -> Files.writeString(context.resolve("f"), "f");
    BiConsumer<FileTree, Store> inside = (tree, store) -> assertThat(tree.lookup(ImagePath.of("/canary/x"))).isPresent();
    for (String destination : ImmutableList.of("../../canary/x", "/../../canary/x", "a/../../../canary/x", "/a/b/../../../../canary/x",
        "./../canary/./x")) {
      add("COPY to " + destination, files, scratch().copy("f", destination), ImmutableSet.of(), inside);
      add("ADD to " + destination, files, scratch().add("f", destination), ImmutableSet.of(), inside);
      add("COPY from WORKDIR to " + destination, files, scratch().workdir("/w").copy("f", "../" + destination), ImmutableSet.of(), inside);
      add("WORKDIR " + destination, files, scratch().workdir(destination), ImmutableSet.of(), inside);
    }
  }

  private void linksInTheImage() {
    for (String target : ImmutableList.of("/../../canary", "../../canary", "CANARY", "/proc/self/root", "/proc/1/cwd", "..",
        "sub/../../..")) {
      Content files = (context, canary) -> {
        Files.writeString(context.resolve("f"), "f");
        symlink(Files.createDirectory(context.resolve("links")).resolve("app"), target.replace("CANARY", canary.toString()));
        Files.write(context.resolve("a.tar"), tar(tar -> file(tar, "app/g", "g")));
      };
      Stage base = scratch().copy("links", "/");
      BiConsumer<FileTree, Store> inside = (tree, store) -> assertThat(tree.lookup(ImagePath.of("/app")).orElseThrow().entry().type())
          .isEqualTo(EntryType.SYMLINK);
      add("COPY through image link " + target, files, base.copy("f", "/app/f"), ImmutableSet.of(), inside);
      add("COPY into image link " + target, files, base.copy(".", "/app"), ImmutableSet.of(ErrorCode.STEP_FAILED), inside);
      add("WORKDIR through image link " + target, files, base.workdir("/app/w"), ImmutableSet.of(), inside);
      add("ADD archive through image link " + target, files, base.add("a.tar", "/"), ImmutableSet.of(), inside);
      add("COPY --from through image link " + target, files, scratch().copy(base.file("/app/secret"), "/x"),
          ImmutableSet.of(ErrorCode.NOT_FOUND), HostileCases::nothing);
    }
    Content loop = (context, canary) -> {
      Files.writeString(context.resolve("f"), "f");
      symlink(Files.createDirectory(context.resolve("links")).resolve("app"), "app");
    };
    Stage base = scratch().copy("links", "/");
    add("COPY through a loop in the image", loop, base.copy("f", "/app/f"), ImmutableSet.of(ErrorCode.LIMIT_EXCEEDED),
        HostileCases::nothing);
    add("WORKDIR through a loop in the image", loop, base.workdir("/app/f"), ImmutableSet.of(ErrorCode.LIMIT_EXCEEDED),
        HostileCases::nothing);
  }

  private void users() {
    Set<ErrorCode> refused = ImmutableSet.of(ErrorCode.NOT_FOUND, ErrorCode.LIMIT_EXCEEDED, ErrorCode.INVALID_VALUE, ErrorCode.STEP_FAILED);
    for (String target : ImmutableList.of("/dev/zero", "CANARY/secret", "passwd", "../etc", "/proc/self/mem", "LARGE", "BINARY",
        "NUMBERS")) {
      add("/etc/passwd is " + target, (context, canary) -> {
        Files.writeString(context.resolve("f"), "f");
        Path passwd = Files.createDirectory(context.resolve("etc")).resolve("passwd");
        switch (target) {
          case "LARGE" -> Files.write(passwd, new byte[5 << 20]);
          case "BINARY" -> Files.write(passwd, new byte[]{-1, 0, ':', ':', 10, 'a', 'p', 'p', ':'});
          case "NUMBERS" -> Files.writeString(passwd, "app:x:4294967296:0::/:\napp:x:-1:0::/:\napp:x:0x0:0::/:\n");
          default -> symlink(passwd, target.replace("CANARY", canary.toString()));
        }
      }, scratch().copy("etc", "/etc").copy(Copy.of("f", "/x").owner("app")), refused, HostileCases::nothing);
    }
    for (String owner : ImmutableList.of("$N", "$N:0", "0:$N")) {
      for (String number : ImmutableList.of("2147483648", "4294967296", "-1", "0x0", "99999999999999999999", "", "1e3", "٣")) {
        add("--chown=" + owner + " with " + number, (context, canary) -> Files.writeString(context.resolve("f"), "f"),
            scratch().arg("N", number).copy(Copy.of("f", "/x").owner(owner)), refused, (tree, store) -> assertThat(number).isEmpty());
      }
    }
  }

  private void names() {
    for (String name : ImmutableList.of("new\nline", "n".repeat(255), "-rf", "star*", "quest?ion", "[range]", "back\\slash", " ", "tab\t",
        "ış",
        "quote\"'", "e\u0301", "\u00e9", "...", "~", "$HOME", "a\u0001b", "\u202eabc")) {
      if (!StandardCharsets.US_ASCII.newEncoder().canEncode(name) && !System.getProperty("sun.jnu.encoding", "").equals("UTF-8")) {
        continue; // the JVM cannot write such a name in this locale
      }
      add("name " + name, (context, canary) -> Files.writeString(context.resolve(name), "x"), scratch().copy(".", "/x/"), ImmutableSet.of(),
          (tree, store) -> assertThat(tree.list(ImagePath.of("/x"))).hasSize(1));
    }
    add("name that is no text", (context, canary) -> shell("printf x > \"$(printf 'a\\377\\376b')\"", context), scratch().copy(".", "/x/"),
        ImmutableSet.of(), (tree, store) -> assertThat(tree.list(ImagePath.of("/x"))).hasSize(1));
    for (String name : ImmutableList.of(".wh.x", ".wh..wh..opq", ".wh.", ".wh..", ".wh...")) {
      Content files = (context, canary) -> Files.writeString(context.resolve(name), "x");
      add("whiteout " + name, files, scratch().copy(".", "/x/"), ImmutableSet.of(ErrorCode.ENTRY_REFUSED), HostileCases::nothing);
      add("file named " + name, files, scratch().copy(name, "/x/"), ImmutableSet.of(ErrorCode.ENTRY_REFUSED), HostileCases::nothing);
    }
    add("64 levels", (context, canary) -> Files.writeString(Files.createDirectories(context.resolve("d/".repeat(64))).resolve("f"), "f"),
        scratch().copy(".", "/x/"), ImmutableSet.of(), HostileCases::anything);
    add("a path of 5000 bytes", (context, canary) -> shell(
        "i=0; while [ $i -lt 25 ]; do mkdir " + "p".repeat(200) + " && cd " + "p".repeat(200) + "; i=$((i+1)); done; echo x > f", context),
        scratch().copy(".", "/x/"), ImmutableSet.of(ErrorCode.LIMIT_EXCEEDED, ErrorCode.INVALID_VALUE), HostileCases::anything);
  }

  /** Writes entries. */
  private interface Entries {
    void to(TarArchiveOutputStream tar) throws IOException;
  }

  private void archives() {
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
      Content files = (context, canary) -> {
        byte[] bytes = tar(tar -> {
          file(tar, "x", "1".repeat(1000));
          file(tar, "y", "2");
        });
        Files.write(context.resolve("a.tar"), Arrays.copyOf(bytes, cut));
      };
      add("archive cut at " + cut, files, scratch().add("a.tar", "/x/"), ARCHIVE_CODES, HostileCases::insideOnly);
    }
    add("archive with rubbish behind", (context, canary) -> {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(tar(tar -> file(tar, "x", "1")));
      bytes.writeBytes("rubbish".repeat(1000).getBytes(UTF_8));
      Files.write(context.resolve("a.tar"), bytes.toByteArray());
    }, scratch().add("a.tar", "/x/"), ARCHIVE_CODES, HostileCases::insideOnly);
    for (String magic : ImmutableList.of("\u001f\u008b\b", "BZh9", "\u00fd7zXZ\0", "(\u00b5/\u00fd", "\u001f\u008b", "PK\u0003\u0004")) {
      add("only the magic of " + magic.length() + " " + magic.codePointAt(0), (context, canary) -> Files.write(context.resolve("a.tar"),
          (magic + "no archive at all").getBytes(ISO_8859_1)), scratch().add("a.tar", "/x/"), ARCHIVE_CODES,
          (tree, store) -> assertThat(tree.lookup(ImagePath.of("/x/a.tar"))).isPresent());
    }
  }

  private static final Set<ErrorCode> ARCHIVE_CODES = ImmutableSet.of(ErrorCode.MALFORMED_ARCHIVE, ErrorCode.PATH_ESCAPES,
      ErrorCode.ENTRY_REFUSED, ErrorCode.LIMIT_EXCEEDED, ErrorCode.UNSUPPORTED, ErrorCode.STEP_FAILED);

  private void archive(String name, Entries entries) {
    Content files = (context, canary) -> Files.write(context.resolve("a.tar"), tar(entries));
    add("archive: " + name, files, scratch().add("a.tar", "/x/"), ARCHIVE_CODES, HostileCases::insideOnly);
    add("archive: " + name + " --link", files, scratch().add(new Add(ImmutableList.of(new Add.Path(Word.of("a.tar"))),
        Word.of("/x/"), CopyOptions.NONE.asLink(), Optional.empty(), false,
        Optional.empty())), ARCHIVE_CODES, HostileCases::insideOnly);
  }

  /** Whatever an archive does, it does it below the directory that it is unpacked into. */
  private static void insideOnly(FileTree tree, Store store) {
    assertThat(tree.list(ImagePath.ROOT)).allSatisfy(top -> assertThat(top.entry().path().toString()).isEqualTo("/x"));
  }

  private static byte[] tar(Entries entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      entries.to(tar);
    }
    return bytes.toByteArray();
  }

  private static void file(TarArchiveOutputStream tar, String name, String content) throws IOException {
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

  @CanIgnoreReturnValue
  private static Path symlink(Path link, String target) throws IOException {
    return Files.createSymbolicLink(link, Path.of(target));
  }

  private static void special(String kind, Path path) throws IOException {
    switch (kind) {
      case "socket" -> {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
          assertThat(server.bind(UnixDomainSocketAddress.of(path)).isOpen()).isTrue();
        }
      }
      case "fifo" -> shell("mkfifo " + path, Path.of("/"));
      case "device" -> shell("mknod " + path + " c 1 5 || mkfifo " + path, Path.of("/"));
      default -> shell("mknod " + path + " b 7 0 || mkfifo " + path, Path.of("/"));
    }
  }

  private static void shell(String script, Path directory) throws IOException {
    Process process = new ProcessBuilder("/bin/sh", "-c", script).directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(process.exitValue()).as(output).isZero();
  }
}
