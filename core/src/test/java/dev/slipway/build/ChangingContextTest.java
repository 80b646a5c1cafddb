package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.image.Image;
import dev.slipway.image.Stage;
import dev.slipway.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that change, grow, shrink, vanish and come back while they are read: no mixture is ever taken for a file later. */
class ChangingContextTest {
  private static final int ROUNDS = 12;
  private static final int BUILDS_PER_ROUND = 5;
  private static final int FILES = 5;

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;
  private int built;
  private int refused;

  @Test
  @Timeout(120)
  void onceFilesHaveSettledBuildsHaveTheirBytes() throws Exception {
    Path context = directory.resolve("context");
    Path unused = Files.createDirectories(context.resolve("files"));
    Path place = directory.resolve("store");
    Image image = Stage.scratch().copy("files", "/files/").add("a.tar", "/archive/").copy("files/0", "/zero").toImage();
    try (Store store = Scene.openQuickly(place); Engine engine = Engine.open(store)) {
      for (int round = 0; round < ROUNDS; round++) {
        AtomicBoolean stop = new AtomicBoolean();
        int seed = round;
        restore(context);
        Thread mutator = Thread.ofPlatform().daemon().start(() -> mutate(context, stop, new Random(seed), 1_000_000 << seed % 8));
        for (int i = 0; i < BUILDS_PER_ROUND; i++) {
          attempt(engine, store, image, context);
        }
        stop.set(true);
        mutator.join();
        restore(context);
        BuiltImage settled = engine.build(image, Context.of(context));
        Path fresh = directory.resolve("fresh-" + round);
        try (Store other = Scene.openQuickly(fresh); Engine clean = Engine.open(other)) {
          BuiltImage expected = clean.build(image, Context.of(context));
          assertThat(settled.digest()).as("round " + round).isEqualTo(expected.digest());
          assertThat(Scene.files(settled, store)).isEqualTo(Scene.files(expected, other)).containsEntry("/files/0",
              Scene.sha256(context.resolve("files/0")));
        }
        Scene.clear(fresh);
      }
    }
    Scene.assertSound(place);
    assertThat(built).isPositive();
    System.out.println(built + " built and " + refused + " refused while files changed");
  }

  /** Whatever was built has the bytes that its own tables promise. */
  private void attempt(Engine engine, Store store, Image image, Path context) {
    try {
      BuiltImage made = engine.build(image, Context.of(context));
      assertThat(Scene.files(made, store)).isNotEmpty();
      built++;
    } catch (SlipwayException changed) {
      assertThat(changed.code()).as(String.valueOf(changed)).isIn(ErrorCode.CONTEXT_CHANGED, ErrorCode.CONTEXT_UNREADABLE,
          ErrorCode.NOT_FOUND, ErrorCode.MALFORMED_ARCHIVE, ErrorCode.STEP_FAILED);
      refused++;
    }
  }

  private static void mutate(Path context, AtomicBoolean stop, Random random, int pause) {
    while (!stop.get()) {
      Path file = context.resolve("files/" + random.nextInt(FILES));
      try {
        switch (random.nextInt(7)) {
          case 0 -> Files.deleteIfExists(file);
          case 1 -> Files.write(file, filled(random, random.nextInt(200_000)));
          case 2 -> {
            Path aside = context.resolve("aside");
            Files.write(aside, filled(random, 100_000));
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
          }
          case 3 -> archive(context.resolve("a.tar"), random);
          default -> overwrite(file, filled(random, 50_000), random.nextInt(50_000));
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      LockSupport.parkNanos(random.nextInt(pause));
    }
  }

  /** Same inode, and mostly the same size. */
  private static void overwrite(Path file, byte[] bytes, int at) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      assertThat(channel.write(ByteBuffer.wrap(bytes), at)).isEqualTo(bytes.length);
    }
  }

  private static byte[] filled(Random random, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) random.nextInt());
    return bytes;
  }

  private static void archive(Path file, Random random) throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < 5; i++) {
        TarArchiveEntry entry = new TarArchiveEntry("e" + i);
        entry.setSize(10_000);
        tar.putArchiveEntry(entry);
        tar.write(filled(random, 10_000));
        tar.closeArchiveEntry();
      }
    }
  }

  /** Every file is there. */
  private static void restore(Path context) throws IOException {
    for (int i = 0; i < FILES; i++) {
      if (!Files.exists(context.resolve("files/" + i))) {
        Files.writeString(context.resolve("files/" + i), "again");
      }
    }
    if (!Files.exists(context.resolve("a.tar"))) {
      archive(context.resolve("a.tar"), new Random(1));
    }
  }
}
