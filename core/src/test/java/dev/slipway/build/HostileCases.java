package dev.slipway.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.ErrorCode;
import dev.slipway.image.Copy;
import dev.slipway.image.Image;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Stage;
import dev.slipway.layer.EntryType;
import dev.slipway.layer.FileTree;
import dev.slipway.store.Store;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** What a hostile context, archive or image may try. */
final class HostileCases {
  private final List<Case> cases = new ArrayList<>();

  /** Prepares a context; gives the path that the build is told. */
  private interface SetUp {
    Path in(Path context, Path canary) throws IOException;
  }

  /** Prepares a context in place. */
  interface Content {
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
    new HostileArchives(all).addAll();
    return all.cases;
  }

  void add(String name, Content files, Stage stage, Set<ErrorCode> codes, BiConsumer<FileTree, Store> expect) {
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
        Files.write(context.resolve("a.tar"), HostileArchives.tar(tar -> HostileArchives.file(tar, "app/g", "g")));
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
