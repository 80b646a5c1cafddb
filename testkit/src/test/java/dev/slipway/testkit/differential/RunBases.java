package dev.slipway.testkit.differential;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.slipway.image.Base;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The images that RUN cases stand on: the daemon has them, and Slipway takes them from it. */
final class RunBases {
  /**
   * Busybox with users and some files. It has the targets of mounts: those that it has not, old daemons leave behind as
   * empty directories.
   */
  static final String BUSYBOX = "slipway-run/busybox:1";
  /** The same with the machine's own {@code setcap}, {@code getcap}, {@code ssh-agent} and {@code ssh-add}. */
  static final String TOOLS = "slipway-run/tools:1";
  /** Busybox and nothing else: none of the directories and files that runtimes mount onto. */
  static final String BARE = "slipway-run/bare:1";
  /** A small Debian with {@code setcap} and {@code setfattr}. */
  static final String DEBIAN = "slipway-run/debian:1";

  private static final Path DEBIAN_TAR = Path.of("target", "debian-bookworm-run.tar");
  private static final List<String> COPIED = List.of("/usr/sbin/setcap", "/usr/sbin/getcap", "/usr/bin/ssh-agent", "/usr/bin/ssh-add");

  private RunBases() {}

  static Base base(String name) {
    return Base.docker(name);
  }

  /** Gives the daemon the first of the bases. */
  static void makeBusybox(DockerDaemon daemon) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("bases");
    try {
      var unused = makeBusybox(daemon, directory);
    } finally {
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private static Path makeBusybox(DockerDaemon daemon, Path directory) throws IOException, InterruptedException {
    Path root = Files.createDirectory(directory.resolve("root"));
    files().unpackTo(root);
    Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"), StandardCopyOption.COPY_ATTRIBUTES);
    for (String applet : Splitter.on('\n').omitEmptyStrings().split(Shell.run(root, "/bin/busybox", "--list").orThrow().output())) {
      if (!applet.equals("busybox")) {
        Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
      }
    }
    tag(daemon, directory, packed(root), BUSYBOX);
    return root;
  }

  /** Gives the daemon all bases but Debian. */
  static void make(DockerDaemon daemon) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("bases");
    try {
      Path root = makeBusybox(daemon, directory);
      for (String program : COPIED) {
        copyWithLibraries(program, root);
      }
      tag(daemon, directory, packed(root), TOOLS);
      Path bare = Files.createDirectory(directory.resolve("bare"));
      Path programs = Files.createDirectory(bare.resolve("bin"));
      Files.copy(Path.of("/bin/busybox"), programs.resolve("busybox"), StandardCopyOption.COPY_ATTRIBUTES);
      Files.createSymbolicLink(programs.resolve("sh"), Path.of("busybox"));
      tag(daemon, directory, packed(bare), BARE);
    } finally {
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /** Gives the daemon Debian; its files are kept for the next time. */
  static void makeDebian(DockerDaemon daemon) throws IOException, InterruptedException {
    Tools.require("mmdebstrap");
    if (!Files.exists(DEBIAN_TAR)) {
      Path unfinished = DEBIAN_TAR.resolveSibling("unfinished.tar");
      var unused = Shell.run(Path.of("."), "mmdebstrap", "--variant=minbase", "--skip=output/dev", "--include=libcap2-bin,attr", "bookworm",
          unfinished.toString()).orThrow();
      Files.move(unfinished, DEBIAN_TAR, StandardCopyOption.ATOMIC_MOVE);
    }
    Path directory = Files.createTempDirectory("debian");
    try {
      Files.createLink(directory.resolve("root"), DEBIAN_TAR.toAbsolutePath());
    } catch (IOException otherFileSystem) {
      Files.copy(DEBIAN_TAR, directory.resolve("root"));
    }
    try {
      tag(daemon, directory, "root", DEBIAN);
    } finally {
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /** As an archive, since Docker copies directories without their owners and pipes. */
  private static String packed(Path root) throws IOException, InterruptedException {
    String name = root.getFileName() + ".tar";
    var unused = Shell.run(root, "tar", "-cf", root.resolveSibling(name).toString(), "--numeric-owner", "--sort=name", ".").orThrow();
    return name;
  }

  private static void tag(DockerDaemon daemon, Path directory, String source, String name) throws IOException, InterruptedException {
    Path dockerfile = directory.resolve("Dockerfile");
    Files.writeString(dockerfile, "FROM scratch\nADD " + source + (name.equals(DEBIAN) ? " /\nCOPY empty /dev/\n" : " /\n"));
    var unused = Files.createDirectories(directory.resolve("empty"));
    switch (daemon.build(directory, dockerfile, ImmutableMap.of())) {
      case DockerDaemon.Built.Image(String id) -> daemon.tag(id, name);
      case DockerDaemon.Built.Failure(String message) -> throw new IOException(name + " cannot be made: " + message);
    }
  }

  private static void copyWithLibraries(String program, Path root) throws IOException, InterruptedException {
    copy(Path.of(program), root);
    for (String line : Splitter.on('\n').split(Shell.run(root, "ldd", program).orThrow().output())) {
      String path = line.replaceFirst(".*=> ", "").replaceFirst(" \\(0x.*", "").strip();
      if (path.startsWith("/")) {
        copy(Path.of(path), root);
      }
    }
  }

  private static void copy(Path file, Path root) throws IOException {
    Path target = root.resolve(file.toString().substring(1));
    Files.createDirectories(target.resolveSibling("."));
    Files.copy(file.toRealPath(), target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static FileSet files() {
    FileSet files = FileSet.empty().directory("bin").directory("dev").directory("proc").directory("sys").directory("run")
        .directory("run/secrets").directory("run/buildkit").directory("m").directory("c").file("mf", "")
        .directory("root", 0700).directory("tmp", 01777).directory("home").directory("home/app", 0750).owned(1000, 1000)
        .directory("etc").file("etc/hosts", "").file("etc/hostname", "").file("etc/resolv.conf", "")
        .file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000:App:/home/app:/bin/sh\nodd:x:1001:100:Odd:/nowhere:/bin/sh\n")
        .file("etc/group", "root:x:0:\nusers:x:100:\napp:x:1000:\nextra:x:2000:app,odd\nmore:x:2001:app\nother:x:2002:root\n")
        .directory("data", 0751).file("data/a", "a of the base\n").file("data/b", "b of the base\n", 0600).owned(1000, 1000)
        .file("data/setuid", "s", 04755).symlink("data/link", "a").symlink("data/dirlink", "dir").hardLink("data/a2", "data/a")
        .fifo("data/fifo").directory("data/empty").directory("data/dir", 0750).owned(1000, 100).file("data/dir/one", "1\n")
        .file("data/dir/two", "2\n", 0755).directory("data/dir/sub", 0700).file("data/dir/sub/three", "3\n").symlink("data/dir/up", "../a")
        .file("data/.hidden", "h\n");
    for (int i = 0; i < 20; i++) {
      files = files.file("data/dir/sub/f" + i, "file " + i + "\n");
    }
    return files;
  }
}
