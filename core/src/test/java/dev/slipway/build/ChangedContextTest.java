package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.image.Digest;
import dev.slipway.image.Image;
import dev.slipway.image.Stage;
import dev.slipway.store.StoreCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever changes in a context, a store that knows earlier states of it gives the same image as one that knows nothing. */
class ChangedContextTest {
  @TempDir
  Path directory = Path.of("");

  /** A change of the context. */
  @FunctionalInterface
  private interface Change {
    void make(Path context) throws IOException;
  }

  @Test
  void everyChangeOfTheContextIsSeen() throws IOException {
    Path context = Files.createDirectories(directory.resolve("context/sub/deep")).getParent().getParent();
    Files.writeString(context.resolve("a"), "one");
    Files.writeString(context.resolve("sub/b"), "two");
    Files.writeString(context.resolve("sub/deep/c"), "six");
    Files.createSymbolicLink(context.resolve("link"), Path.of("a"));
    Change[] changes = {
        at -> Files.writeString(at.resolve("a"), "two"),
        at -> Files.setPosixFilePermissions(at.resolve("sub/b"), PosixFilePermissions.fromString("rwxr-xr-x")),
        at -> Files.move(at.resolve("sub/b"), at.resolve("sub/bb")),
        at -> retarget(at.resolve("link"), "sub/bb"),
        at -> Files.createLink(at.resolve("sub/hard"), at.resolve("a")),
        at -> separate(at.resolve("sub/hard")),
        at -> Files.writeString(at.resolve("sub/deep/d"), ""),
        at -> Files.delete(at.resolve("sub/deep/c")),
        at -> swap(at.resolve("a"), at.resolve("sub/bb")),
        at -> Files.createDirectory(at.resolve("empty")),
        at -> Files.setLastModifiedTime(at.resolve("a"), FileTime.fromMillis(-5000)),
        at -> {
          Files.delete(at.resolve("empty"));
          Files.writeString(at.resolve("empty"), "now a file");
        },
        at -> Files.move(at.resolve("sub/deep"), at.resolve("deep")),
    };
    Image image = Stage.scratch().copy(".", "/all/").copy("sub", "/part/").toImage();
    Set<Digest> digests = new HashSet<>();
    try (Engine knowing = Engine.open(directory.resolve("store"))) {
      digests.add(same(knowing, image, context, 0));
      for (int i = 0; i < changes.length; i++) {
        changes[i].make(context);
        digests.add(same(knowing, image, context, i + 1));
        assertThat(knowing.build(image, Context.of(context)).report().misses()).isEmpty();
      }
    }
    assertThat(digests).as("each change makes another image").hasSize(changes.length + 1);
    assertThat(StoreCheck.check(directory.resolve("store")).isSound()).isTrue();
  }

  private Digest same(Engine knowing, Image image, Path context, int number) {
    try (Engine fresh = Engine.open(directory.resolve("fresh-" + number))) {
      Digest digest = knowing.build(image, Context.of(context)).digest();
      assertThat(digest).as("after change " + number).isEqualTo(fresh.build(image, Context.of(context)).digest());
      return digest;
    }
  }

  private static void retarget(Path link, String target) throws IOException {
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of(target));
  }

  /** Makes a name of a file a file of its own, with the same bytes. */
  private static void separate(Path name) throws IOException {
    byte[] bytes = Files.readAllBytes(name);
    Files.delete(name);
    Files.write(name, bytes);
  }

  private static void swap(Path one, Path other) throws IOException {
    Path aside = one.resolveSibling("aside");
    Files.move(one, aside);
    Files.move(other, one);
    Files.move(aside, other);
  }
}
