package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand flips, cuts and swaps: each is found before anybody uses what it hit, and made good in the same run. */
class StoreDamageTest {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private static final int ROUNDS = 1_000;
  private static final int STEPS = 4;

  @TempDir
  private Path directory;

  @Test
  void everyDamageIsFoundBeforeUseAndHealed() throws IOException {
    Random random = new Random(20_260_101);
    try (Store store = Store.open(directory, FaultyDisk.sound())) {
      use(store);
      for (int round = 0; round < ROUNDS; round++) {
        List<Path> files = files();
        Path victim = files.get(random.nextInt(files.size()));
        if (!damage(victim, files.get(random.nextInt(files.size())), random)) {
          continue;
        }
        assertThat(StoreCheck.check(directory).isSound()).as("round " + round + " " + victim).isFalse();
        use(store);
        Stores.assertSound(directory);
      }
      assertThat(store.collect(CollectionPolicy.orphansOnly()).leftovers()).isPositive();
      assertThat(Stores.assertSound(directory).notes()).isEmpty();
    }
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path below : List.of(directory.resolve("blobs"), directory.resolve("slipway/records"))) {
      try (var found = Files.walk(below)) {
        found.filter(Files::isRegularFile).sorted().forEach(files::add);
      }
    }
    return files;
  }

  /** False if nothing changed. */
  private static boolean damage(Path victim, Path other, Random random) throws IOException {
    byte[] bytes = Files.readAllBytes(victim);
    switch (random.nextInt(4)) {
      case 0 -> Files.write(victim, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      case 1 -> {
        if (victim.equals(other)) {
          return false;
        }
        Path aside = victim.resolveSibling("aside");
        Files.move(victim, aside);
        Files.move(other, victim);
        Files.move(aside, other, StandardCopyOption.REPLACE_EXISTING);
      }
      default -> {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(victim, bytes);
      }
    }
    return true;
  }

  /** Uses every step's blobs; what is found damaged is made again, as a build does. */
  private static void use(Store store) {
    try (Lease lease = store.lease()) {
      for (int step = 0; step < STEPS; step++) {
        String name = "step " + step;
        while (!useOne(store, lease, name)) {
          Blob layer = Stores.put(store, lease, name.repeat(200));
          Blob toc = Stores.put(store, lease, "toc of " + name);
          store.records("step").put(lease, Stores.digest(name), Stores.record("{\"name\":\"" + name + "\"}", layer, toc));
        }
      }
    }
  }

  private static boolean useOne(Store store, Lease lease, String name) {
    var record = store.records("step").get(lease, Stores.digest(name));
    if (record.isEmpty()) {
      return false;
    }
    try {
      assertThat(record.get().body()).isEqualTo("{\"name\":\"" + name + "\"}");
      assertThat(Stores.read(store, record.get().references().asList().get(0))).isEqualTo(name.repeat(200));
      assertThat(Stores.read(store, record.get().references().asList().get(1))).isEqualTo("toc of " + name);
      return true;
    } catch (StoreException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.STORE_DAMAGED);
      return false;
    }
  }

  @Test
  void readingDamageLeavesNoFileOpen() throws IOException {
    Assumptions.assumeTrue(Files.isDirectory(DESCRIPTORS), "only Linux tells which files are open");
    try (Store store = Store.open(directory); Lease lease = store.lease()) {
      Blob blob = Stores.put(store, lease, "text");
      Path file = directory.resolve("blobs/sha256").resolve(blob.digest().hex());
      Files.write(file, new byte[0]);
      assertThatThrownBy(() -> store.read(blob.digest())).isInstanceOf(StoreException.class);
      try (Stream<Path> open = Files.list(DESCRIPTORS)) {
        assertThat(open.map(StoreDamageTest::target)).noneMatch(target -> target.contains(blob.digest().hex()));
      }
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closed) {
      return "";
    }
  }
}
