package dev.slipway.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.image.ImagePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/** The real overlay file system of this machine and GNU tar, in a directory. For root. */
final class OverlayMachine {
  private static final String PACK = "LC_ALL=C tar --format=pax --sort=name --numeric-owner --xattrs --xattrs-include='*' -cf ";

  private final Path directory;
  private int numbers;

  OverlayMachine(Path directory) {
    this.directory = directory;
  }

  /** What a command left: the upper directory and the whole tree, each as a tar. */
  record Ran(Path upper, byte[] upperTar, byte[] mergedTar) {
    InputStream changes() {
      return new ByteArrayInputStream(upperTar);
    }
  }

  /** Skips the test where overlays cannot be mounted, or fails it where tools are required. */
  static void require() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("/bin/sh", "-c",
        "test $(id -u) = 0 && tar --version | grep -q GNU && d=$(mktemp -d) && cd $d && mkdir l u w m"
            + " && unshare -m mount -t overlay overlay -o lowerdir=l,upperdir=u,workdir=w m; e=$?; rm -rf $d; exit $e")
        .redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    boolean there = process.waitFor() == 0;
    assertThat(there || !"1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"))).as("overlays are required: " + said).isTrue();
    Assumptions.assumeTrue(there, "overlays cannot be mounted here, or GNU tar is missing: " + said);
  }

  Path fresh() throws IOException {
    return Files.createDirectory(directory.resolve("d" + ++numbers));
  }

  /** Unpacks a tar of {@link OverlayLayer#write} as a lower directory. */
  Path unpack(byte[] tar) throws IOException, InterruptedException {
    Path into = fresh();
    Path file = Files.write(directory.resolve("t" + ++numbers), tar);
    run("LC_ALL=C tar -x -p --numeric-owner --xattrs --xattrs-include='*' -C " + into + " -f " + file);
    Files.delete(file);
    return into;
  }

  byte[] pack(Path tree) throws IOException, InterruptedException {
    Path file = directory.resolve("t" + ++numbers);
    run("cd " + tree + " && " + PACK + file + " .");
    return take(file);
  }

  /** Runs a script in a tree of lower directories, the lowest first; names in it are bytes as ISO 8859-1. */
  Ran run(List<Path> lowers, String script) throws IOException, InterruptedException {
    Path at = fresh();
    Path lower = Files.createDirectory(at.resolve("nothing"));
    Path upper = Files.createDirectory(at.resolve("u"));
    Files.createDirectory(at.resolve("w"));
    Files.createDirectory(at.resolve("m"));
    Files.write(at.resolve("script"), script.getBytes(StandardCharsets.ISO_8859_1));
    List<String> reversed = new ArrayList<>();
    lowers.forEach(each -> reversed.add(0, each.toString()));
    reversed.add(lower.toString());
    run("cd " + at + " && unshare -m sh -c 'mount -t overlay overlay -o lowerdir=" + String.join(":", reversed)
        + ",upperdir=u,workdir=w m && (cd m && sh ../script >../log 2>&1; true) && cd m && " + PACK.replace("'", "'\\''")
        + "../merged.tar .'"
        + " && cd u && " + PACK + "../upper.tar .");
    return new Ran(upper, take(at.resolve("upper.tar")), take(at.resolve("merged.tar")));
  }

  private static byte[] take(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }

  static void run(String script) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("/bin/sh", "-c", script).redirectErrorStream(true).start();
    try (OutputStream nothing = process.getOutputStream()) {
      assertThat(nothing).isNotNull();
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(script + ": " + said).isZero();
    assertThat(said.lines().filter(line -> !line.contains("implausibly old time stamp"))).as(script).isEmpty();
  }

  /** What a directory shows, by path: a line for each entry, the times of directories and of the root apart. */
  static Map<String, String> shown(byte[] tar, boolean directoryTimes) {
    Map<String, String> shown = new TreeMap<>();
    TreeMap<ImagePath, Entry> files = new TreeMap<>();
    StrictTarReader.read(new ByteArrayInputStream(tar), 1_000_000, 1L << 40, (bytes, offset, length) -> {}, (entry, reader) -> {
      Map<String, XattrValue> xattrs = new TreeMap<>();
      entry.xattrs().forEach((name, value) -> xattrs.put(GnuNames.decoded(name), value));
      Entry whole = entry.withXattrs(xattrs);
      if (entry.type() == EntryType.FILE) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        reader.drain(bytes::write);
        whole = whole.withContent(entry.size(), Optional.of(dev.slipway.image.Digest.sha256(bytes.toByteArray())));
      } else if (entry.type() == EntryType.HARD_LINK) {
        whole = files.get(ImagePath.of(entry.linkTarget())).withPath(entry.path());
      }
      files.put(entry.path(), whole);
    });
    files.values().forEach(entry -> shown.put(entry.path().toString(), line(entry, directoryTimes)));
    return shown;
  }

  static Map<String, String> shown(FileTree tree) {
    Map<String, String> shown = new TreeMap<>();
    tree.lookup(ImagePath.ROOT).ifPresent(root -> shown.put("/", line(root.entry(), false)));
    tree.walk(ImagePath.ROOT, each -> shown.put(each.entry().path().toString(), line(each.entry(), false)));
    return shown;
  }

  private static Map<String, String> attributes(Entry entry) {
    Map<String, String> shown = new TreeMap<>();
    OverlayForm.withoutOwn(entry.xattrs()).forEach((name, value) -> shown.put(name, value.size() + ":" + value.hashCode()));
    return shown;
  }

  static String line(Entry entry, boolean directoryTimes) {
    if (entry.isRemovalMark()) {
      return "removed";
    }
    boolean link = entry.type() == EntryType.HARD_LINK;
    boolean time = entry.type() != EntryType.DIRECTORY || directoryTimes && !entry.path().isRoot();
    return (link ? EntryType.FILE : entry.type()) + " " + Integer.toOctalString(entry.mode()) + " " + entry.uid() + ":" + entry.gid() + " "
        + (time ? entry.mtimeSeconds() + "." + entry.mtimeNanos() : "-") + " " + (link ? "" : entry.linkTarget()) + " "
        + attributes(entry) + " " + entry.size() + " " + entry.content().map(Object::toString).orElse("") + " "
        + entry.deviceMajor() + ":" + entry.deviceMinor();
  }
}
