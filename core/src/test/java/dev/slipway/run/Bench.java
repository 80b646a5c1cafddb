package dev.slipway.run;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.image.ImagePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A sandbox with a root of busybox to run in. */
final class Bench {
  static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final List<String> APPLETS = List.of(
      "sh", "ls", "cat", "id", "env", "sleep", "touch", "mkdir", "rm", "rmdir", "ln", "mv", "dd", "mknod", "grep", "sort", "head", "yes",
      "hostname", "pwd", "stat", "chmod", "chown", "mount", "umount", "unshare", "setsid", "kill", "ip", "nc", "wget", "awk", "true",
      "test", "mkfifo",
      "od", "tr", "sed", "find", "seq", "ps", "date", "tail", "wc");

  final Sandbox sandbox;
  final Path directory;
  final Path base;
  private int runs;

  private Bench(Sandbox sandbox, Path directory, Path base) {
    this.sandbox = sandbox;
    this.directory = directory;
    this.base = base;
  }

  /** What a run did. */
  record Outcome(RunResult result, String output, Map<String, TarArchiveEntry> changes, Map<String, String> contents) {
    int exitCode() {
      return result.exitCode();
    }

    List<String> lines() {
      return output.lines().toList();
    }
  }

  static Bench open(Privileges privileges, Path directory) throws IOException {
    return open(Sandboxes.find(SandboxSettings.DEFAULT.withPrivileges(privileges)), directory);
  }

  static Bench open(Sandbox sandbox, Path directory) throws IOException {
    Path base = directory.resolve("base");
    byte[] busybox = Files.readAllBytes(BUSYBOX);
    sandbox.unpack(base, tar(entries -> {
      for (String name : List.of("bin/", "etc/", "proc/", "dev/", "sys/", "root/", "usr/", "usr/kept/", "usr/gone/")) {
        entries.directory(name, 0755);
      }
      entries.directory("tmp/", 01777);
      // for programs of the host's, where a test shows its /usr
      entries.link("lib", "usr/lib");
      entries.link("lib64", "usr/lib64");
      entries.file("bin/busybox", busybox, 0755);
      for (String applet : APPLETS) {
        entries.link("bin/" + applet, "busybox");
      }
      entries.file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000::/:/bin/sh\n".getBytes(StandardCharsets.UTF_8), 0644);
      entries.file("etc/group", "root:x:0:\nuser:x:1000:\n".getBytes(StandardCharsets.UTF_8), 0644);
      entries.file("usr/kept/file", "kept".getBytes(StandardCharsets.UTF_8), 0644);
      entries.file("usr/gone/file", "gone".getBytes(StandardCharsets.UTF_8), 0644);
    }));
    return new Bench(sandbox, directory, base);
  }

  /** A path that nothing is at. */
  Path fresh(String name) {
    return directory.resolve(name + "-" + runs++);
  }

  RunRequest request(String... command) {
    return RunRequest.of(fresh("workspace"), List.of(base), List.of(command)).withEnvironment(ImmutableMap.of("PATH", "/bin"));
  }

  /** A shell command with nothing special. */
  Outcome shell(String script) {
    return shell(script, UnaryOperator.identity());
  }

  Outcome shell(String script, UnaryOperator<RunRequest> change) {
    return run(change.apply(request("sh", "-c", script)));
  }

  Outcome run(RunRequest request) {
    return run(request, null);
  }

  /** Runs, and moves the upper directory to a path if there is one. */
  Outcome run(RunRequest request, Path kept) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Map<String, TarArchiveEntry> changes = new TreeMap<>();
    Map<String, String> contents = new TreeMap<>();
    RunResult result = sandbox.run(request, output::write, new RunChanges() {
      @Override
      public Optional<ImmutableList<ImagePath>> read(int exitCode, InputStream tar) throws IOException {
        readTar(tar, changes, contents);
        return kept == null ? Optional.empty() : Optional.of(late(changes, request.latest().orElse(Instant.MAX)));
      }

      @Override
      public void keep(Optional<Path> upper) {
        try {
          Files.move(upper.orElseThrow(), kept);
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
    });
    return new Outcome(result, output.toString(StandardCharsets.UTF_8), changes, contents);
  }

  private static ImmutableList<ImagePath> late(Map<String, TarArchiveEntry> changes, Instant latest) {
    return changes.entrySet().stream().filter(change -> change.getValue().getLastModifiedTime().toInstant().isAfter(latest))
        .map(change -> ImagePath.of("/" + change.getKey())).collect(ImmutableList.toImmutableList());
  }

  static void readTar(InputStream tar, Map<String, TarArchiveEntry> entries, Map<String, String> contents) throws IOException {
    TarArchiveInputStream in = new TarArchiveInputStream(tar);
    for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
      String name = entry.getName().replaceFirst("^\\./", "").replaceFirst("/$", "");
      entries.put(name, entry);
      contents.put(name, entry.getSize() > 1 << 16 ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  static RunChanges ignored() {
    return new RunChanges() {
      @Override
      public Optional<ImmutableList<ImagePath>> read(int exitCode, InputStream tar) throws IOException {
        tar.transferTo(OutputStream.nullOutputStream());
        return Optional.empty();
      }

      @Override
      public void keep(Optional<Path> upper) {}
    };
  }

  /** Makes entries of a tar. */
  interface Content {
    void addTo(Entries entries) throws IOException;
  }

  static TarStream tar(Content content) {
    return out -> {
      TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      content.addTo(new Entries(tar));
      tar.finish();
    };
  }

  /** The entries of a tar that is being written. */
  record Entries(TarArchiveOutputStream tar) {
    void directory(String name, int mode) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setMode(mode);
      add(entry, new byte[0]);
    }

    void file(String name, byte[] content, int mode) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setMode(mode);
      entry.setSize(content.length);
      add(entry, content);
    }

    void owned(String name, String content, long uid, long gid, Map<String, String> xattrs) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setMode(0640);
      entry.setUserId(uid);
      entry.setGroupId(gid);
      entry.setSize(content.length());
      xattrs.forEach((key, value) -> entry.addPaxHeader("SCHILY.xattr." + key, value));
      add(entry, content.getBytes(StandardCharsets.UTF_8));
    }

    void link(String name, String target) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
      entry.setLinkName(target);
      add(entry, new byte[0]);
    }

    void whiteout(String name) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_CHR);
      add(entry, new byte[0]);
    }

    private void add(TarArchiveEntry entry, byte[] content) throws IOException {
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
  }

  /** Lower directories, each with one file. */
  List<Path> layers(int count) throws IOException {
    List<Path> layers = new ArrayList<>(List.of(base));
    for (int i = 1; i < count; i++) {
      Path layer = fresh("layer");
      Files.createDirectory(layer);
      Files.writeString(layer.resolve("of-" + i), "layer " + i);
      Files.writeString(layer.resolve("top"), "layer " + i);
      layers.add(layer);
    }
    return ImmutableList.copyOf(layers);
  }

  static List<String> sorted(String text) {
    return Arrays.stream(text.strip().split("\\s+")).sorted().toList();
  }
}
