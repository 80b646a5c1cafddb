package dev.slipway.build;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What must be the same on the machine before and after a build, whatever is built: files beside and above the store and the
 * context, accounts, markers, mounts, devices, control groups, settings of the kernel, a process. Only the store may change.
 */
final class EscapeCanary implements AutoCloseable {
  /** What every attempt that gets out is to leave behind. */
  static final String MARKER = "slipway-escape-marker";

  private static final ImmutableList<String> PLACES = ImmutableList.of("/", "/tmp", "/dev", "/dev/shm", "/root", "/run", "/var/tmp", "/etc",
      "/usr/bin", "/bin");
  private static final ImmutableList<String> ACCOUNTS = ImmutableList.of("/etc/passwd", "/etc/group", "/etc/shadow", "/etc/hostname",
      "/etc/hosts", "/etc/resolv.conf", "/etc/ld.so.preload", "/bin/busybox", "/bin/sh", "/bin/tar", "/usr/bin/crun");
  private static final ImmutableList<String> SETTINGS = ImmutableList.of("kernel/hostname", "kernel/domainname", "kernel/core_pattern",
      "kernel/modprobe", "kernel/sysrq", "kernel/randomize_va_space", "vm/overcommit_memory", "net/ipv4/ip_forward",
      "net/ipv4/conf/all/forwarding", "net/ipv6/conf/all/forwarding", "fs/suid_dumpable");
  private static final int DEPTH_OF_GROUPS = 2;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Path above;
  private final Path store;
  private final Path tree;
  private final List<Path> markers = new ArrayList<>();
  private final Process victim;

  private EscapeCanary(Path above, Path store, Path tree) throws IOException {
    this.above = above;
    this.store = store;
    this.tree = tree;
    this.victim = new ProcessBuilder("/bin/sleep", "3600").start();
  }

  /**
   * Makes what is watched.
   *
   * @param above a directory all of which is watched
   * @param store the directory in it that may change
   */
  static EscapeCanary in(Path above, Path store) throws IOException {
    EscapeCanary canary = new EscapeCanary(above, store, above.resolve("canary"));
    Path data = Files.createDirectories(canary.tree.resolve("data"));
    open(data, "rwxrwxrwx");
    open(canary.tree, "rwxrwxrwx");
    file(canary.tree.resolve("secret"), "rw-------");
    open(file(data.resolve("open"), "rw-rw-rw-"), "rw-rw-rw-");
    Files.createSymbolicLink(canary.tree.resolve("link"), Path.of("secret"));
    file(above.resolve("beside"), "rw-rw-rw-");
    for (String place : ImmutableList.of("/tmp", "/dev/shm")) {
      if (Files.isWritable(Path.of(place))) {
        canary.markers.add(file(Files.createTempDirectory(Path.of(place), "slipway-canary").resolve("marker"), "rw-rw-rw-"));
      }
    }
    return canary;
  }

  private static Path file(Path path, String mode) throws IOException {
    Files.writeString(path, "canary of " + path);
    open(path, mode);
    return path;
  }

  private static void open(Path path, String mode) throws IOException {
    var unused = Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  /** The directory that attempts aim at: {@code secret}, {@code data/open}, {@code link}, and it may be written by anybody. */
  Path tree() {
    return tree;
  }

  /** A process that must live on. */
  long victim() {
    return victim.pid();
  }

  /** What is watched, at one moment: a line each, in an order. */
  record State(ImmutableList<String> files, ImmutableList<String> machine) {}

  State record() throws IOException {
    return new State(files(), machine());
  }

  /** Mounts and control groups of others may come and go: what differs is looked at again for a while. */
  void assertSame(State before, String after) throws IOException {
    assertThat(files()).as("files after " + after).isEqualTo(before.files());
    long end = System.nanoTime() + PATIENCE_NANOS;
    ImmutableList<String> machine = machine();
    while (!machine.equals(before.machine()) && System.nanoTime() < end) {
      pause();
      machine = machine();
    }
    assertThat(Sets.symmetricDifference(ImmutableSet.copyOf(before.machine()), ImmutableSet.copyOf(machine)))
        .as("the machine after " + after).isEmpty();
    assertThat(victim.isAlive()).as("the process of another after " + after).isTrue();
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private ImmutableList<String> files() throws IOException {
    List<String> lines = new ArrayList<>();
    Files.walkFileTree(above, walker(lines));
    for (Path marker : markers) {
      lines.add(line(marker.getParent()));
      lines.add(line(marker));
    }
    for (String file : ACCOUNTS) {
      if (Files.exists(Path.of(file), LinkOption.NOFOLLOW_LINKS)) {
        lines.add(line(Path.of(file)));
      }
    }
    for (String place : PLACES) {
      Path marker = Path.of(place, MARKER);
      if (Files.exists(marker, LinkOption.NOFOLLOW_LINKS)) {
        lines.add("there is " + marker);
      }
    }
    lines.addAll(names(Path.of("/root")));
    return ImmutableList.copyOf(lines);
  }

  private FileVisitor<Path> walker(List<String> lines) {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
        if (directory.equals(store)) {
          return FileVisitResult.SKIP_SUBTREE;
        }
        lines.add(line(directory));
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        lines.add(line(file));
        return FileVisitResult.CONTINUE;
      }
    };
  }

  /** Everything about a file but when it was read last. */
  static String line(Path path) throws IOException {
    Map<String, Object> attributes = Files.readAttributes(path, "unix:ino,ctime,mode,uid,gid,nlink,rdev,size", LinkOption.NOFOLLOW_LINKS);
    StringBuilder line = new StringBuilder(path + " " + new TreeMap<>(attributes));
    if (Files.isSymbolicLink(path)) {
      return line.append(" -> ").append(Files.readSymbolicLink(path)).toString();
    }
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(path)) {
      line.append(' ').append(Hashing.sha256().hashBytes(Files.readAllBytes(path)));
      UserDefinedFileAttributeView view = Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
      for (String name : view.list()) {
        ByteBuffer value = ByteBuffer.allocate(view.size(name));
        line.append(' ').append(name).append('=').append(view.read(name, value));
      }
    }
    return line.toString();
  }

  private static List<String> names(Path directory) throws IOException {
    if (!Files.isReadable(directory)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(directory)) {
      return children.map(Path::toString).sorted().toList();
    }
  }

  private ImmutableList<String> machine() throws IOException {
    List<String> lines = new ArrayList<>(EscapeMountTable.of(Files.readAllLines(Path.of("/proc/self/mountinfo"), ISO_8859_1), above));
    for (String setting : SETTINGS) {
      Path path = Path.of("/proc/sys", setting);
      if (Files.isReadable(path)) {
        lines.add(setting + " = " + Files.readString(path).strip());
      }
    }
    for (String device : names(Path.of("/dev"))) {
      var attributes = Files.readAttributes(Path.of(device), "unix:mode,rdev", LinkOption.NOFOLLOW_LINKS);
      lines.add(device + " " + new TreeMap<>(attributes));
    }
    groups(Path.of("/sys/fs/cgroup"), DEPTH_OF_GROUPS, lines);
    return ImmutableList.copyOf(lines);
  }

  /** Without those of containers and of other builds, which come and go. */
  private static void groups(Path group, int depth, List<String> lines) {
    try (var children = Files.newDirectoryStream(group, path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
        && !path.toString().contains("docker") && !path.getFileName().toString().startsWith("slipway"))) {
      List<Path> below = new ArrayList<>();
      children.forEach(below::add);
      below.sort(null);
      for (Path child : below) {
        lines.add("group " + child);
        if (depth > 1) {
          groups(child, depth - 1, lines);
        }
      }
    } catch (IOException gone) {
      // it ended meanwhile, or is not ours
    }
  }

  @Override
  public void close() throws IOException {
    victim.destroyForcibly();
    for (Path marker : markers) {
      Files.deleteIfExists(marker);
      Files.deleteIfExists(marker.getParent());
    }
  }
}
