package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import dev.slipway.layer.Compression;
import dev.slipway.store.Store;
import dev.slipway.store.StoreCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage anywhere in the store: found before anybody uses what it hit, and made good in the run that found it. */
class BuildDamageTest {
  private static final int ROUNDS = 1_000;

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  @Test
  void nothingDamagedIsEverBuiltReadOrExported() throws IOException {
    Path context = Files.createDirectories(directory.resolve("context"));
    Path place = directory.resolve("store");
    Random random = new Random(20_260_714);
    String[] gzip = new String[2];
    String[] plain = new String[2];
    List<SortedMap<String, String>> files = new ArrayList<>();
    int damages = 0;
    int refusals = 0;
    try (Store store = Scene.openQuickly(place); Engine engine = Engine.open(store)) {
      for (int edition = 0; edition < 2; edition++) {
        Scene.write(context, edition);
        BuiltImage clean = engine.build(Scene.image(), Context.of(context));
        gzip[edition] = Scene.exported(clean, directory, Compression.GZIP);
        plain[edition] = Scene.exported(clean, directory, Compression.NONE);
        files.add(Scene.files(clean, store));
      }
      for (int round = 0; damages < ROUNDS; round++) {
        int edition = round / 3 % 2;
        if (round % 3 == 0) {
          Scene.write(context, edition);
        }
        damages += damage(place, random, random.nextInt(8) == 0 ? 12 : 1 + random.nextInt(3));
        BuiltImage built = engine.build(Scene.image(), Context.of(context));
        damages += damage(place, random, random.nextInt(3));
        refusals += read(built, store, files.get(edition));
        Compression compression = random.nextBoolean() ? Compression.GZIP : Compression.NONE;
        String expected = compression == Compression.GZIP ? gzip[edition] : plain[edition];
        assertThat(Scene.exported(built, directory, compression)).as("round " + round).isEqualTo(expected);
        healAll(place, store);
        // what healing dropped is made again, and all is well
        BuiltImage again = engine.build(Scene.image(), Context.of(context));
        assertThat(Scene.files(again, store)).as("round " + round).isEqualTo(files.get(edition));
        assertThat(StoreCheck.check(place).errors()).as("round " + round).isEmpty();
      }
    }
    Scene.assertSound(place);
    System.out.println(damages + " damages, " + refusals + " reads refused");
  }

  /** Every file's bytes are right, or reading says what is wrong. */
  private static int read(BuiltImage built, Store store, SortedMap<String, String> expected) {
    try {
      assertThat(Scene.files(built, store)).isEqualTo(expected);
      return 0;
    } catch (StoreException refused) {
      assertThat(refused.code()).as(String.valueOf(refused)).isIn(ErrorCode.STORE_DAMAGED, ErrorCode.NOT_FOUND);
      return 1;
    }
  }

  /** What nobody needed in this round is still damaged; reading it is what puts it aside. */
  private static void healAll(Path place, Store store) throws IOException {
    for (Path blob : files(place.resolve("blobs"))) {
      var digest = Digest.parse("sha256:" + blob.getFileName());
      try {
        assertThat(store.readAll(digest, 1 << 24)).isNotNull();
      } catch (StoreException refused) {
        assertThat(refused.code()).isEqualTo(ErrorCode.STORE_DAMAGED);
      }
    }
    try (var lease = store.lease()) {
      for (Path record : files(place.resolve("slipway/records"))) {
        String kind = record.getName(record.getNameCount() - 3).toString();
        var unused = store.records(kind).get(lease, Digest.parse("sha256:" + record.getFileName()));
      }
    }
  }

  private static int damage(Path place, Random random, int count) throws IOException {
    int done = 0;
    for (int i = 0; i < count; i++) {
      List<Path> files = files(place.resolve("blobs"));
      files.addAll(files(place.resolve("slipway/records")));
      files.addAll(files(place.resolve("slipway/index")));
      Path victim = files.get(random.nextInt(files.size()));
      done += damage(victim, files.get(random.nextInt(files.size())), random) ? 1 : 0;
    }
    return done;
  }

  private static List<Path> files(Path below) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.exists(below)) {
      try (var found = Files.walk(below)) {
        found.filter(Files::isRegularFile).sorted().forEach(files::add);
      }
    }
    return files;
  }

  /** False if nothing changed. */
  private static boolean damage(Path victim, Path other, Random random) throws IOException {
    byte[] bytes = Files.readAllBytes(victim);
    if (bytes.length == 0) {
      return false;
    }
    switch (random.nextInt(6)) {
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
      case 2 -> Files.delete(victim);
      case 3 -> {
        int from = random.nextInt(bytes.length);
        byte[] before = bytes.clone();
        Arrays.fill(bytes, from, Math.min(bytes.length, from + 512), (byte) 0);
        if (Arrays.equals(before, bytes)) {
          return false;
        }
        Files.write(victim, bytes);
      }
      default -> {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(victim, bytes);
      }
    }
    return true;
  }
}
