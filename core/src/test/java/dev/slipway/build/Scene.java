package dev.slipway.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.image.Copy;
import dev.slipway.image.DockerArchive;
import dev.slipway.image.Image;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.ImagePath;
import dev.slipway.image.OciArchive;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Stage;
import dev.slipway.layer.Compression;
import dev.slipway.layer.FileTree;
import dev.slipway.store.FaultyDisk;
import dev.slipway.store.Findings;
import dev.slipway.store.Store;
import dev.slipway.store.StoreCheck;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** What faults are injected into: a small image of several stages, its context, and what is checked after each build. */
final class Scene {
  private Scene() {}

  /** Four stages: copies from the context, from stages, an unpacked archive, a working directory, an owner by name. */
  static Image image() {
    Stage base = Stage.scratch().named("base").copy("etc/", "/etc/").workdir("/srv/app");
    Stage tools = Stage.scratch().named("tools").add("tools.tar", "/tools/");
    Stage builder = Stage.from(base).named("builder").copy("src", "src").copy(Copy.of("docs", "/docs/").mode("0640").owner("app"));
    Stage target = Stage.from(base)
        .copy(builder.file("/srv/app/src"), "/opt/src/")
        .copy(tools.file("/tools/bin"), "/usr/local/bin/")
        .copy(Copy.of("src/main.txt", "current/").owner("app:staff"))
        .user("app")
        .env("EDITION", "first")
        .command("/usr/local/bin/tool");
    return target.toImage();
  }

  /** The files that {@link #image()} copies. Editions differ in one file. */
  static void write(Path context, int edition) throws IOException {
    Files.createDirectories(context.resolve("src/deep/er"));
    Files.createDirectories(context.resolve("etc"));
    Files.createDirectories(context.resolve("docs"));
    text(context.resolve("etc/passwd"), "root:x:0:0::/:\napp:x:1000:1000::/srv/app:\n");
    text(context.resolve("etc/group"), "root:x:0:\nstaff:x:50:app\n");
    text(context.resolve("src/main.txt"), "edition " + edition + "\n");
    nameBeyondAscii(context.resolve("src/deep/er"));
    text(context.resolve("docs/read.me"), "read me\n".repeat(100));
    byte[] noise = new byte[20_000];
    new Random(7).nextBytes(noise);
    Files.write(context.resolve("src/noise"), noise);
    if (!Files.isSymbolicLink(context.resolve("src/link"))) {
      Files.createSymbolicLink(context.resolve("src/link"), Path.of("deep/er"));
    }
    archive(context.resolve("tools.tar"));
  }

  /** By a shell, as the JVM cannot write such a name in every locale. */
  private static void nameBeyondAscii(Path directory) throws IOException {
    try (var found = Files.newDirectoryStream(directory)) {
      if (found.iterator().hasNext()) {
        return;
      }
    }
    Process shell = new ProcessBuilder("/bin/sh", "-c", "printf 'far down' > \"$(printf '\\305\\237.txt')\"").directory(directory.toFile())
        .start();
    try {
      assertThat(shell.waitFor()).isZero();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void text(Path file, String text) throws IOException {
    if (!Files.exists(file) || !Files.readString(file, UTF_8).equals(text)) {
      Files.writeString(file, text, UTF_8);
    }
  }

  private static void archive(Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    try (OutputStream out = Files.newOutputStream(file); TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      byte[] tool = "#!/bin/sh\n".repeat(50).getBytes(UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry("bin/tool");
      entry.setSize(tool.length);
      entry.setMode(0755);
      entry.setModTime(1000);
      tar.putArchiveEntry(entry);
      tar.write(tool);
      tar.closeArchiveEntry();
      TarArchiveEntry link = new TarArchiveEntry("bin/same", TarConstants.LF_LINK);
      link.setLinkName("bin/tool");
      link.setMode(0755);
      link.setModTime(1000);
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
    }
  }

  /** A store that does not sync: nobody cuts the power in these tests. */
  static Store openQuickly(Path store) {
    return Store.open(store, FaultyDisk.sound());
  }

  /** Every test ends with this. */
  @CanIgnoreReturnValue
  static Findings assertSound(Path store) {
    Findings findings = StoreCheck.check(store);
    assertThat(findings.errors()).isEmpty();
    return findings;
  }

  static void clear(Path directory) throws IOException {
    if (Files.exists(directory)) {
      MoreFiles.deleteDirectoryContents(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /** The digest of the OCI archive that an image makes. */
  static String exported(BuiltImage image, Path directory, Compression compression) throws IOException {
    Path file = directory.resolve("exported-" + Thread.currentThread().threadId() + ".tar");
    image.writeTo(OciArchive.at(file).named("scene:1"), compression);
    return sha256(file);
  }

  static String sha256(Path file) throws IOException {
    return MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
  }

  /** Digests of all files of an image, read through its tree. */
  static SortedMap<String, String> files(BuiltImage image, Store store) {
    SortedMap<String, String> files = new TreeMap<>();
    FileTree tree = image.tree();
    tree.walk(ImagePath.ROOT, found -> {
      if (found.isFile()) {
        byte[] bytes = tree.read(store, found.entry().path(), 1 << 24);
        files.put(found.entry().path().toString(), Hashing.sha256().hashBytes(bytes).toString());
      }
    });
    return files;
  }

  /** The three kinds of places that images are written to. */
  static ImageLocation location(int kind, Path directory) {
    return switch (kind) {
      case 0 -> OciLayout.at(directory.resolve("layout")).named("scene:1");
      case 1 -> OciArchive.at(directory.resolve("archive.tar")).named("scene:1");
      default -> DockerArchive.at(directory.resolve("docker.tar")).named("scene:1");
    };
  }
}
